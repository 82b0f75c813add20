package v1

import (
	"context"

	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/reading/learned"
	"github.com/docketapi/docket/internal/services/invoice/lessons"
)

// ListLearnedSellers pages what corrections have taught.
func (s *Server) ListLearnedSellers(ctx context.Context, req apiv1.ListLearnedSellersRequestObject) (apiv1.ListLearnedSellersResponseObject, error) {
	page, err := s.services.Lessons.List(ctx, principal(ctx), int(or(req.Params.Limit)), or(req.Params.Cursor))
	if err != nil {
		return nil, err
	}
	return apiv1.ListLearnedSellers200JSONResponse{
		Body:    apiv1.LearnedSellerPage{Items: mapped(page.Items, toAPILearned), NextCursor: textOrNil(page.NextCursor)},
		Headers: apiv1.ListLearnedSellers200ResponseHeaders{Link: contract.NextLink(ctx, page.NextCursor)},
	}, nil
}

// ForgetLearnedSeller deletes what was learned of a seller.
func (s *Server) ForgetLearnedSeller(ctx context.Context, req apiv1.ForgetLearnedSellerRequestObject) (apiv1.ForgetLearnedSellerResponseObject, error) {
	if err := s.services.Lessons.Forget(ctx, principal(ctx), req.LearnedSellerID); err != nil {
		return nil, err
	}
	return apiv1.ForgetLearnedSeller204Response{}, nil
}

func toAPILearned(l lessons.Seller) apiv1.LearnedSeller {
	return apiv1.LearnedSeller{ID: l.ID, Seller: l.Name, Mark: l.Mark, InvoiceID: l.InvoiceID, CreatedAt: l.CreatedAt.UTC(), UpdatedAt: l.UpdatedAt.UTC(),
		Lessons: mapped(l.Lessons, func(l learned.Lesson) apiv1.Lesson {
			return apiv1.Lesson{Pointer: l.Pointer, Label: l.Label, Place: apiv1.LessonPlace(l.Place)}
		})}
}
