package v1

import (
	"context"

	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/services/job"
)

// ListJobs pages the workspace's jobs.
func (s *Server) ListJobs(ctx context.Context, req apiv1.ListJobsRequestObject) (apiv1.ListJobsResponseObject, error) {
	p := req.Params
	page, err := s.services.Jobs.List(ctx, principal(ctx), job.Filter{
		States:     mapped(or(p.State), func(s apiv1.JobState) job.State { return job.State(s) }),
		Kinds:      mapped(or(p.Kind), func(k apiv1.JobKind) string { return string(k) }),
		DocumentID: idOf(p.DocumentID), InvoiceID: idOf(p.InvoiceID), Limit: int(or(p.Limit)), Cursor: or(p.Cursor),
	})
	if err != nil {
		return nil, err
	}
	return apiv1.ListJobs200JSONResponse{
		Body:    apiv1.JobPage{Items: mapped(page.Items, toAPIJob), NextCursor: textOrNil(page.NextCursor)},
		Headers: apiv1.ListJobs200ResponseHeaders{Link: contract.NextLink(ctx, page.NextCursor)},
	}, nil
}

// GetJob finds a job.
func (s *Server) GetJob(ctx context.Context, req apiv1.GetJobRequestObject) (apiv1.GetJobResponseObject, error) {
	found, err := s.services.Jobs.Find(ctx, principal(ctx), req.JobID)
	if err != nil {
		return nil, err
	}
	return apiv1.GetJob200JSONResponse{Body: toAPIJob(found)}, nil
}

// CancelJob asks a job to stop.
func (s *Server) CancelJob(ctx context.Context, req apiv1.CancelJobRequestObject) (apiv1.CancelJobResponseObject, error) {
	found, err := s.services.Jobs.Cancel(ctx, principal(ctx), req.JobID, attempt(ctx))
	if err != nil {
		return nil, err
	}
	return apiv1.CancelJob200JSONResponse{Body: toAPIJob(found)}, nil
}

// RetryJob runs a job again.
func (s *Server) RetryJob(ctx context.Context, req apiv1.RetryJobRequestObject) (apiv1.RetryJobResponseObject, error) {
	found, err := s.services.Jobs.Retry(ctx, principal(ctx), req.JobID, attempt(ctx))
	if err != nil {
		return nil, err
	}
	return apiv1.RetryJob200JSONResponse{Body: toAPIJob(found)}, nil
}
