package api_test

import (
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/invoice"
)

// readWithXML reads as readFields does, with the evidence of the number in XML, and of the total on a page.
func readWithXML(content string) (invoice.Reading, error) {
	r, err := readFields(content)
	if err == nil {
		r.Invoices[0].Evidence = []evidence.Evidence{{Pointer: "/number", Source: evidence.FromXML, Confidence: 1, Text: "1"},
			{Pointer: "/totals/gross", Source: evidence.FromText, Confidence: 1, Text: "5", Page: 1, Box: &[4]float64{0, 0, 1, 1}}}
	}
	return r, err
}

// shown is what the tests read of an invoice, alone or in a list.
type shown struct {
	ID, Number, Gross, Currency string
	Seller                      struct{ Name string }
	Data                        json.RawMessage
	Evidence, Checks            []json.RawMessage
	Duplicates                  []string
	NotDuplicate                bool `json:"not_duplicate"`
}

func get(t *testing.T, s *apitest.Stack, by *apitest.Doer, path string, header ...string) (*http.Response, shown) {
	t.Helper()
	res, body := s.Send(by, "GET", path, "", header...)
	var out shown
	if res.StatusCode == http.StatusOK {
		if err := json.Unmarshal([]byte(body), &out); err != nil {
			t.Fatal(err)
		}
	}
	return res, out
}

func TestReadsShowWhatTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readWithXML)
	s.Work()
	me := s.Caller(s.Workspace(), auth.Admin)
	res, body := post(t, s, me, "/v1/invoices", "<Invoice R-1 Birke EUR 2026-01-01 5.00/>", "Prefer", "wait=20")
	status(t, "post", res, body, 201)
	at := res.Header.Get("Location")
	if _, one := get(t, s, me, at); len(one.Evidence) != 1 || len(one.Data) == 0 {
		t.Errorf("one: %+v", one)
	}
	res, one := get(t, s, me, at+"?include=evidence")
	if len(one.Evidence) != 2 {
		t.Errorf("one with its evidence: %d", len(one.Evidence))
	}
	if plain, _ := get(t, s, me, at); plain.Header.Get("ETag") == res.Header.Get("ETag") {
		t.Errorf("two representations have the tag %s", res.Header.Get("ETag"))
	}
	for query, want := range map[string][3]int{"": {0, 0, 0}, "?include=data": {1, 0, 0}, "?include=evidence,checks": {0, 2, 0}, "?include=data,evidence,checks": {1, 2, 0}} {
		res, body := s.Send(me, "GET", "/v1/invoices"+query, "")
		status(t, query, res, body, 200)
		var list struct{ Items []shown }
		if err := json.Unmarshal([]byte(body), &list); err != nil || len(list.Items) != 1 {
			t.Fatalf("%s: %v: %s", query, err, body)
		}
		i := list.Items[0]
		if i.Number != "R-1" || i.Seller.Name != "Birke" || i.Gross != "5.00" || i.Currency != "EUR" {
			t.Errorf("%s: %+v", query, i)
		}
		if got := [3]int{min(len(i.Data), 1), len(i.Evidence), len(i.Checks)}; got != want || strings.Contains(query, "checks") != strings.Contains(body, `"checks"`) {
			t.Errorf("%s: parts %v, want %v", query, got, want)
		}
	}
	for _, query := range []string{"?include=all", "?include=data&include=checks", "?include=data,data", "?include="} {
		if res, body := s.Send(me, "GET", "/v1/invoices"+query, ""); res.StatusCode != http.StatusUnprocessableEntity {
			t.Errorf("%s: %d %s", query, res.StatusCode, body)
		}
	}
}

// TestTagsFollowDuplicates asks again with the tag that it has, while another upload comes and is told apart.
func TestTagsFollowDuplicates(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	s.Work()
	me := s.Caller(s.Workspace(), auth.Admin)
	upload := func() string {
		res, body := post(t, s, me, "/v1/invoices", "<Invoice R-1 Birke EUR 2026-01-01 5.00/>", "Prefer", "wait=20")
		status(t, "post", res, body, 201)
		return res.Header.Get("Location")
	}
	first := upload()
	before, _ := get(t, s, me, first)
	second := upload()
	res, one := get(t, s, me, first, "If-None-Match", before.Header.Get("ETag"))
	if res.StatusCode != http.StatusOK || len(one.Duplicates) != 1 {
		t.Fatalf("after the second upload: %d, %v", res.StatusCode, one.Duplicates)
	}
	tag := res.Header.Get("ETag")
	if again, _ := get(t, s, me, first, "If-None-Match", tag); again.StatusCode != http.StatusNotModified {
		t.Errorf("with the new tag: %d", again.StatusCode)
	}
	// A change rests on the invoice itself: the tag of before names the same version.
	for _, tag := range []string{tag, before.Header.Get("ETag")} {
		res, body := s.Send(me, "POST", first+"/review", `{"decision": "undo_not_duplicate"}`, "If-Match", tag, "Content-Type", "application/json")
		status(t, "review with "+tag, res, body, 200)
	}
	res, body := s.Send(me, "POST", second+"/review", `{"decision": "not_duplicate"}`, "If-Match", "*", "Content-Type", "application/json")
	status(t, "not_duplicate", res, body, 200)
	if _, one := get(t, s, me, second); !one.NotDuplicate || len(one.Duplicates) != 0 {
		t.Errorf("the second: %+v", one)
	}
	if res, one := get(t, s, me, first, "If-None-Match", tag); res.StatusCode != http.StatusOK || len(one.Duplicates) != 0 {
		t.Errorf("the first: %d, %v", res.StatusCode, one.Duplicates)
	}
	for query, want := range map[string]string{"": `"count":2`, "?duplicates=only": `"items":[]`, "?duplicates=include": `"count":2`} {
		if res, body := s.Send(me, "GET", "/v1/invoices/summary"+query, ""); res.StatusCode != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("summary%s: %d %s", query, res.StatusCode, body)
		}
	}
}

// BenchmarkRead is the whole of a read over HTTP: the router, the checks of the contract, one statement, the answer.
func BenchmarkRead(b *testing.B) {
	s := apitest.Start(b, readWithXML)
	s.Work()
	me := s.Caller(s.Workspace(), auth.Admin)
	var at string
	for range 50 {
		r, err := http.NewRequestWithContext(b.Context(), http.MethodPost, s.URL+"/v1/invoices", strings.NewReader("--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.xml\"\r\n\r\n<Invoice R-1 Birke EUR 2026-01-01 5.00/>\r\n--x--\r\n"))
		if err != nil {
			b.Fatal(err)
		}
		r.Header.Set("Content-Type", "multipart/form-data; boundary=x")
		r.Header.Set("Prefer", "wait=20")
		res, err := me.Do(r)
		if err != nil || res.StatusCode != http.StatusCreated {
			b.Fatalf("post: %v, %v", res, err)
		}
		at = res.Header.Get("Location")
	}
	for name, path := range map[string]string{"one": at, "list": "/v1/invoices?limit=50"} {
		b.Run(name, func(b *testing.B) {
			b.RunParallel(func(pb *testing.PB) {
				for pb.Next() {
					r, _ := http.NewRequestWithContext(b.Context(), http.MethodGet, s.URL+path, nil)
					r.Header.Set("Authorization", "Bearer "+me.Key)
					res, err := http.DefaultClient.Do(r)
					if err != nil || res.StatusCode != http.StatusOK {
						b.Errorf("%v, %v", res, err)
						return
					}
					_, _ = io.Copy(io.Discard, res.Body)
					_ = res.Body.Close()
				}
			})
		})
	}
}
