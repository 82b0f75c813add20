package invoice

import (
	"context"
	"slices"

	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/guard"
	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/fields/locale"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/job"
)

// ProcessDocument reads a document that may be an invoice. When it reads like one, the result becomes an invoice; when not,
// the job ends well all the same. A document that cannot be read at all fails the job.
func (s *Processor) ProcessDocument(ctx context.Context, run *job.Run) error {
	return guard.Run(ctx, s.log, func() error { return s.processDocument(ctx, run) })
}

func (s *Processor) processDocument(ctx context.Context, run *job.Run) error {
	j := run.Job()
	at := document.Key{Workspace: j.WorkspaceID, ID: j.DocumentID}
	d, err := s.documents.Row(ctx, at)
	if err != nil {
		return err
	}
	read, err := s.read(ctx, run, d)
	switch code := fault.CodeOf(err); {
	case err == nil && readsLikeInvoice(read):
		if err := s.complete(ctx, run, read); err != nil {
			return err
		}
		return s.keep(ctx, &result{run: run, document: d, read: read, found: true})
	case err != nil && code != fault.CodeNotAnInvoice && code != fault.CodeUnsupportedFormat:
		return err
	}
	return run.Complete(ctx, func(tx pgx.Tx) error {
		if d.PageCount == 0 {
			if err := s.documents.StorePages(ctx, tx, j.WorkspaceID, d.ID, read.Pages); err != nil {
				return err
			}
		}
		return s.documents.QueueIndexing(ctx, tx, []document.Key{at}, j.ID)
	})
}

// readsLikeInvoice tells an invoice from another document with a date and an amount in it. XML says what it is; on pages,
// an invoice has a date and a total, and either says that it is one or has a number and shows tax, lines or where to pay.
func readsLikeInvoice(read Reading) bool {
	for _, found := range read.Invoices {
		if !found.Source.OfPages() {
			return true
		}
		if slices.ContainsFunc(found.Checks, func(f en16931.Finding) bool { return f.Rule == fields.RulePaper }) {
			continue
		}
		d := &found.Data
		total := d.Totals.Gross.IsPresent() || d.Totals.Due.IsPresent()
		detail := d.Totals.Tax.IsPresent() || len(d.Taxes) > 0 || len(d.Lines) > 0 || d.Payment != nil && len(d.Payment.Accounts) > 0
		if !d.IssueDate.IsZero() && total && (d.Number != "" && detail || titled(read.Pages)) {
			return true
		}
	}
	return false
}

// titled tells whether a line of the first page is an invoice's heading in some language.
func titled(list []pages.Page) bool {
	if len(list) == 0 {
		return false
	}
	for _, l := range list[0].Lines {
		if len(locale.Default().Titles(lang.Key(l.Text()))) > 0 {
			return true
		}
	}
	return false
}
