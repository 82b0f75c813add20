package api_test

import (
	"strings"
	"testing"

	genv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/invoice"
)

// readMisnumbered reads as readDoubtful does, off a page that has the number behind a label of its own, and takes another number.
func readMisnumbered(content string) (invoice.Reading, error) {
	r, err := readDoubtful(content)
	if err != nil {
		return r, err
	}
	inv := &r.Invoices[0]
	inv.FirstPage, inv.LastPage = 1, 1
	at := func(text string, x, y float64) pages.Word {
		return pages.Word{Text: text, Confidence: 1, Box: pages.Box{X0: x, Y0: y, X1: x + 0.1, Y1: y + 0.01}}
	}
	r.Pages = []pages.Page{{Number: 1, Width: 595, Height: 842, Source: pages.FromOCR, Lines: []pages.Line{
		pages.NewLine([]pages.Word{at("Chalked", 0.5, 0.1), at(inv.Data.Number, 0.7, 0.1)}),
		pages.NewLine([]pages.Word{at(inv.Data.Seller.Name, 0.1, 0.9)}),
	}}}
	inv.Data.Number = "WRONG"
	return r, nil
}

func TestLearnedSellersOverHTTP(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readMisnumbered)
	s.Work()
	ours := s.Workspace()
	r := &review{s, s.Caller(ours, auth.Viewer), s.Caller(ours, auth.Member), s.Caller(ours, auth.Reviewer), s.Caller(s.Workspace(), auth.Admin)}
	at, tag := r.read(t, "T-1 Tidewater EUR 2026-01-01 10.00")
	res, body := r.patch(r.reviewer, at, tag, `{"number": "T-1"}`)
	status(t, "correct", res, body, 200)
	res, body = r.decide(r.reviewer, at, r.tag(t, at), `{"decision": "approve", "force": true}`)
	status(t, "approve", res, body, 200)

	next, _ := r.read(t, "T-2 Tidewater EUR 2026-01-02 11.00")
	_, body = r.Send(r.viewer, "GET", next, "")
	if !strings.Contains(body, `"number":"T-2"`) || !strings.Contains(body, `"source":"learned"`) {
		t.Errorf("the next invoice is %s", body)
	}
	res, body = r.Send(r.viewer, "GET", "/v1/learned-sellers?limit=1", "")
	status(t, "list", res, body, 200)
	list := decoded[genv1.LearnedSellerPage](t, body)
	if len(list.Items) != 1 || list.Items[0].Mark != "tidewater" || len(list.Items[0].Lessons) != 1 || list.Items[0].Lessons[0].Label != "Chalked" {
		t.Fatalf("learned %s", body)
	}
	one := "/v1/learned-sellers/" + list.Items[0].ID.String()
	for name, c := range map[string]struct {
		by           *apitest.Doer
		method, path string
		want         int
	}{
		"a broken cursor":      {r.viewer, "GET", "/v1/learned-sellers?cursor=x", 400},
		"a viewer forgets":     {r.viewer, "DELETE", one, 403},
		"another workspace":    {r.stranger, "DELETE", one, 404},
		"a seller of no id":    {r.reviewer, "DELETE", "/v1/learned-sellers/x", 404},
		"a seller not learned": {r.reviewer, "DELETE", "/v1/learned-sellers/0198b7c4-0000-7000-8000-000000000001", 404},
	} {
		res, body := r.Send(c.by, c.method, c.path, "")
		status(t, name, res, body, c.want)
	}
	res, body = r.Send(r.reviewer, "DELETE", one, "")
	status(t, "forget", res, body, 204)
	next, _ = r.read(t, "T-3 Tidewater EUR 2026-01-03 12.00")
	if _, body = r.Send(r.viewer, "GET", next, ""); !strings.Contains(body, `"number":"WRONG"`) {
		t.Errorf("after forgetting: %s", body)
	}
}
