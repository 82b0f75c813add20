package v1

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"net/http"

	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/services/job"
)

// FollowJob streams a job as it is and after each change, until it has ended.
func (s *Server) FollowJob(ctx context.Context, req apiv1.FollowJobRequestObject) (apiv1.FollowJobResponseObject, error) {
	return jobEvents(func(w http.ResponseWriter) error {
		return contract.Stream(ctx, w, func(out *contract.Events) error {
			return s.services.Jobs.Follow(ctx, principal(ctx), req.JobID, func(j job.Job) error {
				data, err := json.Marshal(toAPIJob(j))
				if err != nil {
					return fmt.Errorf("encode job: %w", err)
				}
				id := eventID(data)
				if id == or(req.Params.LastEventID) {
					return nil // the caller has seen it
				}
				return out.Send(id, "job", data)
			})
		})
	}), nil
}

// eventID names a job as it is: whoever comes again is told what has changed since, by any process.
func eventID(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:8])
}

type jobEvents func(w http.ResponseWriter) error

// VisitFollowJobResponse implements the generated answer.
func (s jobEvents) VisitFollowJobResponse(w http.ResponseWriter) error { return s(w) }
