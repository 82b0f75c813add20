package invoice_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/infra/llm"
	"github.com/docketapi/docket/internal/infra/llm/llmtest"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/invoice"
)

// TestModelThatFails must not fail the reading.
func TestModelThatFails(t *testing.T) {
	t.Parallel()
	short := func(c *llm.Config) { c.FirstToken, c.Idle = 20*time.Millisecond, 20*time.Millisecond }
	for name, replies := range map[string][]llmtest.Reply{
		"down":      {llmtest.Refuse(503, ""), llmtest.Refuse(503, ""), llmtest.Refuse(503, "")},
		"no key":    {llmtest.Refuse(401, `{"detail":"Invalid API key"}`)},
		"silent":    {{llmtest.Hang()}},
		"stuck":     {{llmtest.Text(`{"num`), llmtest.Hang()}},
		"broken":    {{llmtest.Text(`{"num`), llmtest.Break()}},
		"nonsense":  {llmtest.Say("I am sorry"), llmtest.Say("I am very sorry")},
		"overflow":  {llmtest.Refuse(400, `{"error":{"code":"context_length_exceeded","message":"too long"}}`)},
		"unlimited": {{llmtest.Text(`{"number": "1111`), llmtest.Finish("length"), llmtest.Done()}},
		"too small": {},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			st, srv := withModel(t, short, func(c *llm.Config) {
				if name == "too small" {
					c.ContextTokens = 1024
				}
			})
			srv.Add(replies...)
			inv := st.look(t, half(), pageOf(openPage, pages.FromText, 1))
			if inv.Status != invoice.NeedsReview || inv.Data.Totals.Net.String() != "100.00" || inv.Data.Number != "" {
				t.Errorf("got %s, %+v", inv.Status, inv.Data)
			}
			if list := checked(inv, "DOCKET-MODEL-02"); !slices.Contains(list, "/number") {
				t.Errorf("it is not noted: %+v", inv.Checks)
			}
		})
	}
}

// TestModelIsNotAsked where nothing is open, and of XML.
func TestModelIsNotAsked(t *testing.T) {
	t.Parallel()
	st, srv := withModel(t)
	whole := half()
	whole.Data.Number, whole.Data.IssueDate, whole.Data.Seller.Name = "1", en16931.MustDate("2026-04-03"), "Ahornhof"
	whole.Data.Totals.Gross = en16931.MustDecimal("119.00")
	whole.Evidence = nil
	st.look(t, whole, pageOf(openPage, pages.FromText, 1))
	hybrid := half()
	hybrid.Source = evidence.FacturX
	st.look(t, hybrid, pageOf(openPage, pages.FromText, 1))
	blank := pageOf("", pages.FromText, 1)
	st.look(t, half(), blank)
	if n := len(srv.Requests()); n > 0 {
		t.Errorf("asked %d times", n)
	}
	st.config.Model = nil
	st.remake(t)
	st.look(t, half(), pageOf(openPage, pages.FromText, 1))
}

// TestModelAndALongDocument keeps the beginning and the end.
func TestModelAndALongDocument(t *testing.T) {
	t.Parallel()
	st, srv := withModel(t, func(c *llm.Config) { c.ContextTokens = 4096 })
	srv.Add(llmtest.Say(goodAnswer))
	long := strings.Replace(openPage, "Zwischensumme", strings.Repeat("Noch eine Zeile mit vielen Worten darin  5,00\n", 600)+"Zwischensumme", 1)
	inv := st.look(t, half(), pageOf(long, pages.FromText, 1))
	user := srv.Request(0).Text("user")
	if !strings.Contains(user, "Beleg-Kennung") || !strings.Contains(user, "Endbetrag") || !strings.Contains(user, "[...]") {
		t.Errorf("got %d bytes", len(user))
	}
	if inv.Data.Number != "AH-2026-117" {
		t.Errorf("got %+v", inv.Checks)
	}
}

// TestCancelledWhileTheModelIsAsked ends the job's work at once.
func TestCancelledWhileTheModelIsAsked(t *testing.T) {
	t.Parallel()
	st, srv := withModel(t)
	srv.Add(llmtest.Reply{llmtest.Text("{"), llmtest.Hang()})
	posted, err := st.s.CreateFromUpload(t.Context(), st.caller, invoice.UploadInput{Body: strings.NewReader("<a/>")})
	must(t, err)
	st.reader.next = invoice.Reading{Invoices: []evidence.Invoice{half()}, Pages: []pages.Page{pageOf(openPage, pages.FromText, 1)}}
	var number int64
	must(t, st.tx.QueryRow(t.Context(), `SELECT river_id FROM jobs WHERE id = $1`, posted.JobID).Scan(&number))
	run, err := st.jobs.Begin(t.Context(), posted.JobID, number, false)
	must(t, err)
	lost := errors.New("lost")
	ctx, cancel := context.WithCancelCause(t.Context())
	failed := make(chan error)
	go func() { failed <- st.s.Process(ctx, run) }()
	srv.Request(0)
	cancel(lost)
	<-srv.Request(0).HungUp()
	if err := <-failed; !errors.Is(err, lost) {
		t.Errorf("got %v", err)
	}
}
