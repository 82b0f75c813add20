package query_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/services/query"
)

// bills of the tests: number, type, issue and due date, seller, VAT id, currency, net, tax, lines as name=net.
const bills = `
T-1|380|2025-02-10|2025-03-12|Tarn Power Ltd|GB111|EUR|1000|190|Power day=900;Base fee=100
T-2|380|2026-02-11|2026-03-13|Tarn Power Ltd|GB111|EUR|1500|285|Power night=1400;Base fee=100
T-3|381|2026-03-01||Tarn Power Ltd|GB111|EUR|200|38|Power night=200
G-1|380|2026-01-15|2026-02-14|Tarn Gas Ltd|GB111|EUR|800|152|Gas=800
Q-1|380|2026-04-04|2026-05-04|Quai Bleu SARL|FR222|EUR|450|90|Câble réseau 20 m=450
Q-2|380|2026-04-20|2026-05-20|Quai Bleu SARL|FR222|CHF|50.05|0|Fil de cuivre=50.05
Q-3|380|2026-04-21||Quai Bleu SARL|FR222|||  |`

type stack struct {
	conn   postgres.DB
	s      *query.Service
	caller auth.Principal
	ids    map[string]uuid.UUID
}

func newStack(t *testing.T) *stack {
	t.Helper()
	st := &stack{conn: pgtest.Tx(t), ids: map[string]uuid.UUID{}}
	st.s = query.New(st.conn)
	st.caller = st.workspace(t)
	for _, w := range []uuid.UUID{st.caller.WorkspaceID, st.workspace(t).WorkspaceID} { // the other's must never count
		for _, line := range strings.Split(strings.TrimSpace(bills), "\n") {
			st.add(t, w, strings.Split(line, "|"), "ready")
		}
	}
	return st
}

func (st *stack) workspace(t *testing.T) auth.Principal {
	t.Helper()
	w, err := db.New().InsertWorkspace(t.Context(), st.conn, db.InsertWorkspaceParams{WorkspaceID: uuid.Must(uuid.NewV7()), Name: "test"})
	must(t, err)
	return auth.Principal{WorkspaceID: w.ID, Role: auth.Viewer}
}

func (st *stack) add(t *testing.T, workspace uuid.UUID, c []string, status string) uuid.UUID {
	t.Helper()
	id, document := uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7())
	var lines []map[string]string
	for _, l := range strings.Split(c[9], ";") {
		if name, net, ok := strings.Cut(l, "="); ok {
			lines = append(lines, map[string]string{"name": name, "net": net})
		}
	}
	data, err := json.Marshal(map[string]any{"lines": lines, "payment": map[string]any{"accounts": []any{map[string]string{"iban": "XX" + c[5]}}}})
	must(t, err)
	sum := slices.Concat(document[:], document[:])
	_, err = st.conn.Exec(t.Context(), `INSERT INTO documents (id, workspace_id, name, media_type, kind, size, sha256)
		VALUES ($1, $2, 'bill.xml', 'application/xml', 'xml', 1, $3)`, document, workspace, sum)
	must(t, err)
	_, err = st.conn.Exec(t.Context(), `INSERT INTO invoices (id, workspace_id, document_id, batch_id, status, source, data, number, type_code, issue_date, due_date,
			seller_name, seller_vat_id, currency, net, tax, gross)
		VALUES ($1, $2, $3, $1, $4, 'ubl', $5, $6, $7, $8::date, nullif($9, '')::date, $10, $11, nullif($12, ''), nullif($13, '')::numeric, nullif(trim($14), '')::numeric,
			nullif($13, '')::numeric + nullif(trim($14), '')::numeric)`,
		id, workspace, document, status, data, c[0], c[1], c[2], c[3], c[4], c[5], c[6], c[7], c[8])
	must(t, err)
	if workspace == st.caller.WorkspaceID {
		st.ids[c[0]] = id
	}
	return id
}

// said is a result's items, short.
func summaryOf(items []query.Item) string {
	var out []string
	for _, i := range items {
		var parts []string
		for _, s := range []string{i.Number, i.Seller, i.Month, i.Quarter, i.Year, i.Currency, i.Field} {
			if s != "" {
				parts = append(parts, s)
			}
		}
		text := strings.Join(parts, " ") + " " + i.Value.String()
		if !i.IsInvoice() {
			text += fmt.Sprintf(" of %d-%d", i.Count, i.CreditNotes)
		}
		out = append(out, strings.TrimSpace(text))
	}
	return strings.Join(out, "; ")
}

func TestQueries(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	for ask, want := range map[string]string{
		`{"measure":"count"}`:                                                                                        "7 of 7-1",
		`{"measure":"sum"}`:                                                                                          "CHF 50.05 of 1-0; EUR 4229.00 of 5-1; of 1-0",
		`{"measure":"sum","of":"tax"}`:                                                                               "CHF 0.00 of 1-0; EUR 679.00 of 5-1; of 1-0",
		`{"measure":"sum","filter":{"type":["invoice"]}}`:                                                            "CHF 50.05 of 1-0; EUR 4467.00 of 4-0; of 1-0",
		`{"measure":"sum","filter":{"type":["credit_note"]}}`:                                                        "EUR -238.00 of 1-1",
		`{"measure":"average","filter":{"type":["invoice"]}}`:                                                        "CHF 50.05 of 1-0; EUR 1116.75 of 4-0; of 1-0",
		`{"measure":"median","filter":{"currency":["EUR"]}}`:                                                         "EUR 952.00 of 5-1",
		`{"measure":"median","filter":{"seller":["tarn power ltd"],"type":["invoice"]}}`:                             "EUR 1487.50 of 2-0",
		`{"measure":"minimum","filter":{"currency":["EUR"]}}`:                                                        "EUR -238.00 of 5-1",
		`{"measure":"maximum","filter":{"issue_date":{"from":"2026-01-01"}},"group_by":["seller"],"limit":1}`:        "Tarn Power Ltd EUR 1785.00 of 2-1; Quai Bleu SARL CHF 50.05 of 1-0; Quai Bleu SARL  of 1-0",
		`{"measure":"count","of":"sellers"}`:                                                                         "3 of 7-1",
		`{"measure":"sum","group_by":["quarter"],"filter":{"currency":["EUR"]}}`:                                     "2025-Q1 EUR 1190.00 of 1-0; 2026-Q1 EUR 2499.00 of 3-1; 2026-Q2 EUR 540.00 of 1-0",
		`{"measure":"sum","group_by":["year","seller"],"filter":{"currency":["EUR"],"seller":["Tarn Power Ltd"]}}`:   "Tarn Power Ltd 2025 EUR 1190.00 of 1-0; Tarn Power Ltd 2026 EUR 1547.00 of 2-1",
		`{"measure":"sum","group_by":["seller"],"limit":2,"filter":{"currency":["EUR"]}}`:                            "Tarn Power Ltd EUR 2737.00 of 3-1; Tarn Gas Ltd EUR 952.00 of 1-0",
		`{"measure":"count","group_by":["month"],"filter":{"due_date":{"from":"2026-02-01"}}}`:                       "2026-02 1 of 1-0; 2026-03 1 of 1-0; 2026-05 2 of 2-0",
		`{"measure":"sum","filter":{"not_seller":["GB111"]}}`:                                                        "CHF 50.05 of 1-0; EUR 540.00 of 1-0; of 1-0",
		`{"measure":"sum","filter":{"not_seller":["Tarn Gas Ltd"],"currency":["EUR"]}}`:                              "EUR 3277.00 of 4-1",
		`{"measure":"list","filter":{"amount":{"min":"952","max":"1190"}}}`:                                          "G-1 Tarn Gas Ltd EUR 952.00; T-1 Tarn Power Ltd EUR 1190.00",
		`{"measure":"list","filter":{"amount":{"over":"952","under":"1190"}}}`:                                       "",
		`{"measure":"list","filter":{"amount":{"over":"100"},"type":["credit_note"]}}`:                               "T-3 Tarn Power Ltd EUR -238.00",
		`{"measure":"list","order":"largest","limit":1}`:                                                             "T-2 Tarn Power Ltd EUR 1785.00; Q-2 Quai Bleu SARL CHF 50.05; Q-3 Quai Bleu SARL",
		`{"measure":"list","order":"oldest","limit":1}`:                                                              "T-1 Tarn Power Ltd EUR 1190.00",
		`{"measure":"list","filter":{"line":"cable reseau"}}`:                                                        "Q-1 Quai Bleu SARL EUR 540.00",
		`{"measure":"sum","of":"lines","filter":{"line":"power"}}`:                                                   "EUR 2100.00 of 3-1",
		`{"measure":"list","filter":{"line":"fil cable"}}`:                                                           "",
		`{"measure":"list","filter":{"line":"x.*"}}`:                                                                 "",
		`{"measure":"field","field":"iban","filter":{"seller":["Quai Bleu SARL"]}}`:                                  "XXFR222 3 of 3-0",
		`{"measure":"field","field":"due_date","filter":{"number":"q-2"}}`:                                           "2026-05-20 1 of 1-0",
		`{"measure":"share","filter":{"seller":["Tarn Gas Ltd"],"issue_date":{"from":"2026-01-01"}}}`:                "EUR 31.33 of 1-0",
		`{"measure":"share","group_by":["seller"],"filter":{"currency":["EUR"],"issue_date":{"from":"2026-01-01"}}}`: "Tarn Power Ltd EUR 50.90 of 2-1; Tarn Gas Ltd EUR 31.33 of 1-0; Quai Bleu SARL EUR 17.77 of 1-0",
		`{"measure":"count","group_by":["type"]}`:                                                                    "6 of 6-0; 1 of 1-1",
		`{"measure":"sum","filter":{"not_currency":["EUR"]}}`:                                                        "CHF 50.05 of 1-0",
		`{"measure":"count","filter":{"not_seller":["tarn power ltd"],"not_currency":["CHF"]}}`:                      "2 of 2-0",
		`{"measure":"count","filter":{"status":["rejected"]}}`:                                                       "0 of 0-0",
		`{"measure":"sum","filter":{"issue_date":{"from":"2030-01-01"}}}`:                                            "",
	} {
		var q query.Query
		must(t, json.Unmarshal([]byte(ask), &q))
		found, err := st.s.Run(t.Context(), st.caller, q)
		must(t, err)
		if got := summaryOf(found.Items); got != want {
			t.Errorf("%s\n got %s\nwant %s\n%s", ask, got, want, found.Understood)
		}
	}
}

// TestDuplicates holds that of the same invoice twice one counts, unless both are asked for.
func TestDuplicates(t *testing.T) {
	t.Parallel()
	st := newStack(t)
	first := st.ids["G-1"]
	again := st.add(t, st.caller.WorkspaceID, strings.Split("G-1|380|2026-01-15|2026-02-14|Tarn Gas Ltd|GB111|EUR|800|152|Gas=800", "|"), "ready")
	_, err := st.conn.Exec(t.Context(), `UPDATE invoices SET duplicate_key = 'g-1' WHERE id = ANY($1)`, []uuid.UUID{again, first})
	must(t, err)
	for how, want := range map[string]string{"": "EUR 952.00 of 1-0", "include": "EUR 1904.00 of 2-0", "only": "EUR 952.00 of 1-0"} {
		found, err := st.s.Run(t.Context(), st.caller, query.Query{Measure: query.Sum, Duplicates: how, Filter: query.Filter{Seller: []string{"Tarn Gas Ltd"}}})
		must(t, err)
		if got := summaryOf(found.Items); got != want {
			t.Errorf("%q: %s, want %s", how, got, want)
		}
		if how == "" && (found.Totals[0].Excluded.Count != 1 || found.Totals[0].Excluded.Value.String() != "952.00") {
			t.Errorf("excluded %+v", found.Totals[0].Excluded)
		}
	}
}

func TestRefusedQueries(t *testing.T) {
	t.Parallel()
	s := query.New(nil)
	for ask, pointer := range map[string]string{
		`{"measure":"guess"}`:                      "/measure",
		`{"measure":"sum","of":"sellers"}`:         "/of",
		`{"measure":"sum","of":"lines"}`:           "/filter/line",
		`{"measure":"field"}`:                      "/field",
		`{"measure":"share"}`:                      "/group_by",
		`{"measure":"list","group_by":["month"]}`:  "/group_by",
		`{"measure":"sum","group_by":["colour"]}`:  "/group_by/0",
		`{"measure":"sum","filter":{"line":"--"}}`: "/filter/line",
		`{"measure":"sum","limit":100000}`:         "/limit",
		`{"measure":"sum","filter":{"issue_date":{"from":"2026-02-01","to":"2026-01-01"}}}`: "/filter/issue_date",
		`{"measure":"sum","filter":{"amount":{"over":"5","max":"5"}}}`:                      "/filter/amount",
	} {
		var q query.Query
		must(t, json.Unmarshal([]byte(ask), &q))
		_, err := s.Run(context.Background(), auth.Principal{}, q)
		var f *fault.Error
		if !errors.As(err, &f) || f.Code != fault.CodeValidation || len(f.Details) != 1 || f.Details[0].Pointer != pointer {
			t.Errorf("%s: %v", ask, err)
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
