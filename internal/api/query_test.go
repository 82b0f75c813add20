package api_test

import (
	"net/http"
	"strings"
	"testing"

	genv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
)

func TestQueryOverHTTP(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	workspace := s.Workspace()
	member := s.Caller(workspace, auth.Member)
	s.Work()
	for _, fields := range []string{"A-1 Oak EUR 2026-03-04 100.00", "A-2 Oak EUR 2026-03-09 20.50", "A-3 Elm EUR 2026-04-01 7.00", "A-4 Oak SEK 2026-04-01 900.00"} {
		res, body := post(t, s, member, "/v1/invoices", "<Invoice "+fields+"/>", "Prefer", "wait=20")
		status(t, fields, res, body, http.StatusCreated)
	}
	ask := func(by *apitest.Doer, query string) (*http.Response, string) {
		return s.Send(by, "POST", "/v1/invoices/query", query, "Content-Type", "application/json")
	}
	for query, want := range map[string]string{
		`{"measure":"count"}`: "4",
		`{"measure":"sum","filter":{"seller":["oak"],"issue_date":{"from":"2026-03-01","to":"2026-03-31"}}}`: "EUR 120.50",
		`{"measure":"sum","group_by":["month"],"filter":{"currency":["EUR"]}}`:                               "2026-03 EUR 120.50; 2026-04 EUR 7.00",
		`{"measure":"list","filter":{"amount":{"over":"20.5","max":"100"}}}`:                                 "A-1 EUR 100.00",
	} {
		res, body := ask(member, query)
		status(t, query, res, body, http.StatusOK)
		found := decoded[genv1.InvoiceQueryResult](t, body)
		var items []string
		for _, i := range found.Items {
			line := ""
			for _, v := range []*string{i.Number, i.Month, i.Currency} {
				if v != nil {
					line += *v + " "
				}
			}
			items = append(items, line+*i.Value)
		}
		if got := strings.Join(items, "; "); got != want || found.Understood == "" || found.Query.Measure == "" {
			t.Errorf("%s: got %s, want %s: %s", query, got, want, body)
		}
	}
	for query, pointer := range map[string]string{
		`{"measure":"sum","group_by":["colour"]}`:               "/group_by/0",
		`{"measure":"sum","of":"lines"}`:                        "/filter/line",
		`{"measure":"sum","filter":{"buyer":"x"}}`:              "/filter",
		`{"measure":"list","filter":{"amount":{"min":"much"}}}`: "/filter/amount/min",
		`{}`: "",
	} {
		res, body := ask(member, query)
		status(t, query, res, body, http.StatusUnprocessableEntity)
		if !strings.Contains(body, `"pointer":"`+pointer) {
			t.Errorf("%s: no pointer to %s in %s", query, pointer, body)
		}
	}
	res, body := ask(s.Caller(s.Workspace(), auth.Member), `{"measure":"count"}`)
	status(t, "another workspace", res, body, http.StatusOK)
	if found := decoded[genv1.InvoiceQueryResult](t, body); found.Items[0].Count != 0 {
		t.Errorf("another workspace's invoices count: %s", body)
	}
}
