package tasks_test

import (
	"context"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/job"
)

// visual is what was read off a page, and the page's first line.
func visual(heading string, d en16931.Invoice) invoice.Reading {
	line := pages.Line{Words: []pages.Word{{Text: heading, Confidence: 1}}}
	return invoice.Reading{
		Invoices: []evidence.Invoice{{Source: evidence.Text, Data: d, FirstPage: 1, LastPage: 1}},
		Pages:    []pages.Page{{Number: 1, Width: 595, Height: 842, Source: pages.FromText, Lines: []pages.Line{line}}},
	}
}

// TestUploadThatMayBeAnInvoice uploads files without saying what they are.
func TestUploadThatMayBeAnInvoice(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.startWorkers(t)
	total := en16931.Totals{Gross: en16931.MustDecimal("12.00")}
	day := en16931.MustDate("2026-02-03")
	for name, c := range map[string]struct {
		read  invoice.Reading
		err   error
		state job.State
		want  int
	}{
		"e-invoice":        {oneInvoice("N"), nil, job.Completed, 1},
		"says it is one":   {visual("Rechnung", en16931.Invoice{IssueDate: day, Totals: total}), nil, job.Completed, 1},
		"has what one has": {visual("x", en16931.Invoice{Number: "7", IssueDate: day, Totals: total, Taxes: []en16931.Tax{{}}}), nil, job.Completed, 1},
		"letter":           {visual("Sehr geehrte Damen", en16931.Invoice{IssueDate: day, Totals: total}), nil, job.Completed, 0},
		"other XML":        {invoice.Reading{}, fault.New(fault.CodeNotAnInvoice, "no"), job.Completed, 0},
		"cannot be read":   {invoice.Reading{}, fault.New(fault.CodePDFDamaged, "broken"), job.Cancelled, 0},
	} {
		s.reader.does(func(context.Context, invoice.Source) (invoice.Reading, error) { return c.read, c.err })
		up, err := s.documents.Upload(t.Context(), s.caller, document.UploadInput{Body: strings.NewReader("%PDF-1.4 " + name)})
		must(t, err)
		var j job.Job
		eventually(t, name, func() bool {
			jobs, err := s.jobs.List(t.Context(), s.caller, job.Filter{DocumentID: up.Document.ID, Kinds: []string{job.KindProcessDocument}})
			if err != nil || len(jobs.Items) != 1 {
				return false
			}
			j = jobs.Items[0]
			return j.State.Final()
		})
		list, err := s.invoices.List(t.Context(), s.caller, invoice.Filter{DocumentID: up.Document.ID})
		must(t, err)
		if j.State != c.state || len(list.Items) != c.want {
			t.Errorf("%s: job %+v, %d invoices", name, j, len(list.Items))
		}
		if c.want == 1 && (list.Items[0].JobID != j.ID || !list.Items[0].Status.Final()) {
			t.Errorf("%s: invoice %+v", name, list.Items[0])
		}
	}
}

func TestUploadThatIsOnlyKept(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	up, err := s.documents.Upload(t.Context(), s.caller, document.UploadInput{Body: strings.NewReader("%PDF none"), Process: document.ProcessNone})
	must(t, err)
	if up.Document.Indexing.State != document.IndexNone {
		t.Errorf("state %+v", up.Document.Indexing)
	}
	_, err = s.documents.Upload(t.Context(), s.caller, document.UploadInput{Body: strings.NewReader("\x00\x01\x02\x03 bytes")})
	must(t, err)
	if jobs, err := s.jobs.List(t.Context(), s.caller, job.Filter{}); err != nil || len(jobs.Items) != 0 {
		t.Fatalf("jobs: %+v, %v", jobs.Items, err)
	}
}
