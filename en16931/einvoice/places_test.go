package einvoice_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/rules"
	"github.com/docketapi/docket/en16931/xmltree"
)

// mutation writes a document again with some of its elements dropped, doubled or emptied. Texts that no rule holds to a
// list get a number, so that each stands once.
type mutation struct {
	random *rand.Rand
	out    strings.Builder
	texts  int
}

var free = map[string]bool{"Name": true, "Note": true, "Description": true, "LineID": true, "AccountName": true, "PaymentID": true}

// remarks are lines with nothing but a note, which readers leave out of the invoice.
var remarks = map[string]string{
	"InvoiceLine": `<InvoiceLine xmlns="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2">` +
		`<Note xmlns="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2">a remark</Note></InvoiceLine>`,
	"IncludedSupplyChainTradeLineItem": `<l:IncludedSupplyChainTradeLineItem xmlns:l="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100">` +
		`<l:AssociatedDocumentLineDocument><l:IncludedNote><l:Content>a remark</l:Content></l:IncludedNote></l:AssociatedDocumentLineDocument></l:IncludedSupplyChainTradeLineItem>`,
}

func (m *mutation) element(n *xmltree.Node) {
	chance := m.random.IntN(100)
	if n.Parent != nil && chance < 3 {
		return
	}
	if remark := remarks[n.Local]; remark != "" && chance < 30 {
		m.out.WriteString(remark)
	}
	m.once(n, chance)
	if n.Parent != nil && n.Parent.Parent != nil && chance > 96 || repeatable[n.Local] && chance > 60 {
		m.once(n, 50)
	}
}

var repeatable = map[string]bool{
	"InvoiceLine": true, "PaymentMeans": true, "AdditionalDocumentReference": true, "AllowanceCharge": true, "TaxSubtotal": true,
	"IncludedSupplyChainTradeLineItem": true, "SpecifiedTradeSettlementPaymentMeans": true, "AdditionalReferencedDocument": true,
	"SpecifiedTradeAllowanceCharge": true, "ApplicableTradeTax": true, "Note": true, "IncludedNote": true,
}

func (m *mutation) once(n *xmltree.Node, chance int) {
	fmt.Fprintf(&m.out, "<e:%s xmlns:e=%q", n.Local, n.Space)
	for _, a := range n.Attrs {
		fmt.Fprintf(&m.out, " %s=%q", a.Local, a.Value)
	}
	m.out.WriteByte('>')
	switch {
	case len(n.Children) > 0:
		for _, c := range n.Children {
			m.element(c)
		}
	case chance >= 3 && chance < 8:
		m.out.WriteByte(' ')
	case chance == 8:
		m.out.WriteString("?")
	case free[n.Local] || n.Local == "ID" && n.Parent.Local == "InvoiceLine":
		m.texts++
		fmt.Fprintf(&m.out, "text %d", m.texts)
	default:
		m.out.WriteString(strings.NewReplacer("&", "&amp;", "<", "&lt;").Replace(n.Text))
	}
	fmt.Fprintf(&m.out, "</e:%s>", n.Local)
}

// Of whatever document, what findings point at is what their element became.
func TestFindingsPointAtTheirElement(t *testing.T) {
	t.Parallel()
	held := 0
	for _, name := range []string{"base-ubl.xml", "base-cii.xml"} {
		b, err := os.ReadFile(filepath.Join("..", "rules", "testdata", name))
		if err != nil {
			t.Fatal(err)
		}
		root, err := xmltree.Parse(b, xmltree.Limits{})
		if err != nil {
			t.Fatal(err)
		}
		for seed := range uint64(60) {
			m := &mutation{random: rand.New(rand.NewPCG(seed, 7))}
			m.element(root)
			held += checkPlaces(t, fmt.Sprintf("%s, seed %d", name, seed), m.out.String())
		}
	}
	if held < 500 {
		t.Errorf("only %d findings could be held against a value", held)
	}
}

// checkPlaces tells how many findings it could hold against a value.
func checkPlaces(t *testing.T, what, xml string) (held int) {
	t.Helper()
	doc, err := einvoice.Parse([]byte(xml), xmltree.Limits{})
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	elements := map[string]*xmltree.Node{}
	collect(doc.Root, elements)
	var data any
	raw, err := json.Marshal(doc.Invoice)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &data); err != nil {
		t.Fatal(err)
	}
	for _, f := range doc.Check(rules.EN16931) {
		n := elements[f.XPath]
		if n == nil {
			t.Fatalf("%s: %s is at %s, where nothing is", what, f.Rule, f.XPath)
		}
		for _, p := range f.Pointers {
			if list, ok := missingItem(data, p); ok {
				t.Errorf("%s: %s at %s points at %s, but %s has no such item", what, f.Rule, f.XPath, p, list)
			}
			held += holdLine(t, what+": "+f.Rule+" at "+f.XPath, doc, n, p)
		}
		held += holdValue(t, what, f, data, n)
	}
	return held
}

func collect(n *xmltree.Node, into map[string]*xmltree.Node) {
	into[n.XPath()] = n
	for _, c := range n.Children {
		collect(c, into)
	}
}

// missingItem tells of an index in the pointer that its list does not have.
func missingItem(data any, pointer string) (list string, missing bool) {
	for _, step := range strings.Split(pointer, "/")[1:] {
		i, err := strconv.Atoi(step)
		if err == nil {
			items, ok := data.([]any)
			if !ok || i >= len(items) {
				return list, true
			}
			data = items[i]
		} else {
			object, _ := data.(map[string]any)
			data = object[step]
		}
		list += "/" + step
	}
	return "", false
}

func at(data any, pointer string) any {
	for _, step := range strings.Split(pointer, "/")[1:] {
		switch v := data.(type) {
		case []any:
			i, err := strconv.Atoi(step)
			if err != nil || i >= len(v) {
				return nil
			}
			data = v[i]
		case map[string]any:
			data = v[step]
		default:
			return nil
		}
	}
	return data
}

// holdValue: an element whose text became a value is pointed at by that value.
func holdValue(t *testing.T, what string, f en16931.Finding, data any, n *xmltree.Node) int {
	t.Helper()
	text := strings.TrimSpace(n.Text)
	if len(n.Children) > 0 || text == "" || len(f.Pointers) == 0 || f.Rule == "DOCKET-XML-02" { // that one points at the first value
		return 0
	}
	got, ok := at(data, f.Pointers[0]).(string)
	if !ok || !free[n.Local] { // became nothing, or is a code or a number, which may stand elsewhere too
		return 0
	}
	if got != text {
		t.Errorf("%s: %s at %s, %q, points at %s, which is %q", what, f.Rule, f.XPath, text, f.Pointers[0], got)
	}
	return 1
}

// holdLine: a pointer into a line from an element in a line is into that one, by the line's identifier.
func holdLine(t *testing.T, what string, doc *einvoice.Document, n *xmltree.Node, pointer string) int {
	t.Helper()
	rest, ok := strings.CutPrefix(pointer, "/lines/")
	for n != nil && remarks[n.Local] == "" {
		n = n.Parent
	}
	if !ok || n == nil {
		return 0
	}
	index, _, _ := strings.Cut(rest, "/")
	i, err := strconv.Atoi(index)
	if err != nil || i >= len(doc.Invoice.Lines) || len(n.Children) == 0 {
		return 0
	}
	var id string
	for _, c := range append(n.Children, n.Children[0].Children...) {
		if (c.Local == "ID" || c.Local == "LineID") && id == "" {
			id = strings.TrimSpace(c.Text)
		}
	}
	if id == "" {
		return 0
	}
	if got := doc.Invoice.Lines[i].ID; got != id {
		t.Errorf("%s points at %s, which is line %q, from line %q", what, pointer, got, id)
	}
	return 1
}

// What is judged as data is pointed at as data, also where an XML reader would leave an item out.
func TestFindingsOfDataPointAtTheData(t *testing.T) {
	t.Parallel()
	inv := full()
	inv.Extensions = nil
	inv.Lines = append([]en16931.Line{{Note: "a remark"}}, inv.Lines...)
	inv.Lines[1].Name = ""
	inv.OtherPayments = []en16931.Payment{{MeansCode: "30", Accounts: []en16931.Account{{IBAN: "NL02ABNA0123456789"}, {Name: "no number"}}}}
	for _, s := range []einvoice.Syntax{einvoice.UBL, einvoice.CII} {
		findings, err := einvoice.CheckWritten(s, &inv, rules.EN16931)
		if err != nil {
			t.Fatal(err)
		}
		found := map[string]bool{}
		for _, f := range findings {
			found[f.Rule+" "+strings.Join(f.Pointers, " ")] = true
		}
		for _, want := range []string{"BR-25 /lines/0/name", "BR-25 /lines/1/name", "BR-50 /other_payments/0/accounts/1/iban"} {
			if !found[want] {
				t.Errorf("%s: no finding %s among %v", s, want, found)
			}
		}
	}
}
