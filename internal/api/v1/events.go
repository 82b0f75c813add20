package v1

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"

	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/services/job"
)

// FollowJob streams a job as it is and after each change, until it has ended.
func (s *Server) FollowJob(ctx context.Context, req apiv1.FollowJobRequestObject) (apiv1.FollowJobResponseObject, error) {
	return jobEvents(func(w http.ResponseWriter) error {
		return contract.Stream(ctx, w, func(out *contract.Events) error {
			n := 0
			return s.Jobs.Follow(ctx, principal(ctx), req.JobID, func(j job.Job) error {
				data, err := json.Marshal(toAPIJob(j))
				if err != nil {
					return fmt.Errorf("encode job: %w", err)
				}
				n++
				return out.Send(strconv.Itoa(n), "job", data)
			})
		})
	}), nil
}

type jobEvents func(w http.ResponseWriter) error

// VisitFollowJobResponse implements the generated answer.
func (s jobEvents) VisitFollowJobResponse(w http.ResponseWriter) error { return s(w) }
