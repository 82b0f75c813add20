package main_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/xmltree"
	"github.com/docketapi/docket/examples"
	clientv1 "github.com/docketapi/docket/gen/client/v1"
)

// shown is what both the API and `docket parse` say of an invoice.
type shown struct {
	Source   string
	Status   string
	Data     any
	Evidence any
	Checks   any
}

// TestXMLThroughAJobIsWhatParseSays: batches, stored forms and whatever else makes jobs quick changes nothing that is said.
func TestXMLThroughAJobIsWhatParseSays(t *testing.T) {
	t.Parallel()
	path, err := executable()
	if err != nil {
		t.Fatal(err)
	}
	files, dir := eInvoices(t), t.TempDir()
	names := slices.Sorted(maps.Keys(files))
	for _, name := range names {
		if err := os.WriteFile(filepath.Join(dir, name), files[name], 0o600); err != nil {
			t.Fatal(err)
		}
	}
	parse := exec.Command(path, append([]string{"parse"}, names...)...)
	parse.Dir = dir
	said, err := parse.Output()
	if err != nil {
		t.Fatalf("parse: %v\n%s", err, said)
	}
	c := client(t, start(t, []string{"DOCKET_DATA_DIR=" + sharedDir(t)}, "dev").ready())
	jobs := postAtOnce(t, c, names, files)
	include := []clientv1.GetInvoiceParamsInclude{clientv1.GetInvoiceParamsIncludeEvidence}
	for d := json.NewDecoder(bytes.NewReader(said)); d.More(); {
		var want struct {
			File    string
			Invoice *shown
		}
		var got shown
		if err := d.Decode(&want); err != nil || want.Invoice == nil {
			t.Fatalf("parse said %+v, %v", want, err)
		}
		res, err := c.GetInvoiceWithResponse(t.Context(), jobs[want.File], &clientv1.GetInvoiceParams{Include: &include})
		if err != nil || res.StatusCode() != http.StatusOK {
			t.Fatalf("%s: %v %s", want.File, err, res.Body)
		}
		if err := json.Unmarshal(res.Body, &got); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(*want.Invoice, got); diff != "" {
			t.Errorf("%s (-parse +api):\n%s", want.File, diff)
		}
	}
}

// postAtOnce has all files read by jobs that wait together, so that they are done in batches, and gives the invoice of each.
func postAtOnce(t *testing.T, c *clientv1.ClientWithResponses, names []string, files map[string][]byte) map[string]clientv1.InvoiceID {
	t.Helper()
	type posted struct {
		name string
		id   clientv1.InvoiceID
		said string
	}
	all := make(chan posted, len(names))
	for _, name := range names {
		body, contentType := upload(t, name, files[name])
		go func() {
			res, err := c.CreateInvoiceWithBodyWithResponse(t.Context(), wait("60"), contentType, bytes.NewReader(body))
			if err != nil || res.JSON201 == nil {
				all <- posted{name: name, said: fmt.Sprintf("%v %+v", err, res)}
				return
			}
			all <- posted{name: name, id: res.JSON201.ID}
		}()
	}
	out := map[string]clientv1.InvoiceID{}
	for range names {
		p := <-all
		if p.said != "" {
			t.Fatalf("%s: %s", p.name, p.said)
		}
		out[p.name] = p.id
	}
	return out
}

// eInvoices are invoices of many shapes in both syntaxes, each with a seller and a number of its own.
func eInvoices(t *testing.T) map[string][]byte {
	t.Helper()
	out := map[string][]byte{"example.xml": examples.InvoiceXML}
	for shape, change := range map[string]func(*en16931.Invoice){
		"plain":    func(*en16931.Invoice) {},
		"credit":   func(inv *en16931.Invoice) { inv.TypeCode = "381" },
		"sums":     func(inv *en16931.Invoice) { inv.Totals.Gross = en16931.MustDecimal("1.00") },
		"nameless": func(inv *en16931.Invoice) { inv.Seller.Name, inv.Number = "", "" },
		"numbers": func(inv *en16931.Invoice) {
			inv.Totals.LineNet = en16931.MustDecimal("1256.0000")
			inv.Lines[0].Quantity = en16931.MustDecimal("0.000000000000000001")
		},
		"texts": func(inv *en16931.Invoice) {
			inv.Notes = []en16931.Note{{Text: "  <a> & \"b\" \\u0000 \\ \u2028 \U0001F9FE\n\nЦена عربي  "}, {Text: strings.Repeat("long ", 2000)}}
		},
		"many lines": func(inv *en16931.Invoice) {
			for i := range 400 {
				l := inv.Lines[0]
				l.ID, l.Name = fmt.Sprintf("more-%d", i), fmt.Sprintf("Item %d", i)
				inv.Lines = append(inv.Lines, l)
			}
		},
		"files": func(inv *en16931.Invoice) {
			inv.Attachments = []en16931.Attachment{{ID: "A1", Filename: "a.csv", MimeType: "text/csv", Content: []byte("a,b\n")}}
		},
	} {
		for _, syntax := range []einvoice.Syntax{einvoice.UBL, einvoice.CII} {
			name := fmt.Sprintf("%s-%s.xml", shape, syntax)
			out[name] = written(t, syntax, name, change)
		}
	}
	return out
}

// written is the example as another invoice of another seller.
func written(t *testing.T, syntax einvoice.Syntax, name string, change func(*en16931.Invoice)) []byte {
	t.Helper()
	doc, err := einvoice.Parse(examples.InvoiceXML, xmltree.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	inv := doc.Invoice
	inv.Extensions = nil
	inv.Number, inv.Seller.Name, inv.Seller.VATID = "N "+name, "Seller of "+name, ""
	change(&inv)
	var file bytes.Buffer
	if err := einvoice.Write(&file, syntax, &inv); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}
