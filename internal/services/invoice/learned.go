package invoice

import (
	"context"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/learned"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/invoice/lessons"
)

// recall reads invoices as was learned of their sellers, in this workspace.
func recall(ctx context.Context, book *lessons.Book, workspace uuid.UUID, read Reading) error {
	for i := range read.Invoices {
		inv := &read.Invoices[i]
		if !inv.Source.OfPages() {
			continue
		}
		list := within(read.Pages, inv)
		known, err := book.Recall(ctx, workspace, list)
		if err != nil {
			return err
		}
		if err := apply(ctx, list, inv, known); err != nil {
			return err
		}
	}
	return nil
}

// apply reads the values that lessons are about anew, and checks what they change.
func apply(ctx context.Context, list []pages.Page, inv *evidence.Invoice, known []learned.Lesson) error {
	before := *inv
	changed := learned.Apply(list, inv, known)
	if len(changed) == 0 {
		return nil
	}
	touched := map[string]bool{}
	for _, p := range changed {
		touched[p] = true
	}
	var err error
	inv.Checks, err = recheck(ctx, before, &inv.Data, inv.Evidence, touched)
	return err
}

// within are the pages that an invoice stands on.
func within(list []pages.Page, inv *evidence.Invoice) []pages.Page {
	var out []pages.Page
	for _, p := range list {
		if p.Number >= inv.FirstPage && p.Number <= inv.LastPage {
			out = append(out, p)
		}
	}
	return out
}
