package invoice_test

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/invoice/change"
)

func anyVersion(int64) error { return nil }

// correct patches an invoice in whatever version it is.
func (st *stack) correct(t *testing.T, inv invoice.Invoice, patch string) (invoice.Invoice, error) {
	t.Helper()
	in := invoice.CorrectInput{Patch: json.RawMessage(patch), Match: anyVersion, Valid: func(any) error { return nil }}
	return st.s.Correct(t.Context(), st.caller, inv.ID, in)
}

func (st *stack) corrected(t *testing.T, inv invoice.Invoice, patch string) invoice.Invoice {
	t.Helper()
	out, err := st.correct(t, inv, patch)
	must(t, err)
	return out
}

// reprocess reads an invoice again; the reader gives what it gave last, or what the test has changed in it.
func (st *stack) reprocess(t *testing.T, inv invoice.Invoice) invoice.Invoice {
	t.Helper()
	queued, err := st.s.Reprocess(t.Context(), st.caller, inv.ID, nil, nil)
	must(t, err)
	if queued.Status != invoice.Queued || queued.JobID == inv.JobID || queued.Data == nil {
		t.Fatalf("queued: %+v", queued)
	}
	st.process(t, queued.JobID)
	got, err := st.s.Find(t.Context(), st.caller, inv.ID)
	must(t, err)
	return got
}

func evidenceOf(inv invoice.Invoice, pointer string) evidence.Evidence {
	for _, e := range inv.Evidence {
		if e.Pointer == pointer {
			return e
		}
	}
	return evidence.Evidence{}
}

// page is an invoice read from a page, whose sums are wrong.
func page() evidence.Invoice {
	d := en16931.MustDecimal
	return evidence.Invoice{Source: evidence.OCR, Data: en16931.Invoice{
		Number: "R-77", Currency: "EUR", IssueDate: en16931.MustDate("2026-02-03"), Seller: en16931.Party{Name: "Weidenhof KG"},
		Totals: en16931.Totals{Net: d("100.00"), Tax: d("19.00"), Gross: d("179.00")},
	}, Evidence: []evidence.Evidence{
		{Pointer: "/number", Source: evidence.FromOCR, Confidence: .9, Text: "R-77", Page: 1},
		{Pointer: "/totals/gross", Source: evidence.FromOCR, Confidence: .4, Text: "179,00", Page: 1, Box: &[4]float64{.1, .1, .2, .2}},
	}, Checks: []en16931.Finding{
		{Rule: "DOCKET-READ-03", Severity: en16931.Warning, Pointers: []string{"/totals/net", "/totals/tax", "/totals/gross"}},
		{Rule: "DOCKET-EMBEDDED-XML", Severity: en16931.Warning},
	}}
}

func rulesOf(inv invoice.Invoice) string {
	var out []string
	for _, c := range inv.Checks {
		out = append(out, c.Rule)
	}
	return strings.Join(out, " ")
}

func codesOf(inv invoice.Invoice) string {
	var out []string
	for _, r := range inv.Reasons {
		out = append(out, string(r.Code))
	}
	return strings.Join(out, " ")
}

func TestCorrect(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	read := st.read(t, page())
	if read.Status != invoice.NeedsReview || codesOf(read) != "check_failed low_confidence" {
		t.Fatalf("read: %s %+v", read.Status, read.Reasons)
	}
	got := st.corrected(t, read, `{"totals": {"gross": "119.00"}}`)
	if got.Status != invoice.Ready || len(got.Reasons) != 0 || rulesOf(got) != "DOCKET-EMBEDDED-XML" || got.Version != read.Version+1 {
		t.Fatalf("corrected: %s version %d, checks %s, %+v", got.Status, got.Version, rulesOf(got), got.Reasons)
	}
	if e := evidenceOf(got, "/totals/gross"); e.Source != evidence.FromHuman || e.Confidence != 1 || e.Text != "" {
		t.Errorf("evidence: %+v", e)
	}
	if e := evidenceOf(got, "/number"); e.Source != evidence.FromOCR {
		t.Errorf("evidence of what was not corrected: %+v", e)
	}
	for _, nothing := range []string{`{}`, `{"totals": {"gross": "119.00"}}`, `{"due_date": null}`, `{"seller": {"contact": {}}}`, `{"notes": []}`} {
		if same := st.corrected(t, got, nothing); same.Version != got.Version {
			t.Errorf("%s makes version %d of %d", nothing, same.Version, got.Version)
		}
	}
	broken := st.corrected(t, got, `{"totals": {"tax": "18.00"}, "number": null, "notes": [{"text": "eins zwei"}]}`)
	if broken.Status != invoice.NeedsReview || codesOf(broken) != "check_failed missing_field" || !strings.Contains(rulesOf(broken), "DOCKET-READ-03") {
		t.Errorf("a correction that breaks it: %s, %s, %s", broken.Status, rulesOf(broken), codesOf(broken))
	}
	nul := invoice.CorrectInput{Patch: json.RawMessage(`{"notes": [{"text": "eins"}, {"text": "zw\u0000ei"}]}`), Match: anyVersion, Valid: func(any) error { return nil }}
	_, err := st.s.Correct(t.Context(), st.caller, got.ID, nul)
	if e, is := fault.As(err); !is || e.Code != fault.CodeValidation || e.Details[0].Pointer != "/notes/1/text" {
		t.Errorf("a character that is not kept: %v", err)
	}
	if evidenceOf(broken, "/number").Pointer != "" || evidenceOf(broken, "/notes/0/text").Source != evidence.FromHuman {
		t.Errorf("evidence: %+v", broken.Evidence)
	}
}

// TestCorrectXML judges corrected XML by the rules, and keeps what only the file tells.
func TestCorrectXML(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	found := sample("X-1", "Birke", "5", "EUR", "2026-01-01")
	found.Checks = []en16931.Finding{
		{Rule: "DOCKET-XML-01", Severity: en16931.Warning, Pointers: []string{"/number"}},
		{Rule: "UBL-CR-001", Severity: en16931.Warning, Pointers: []string{}},
	}
	got := st.corrected(t, st.read(t, found), `{"buyer_reference": "B"}`)
	if rulesOf(got) != "DOCKET-XML-01 UBL-CR-001" || got.Status != invoice.Ready {
		t.Errorf("a harmless correction: %s, %s", got.Status, rulesOf(got))
	}
	got = st.corrected(t, got, `{"number": "X-2", "currency": "EURO"}`)
	if rules := rulesOf(got); strings.Contains(rules, "DOCKET-XML-01") || !strings.Contains(rules, "UBL-CR-001") || !strings.Contains(rules, "BR-CL-0") {
		t.Errorf("a harmful correction: %s", rules)
	}
	if got.Status != invoice.NeedsReview || got.Reasons[0].Code != invoice.CheckFailed || got.Reasons[0].Rule == "" {
		t.Errorf("%s: %+v", got.Status, got.Reasons)
	}
	odd := st.corrected(t, got, `{"notes": [{"text": "\u0001 \ud800 ]]> \uffff"}]}`)
	if again := st.reprocess(t, odd); again.Data.Notes[0].Text != odd.Data.Notes[0].Text || !strings.Contains(rulesOf(again), "BR-CL-0") {
		t.Errorf("characters that XML has not: %q, %s", again.Data.Notes[0].Text, rulesOf(again))
	}
	if got = st.corrected(t, odd, `{"currency": "EUR"}`); got.Status != invoice.Ready {
		t.Errorf("mended: %s: %+v", got.Status, got.Reasons)
	}
}

func TestCorrectionsThatAreRefused(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	inv := st.read(t, page())
	stop := errors.New("stop")
	_, err := st.s.Correct(t.Context(), st.caller, inv.ID, invoice.CorrectInput{Match: func(int64) error { return stop }})
	if !errors.Is(err, stop) {
		t.Errorf("another version: %v", err)
	}
	_, err = st.s.Correct(t.Context(), st.caller, inv.ID, invoice.CorrectInput{Patch: json.RawMessage(`{}`), Match: anyVersion, Valid: func(any) error { return stop }})
	if !errors.Is(err, stop) {
		t.Errorf("no data: %v", err)
	}
	if _, err := st.s.Reprocess(t.Context(), st.caller, inv.ID, nil, nil); err != nil {
		t.Fatal(err)
	}
	if _, err := st.correct(t, inv, `{"number": "1"}`); fault.CodeOf(err) != fault.CodeConflict {
		t.Errorf("while it is read: %v", err)
	}
	if _, err := st.s.Reprocess(t.Context(), st.caller, inv.ID, nil, nil); fault.CodeOf(err) != fault.CodeConflict {
		t.Errorf("two readings at once: %v", err)
	}
	after, err := st.s.Find(t.Context(), st.caller, inv.ID)
	must(t, err)
	if after.Data.Number != "R-77" {
		t.Errorf("something was written: %+v", after.Data)
	}
}

// TestCorrectionsSurviveReprocessing reads an invoice again, otherwise, that a person has corrected.
func TestCorrectionsSurviveReprocessing(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	inv := st.read(t, page())
	inv = st.corrected(t, inv, `{"number": "MIDDLE", "seller": {"name": "Buche"}, "notes": [{"text": "n"}]}`)
	inv = st.corrected(t, inv, `{"number": "NEW", "totals": {"gross": "119.00"}}`)
	next := &st.reader.next.Invoices[0]
	next.Data.Seller.VATID = "DE99"
	next.Data.Number = "NEW" // now reading agrees; it is the person's word all the same
	next.Data.Notes = []en16931.Note{{Text: "a"}, {Text: "b"}}
	next.Evidence = append(next.Evidence, evidence.Evidence{Pointer: "/seller/vat_id", Source: evidence.FromModel, Confidence: .8})
	got := st.reprocess(t, inv)
	d := got.Data
	if d.Number != "NEW" || d.Seller.Name != "Buche" || d.Seller.VATID != "DE99" || d.Totals.Gross.String() != "119.00" || len(d.Notes) != 1 {
		t.Fatalf("got %+v", d)
	}
	for _, p := range []string{"/number", "/seller/name", "/totals/gross", "/notes/0/text"} {
		if e := evidenceOf(got, p); e.Source != evidence.FromHuman || e.Confidence != 1 {
			t.Errorf("%s: %+v", p, e)
		}
	}
	if got.Status != invoice.Ready || rulesOf(got) != "DOCKET-EMBEDDED-XML" {
		t.Errorf("%s, %s, %+v", got.Status, rulesOf(got), got.Reasons)
	}
	if list, err := st.s.List(t.Context(), st.caller, invoice.Filter{Number: "NEW"}); err != nil || len(list.Items) != 1 {
		t.Errorf("the column has not followed: %v, %v", list.Items, err)
	}
	history, err := st.s.History(t.Context(), st.caller, inv.ID, 0, "")
	must(t, err)
	var kinds []string
	for _, e := range history.Items {
		kinds = append(kinds, e.Kind)
	}
	if strings.Join(kinds, " ") != "read reprocessed corrected corrected read" {
		t.Fatalf("history: %v", kinds)
	}
	again, second, first := history.Items[0], history.Items[2], history.Items[4]
	if again.ChangeCount != 1 || again.Changes[0].Pointer != "/seller/vat_id" || again.Changes[0].Source != change.ByModel || again.Actor.Kind != "system" {
		t.Errorf("the second reading: %+v", again)
	}
	gross := second.Changes[slices.IndexFunc(second.Changes, func(c change.Change) bool { return c.Pointer == "/totals/gross" })]
	if *gross.From != "179.00" || *gross.To != "119.00" || gross.Source != change.ByHuman || gross.Replaced == nil || gross.Replaced.Text != "179,00" ||
		second.Actor.ID != st.caller.UserID {
		t.Errorf("a correction: %+v by %+v", gross, second.Actor)
	}
	if first.JobID == again.JobID || first.ChangeCount != 7 || first.Changes[0].From != nil || first.Changes[0].Source != change.ByReader {
		t.Errorf("the first reading: %+v", first)
	}
}

func TestHistoryInPages(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	inv := st.read(t, page())
	key := uuid.Must(uuid.NewV7())
	_, err := st.tx.Exec(t.Context(), `INSERT INTO api_keys (id, workspace_id, name, prefix, hash, role) VALUES ($1, $2, 'the desk', 'p', sha256($3), 'reviewer')`,
		key, st.caller.WorkspaceID, []byte(key.String()))
	must(t, err)
	st.caller.KeyID, st.caller.UserID = key, uuid.Nil
	for _, n := range []string{"1", "2", "3", "4"} {
		inv = st.corrected(t, inv, `{"number": "`+n+`"}`)
	}
	var got []string
	for cursor := ""; ; {
		p, err := st.s.History(t.Context(), st.caller, inv.ID, 2, cursor)
		must(t, err)
		for _, e := range p.Items {
			got = append(got, *e.Changes[0].To)
			if e.Kind == "corrected" && (e.Actor.Kind != "key" || e.Actor.ID != key || e.Actor.Name != "the desk") {
				t.Errorf("actor: %+v", e.Actor)
			}
		}
		if cursor = p.NextCursor; cursor == "" {
			break
		}
	}
	if strings.Join(got, " ") != "4 3 2 1 EUR" {
		t.Errorf("got %v", got)
	}
	other := st.caller
	other.WorkspaceID = newWorkspace(t, st)
	if _, err := st.s.History(t.Context(), other, inv.ID, 2, ""); fault.CodeOf(err) != fault.CodeNotFound {
		t.Errorf("another workspace: %v", err)
	}
}
