package content

import (
	"errors"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/en16931/xmltree"
	"github.com/docketapi/docket/internal/core/fault"
)

// readXML tells an e-invoice in words; any other XML is read as the text of its elements.
func readXML(b *builder, data []byte) {
	root, err := xmltree.ParseUntil(b.ctx, data, xmltree.Limits{})
	if !b.ok() {
		return
	}
	if err != nil {
		b.err = xmlFault(err)
		return
	}
	docs, err := einvoice.ReadAll(root)
	if err != nil {
		b.elements(root, 0)
		return
	}
	for _, doc := range docs {
		b.invoice(&doc.Invoice)
	}
}

func xmlFault(err error) error {
	var malformed *xmltree.Error
	if errors.As(err, &malformed) {
		return fault.Wrap(err, fault.Code(malformed.Code), "%s", malformed.Error())
	}
	return err
}

// elements adds the text of an element, named by it, and that of the elements inside.
func (b *builder) elements(n *xmltree.Node, depth int) {
	var text strings.Builder
	if t := cleanLines(n.Text); t != "" {
		text.WriteString(spoken(n.Local) + ": " + t)
	}
	for _, a := range n.Attrs {
		if v := Clean(a.Value); v != "" && a.Space == "" {
			if text.Len() == 0 {
				text.WriteString(spoken(n.Local) + ": ")
			} else {
				text.WriteString(valueBreak)
			}
			text.WriteString(spoken(a.Local) + " " + v)
		}
	}
	b.add(Block{Kind: Row, Text: text.String()})
	for _, c := range n.Children {
		if !b.ok() {
			return
		}
		b.elements(c, depth+1)
	}
}

// spoken parts the words of a name: deliveryDate is delivery date.
func spoken(name string) string {
	var out strings.Builder
	lower := false
	for _, r := range name {
		switch {
		case r == '_' || r == '-' || r == '.':
			r, lower = ' ', false
		case r >= 'A' && r <= 'Z':
			if lower {
				out.WriteByte(' ')
			}
			lower = false
		default:
			lower = true
		}
		out.WriteRune(r)
	}
	return strings.TrimSpace(out.String())
}

// renderer writes an invoice in words.
type renderer struct {
	b      *builder
	labels map[string]string
	money  string // currency
}

func (b *builder) invoice(inv *en16931.Invoice) {
	t := renderer{b: b, labels: labelsFor(prose16931(inv), country(inv.Seller.Address)), money: inv.Currency}
	title := t.labels["invoice"]
	if inv.TypeCode == "381" || inv.TypeCode == "261" {
		title = t.labels["credit"]
	}
	t.heading(1, joinPresent(title, inv.Number))
	t.facts(inv)
	t.party("seller", &inv.Seller)
	t.party("buyer", &inv.Buyer)
	t.others(inv)
	for _, n := range inv.Notes {
		t.fact("note", n.Text)
	}
	t.payment(inv)
	t.lines(inv.Lines)
	t.totals(inv)
}

// prose16931 is what the invoice says in words, to tell its language by.
func prose16931(inv *en16931.Invoice) string {
	parts := []string{inv.PaymentTerms}
	for _, n := range inv.Notes {
		parts = append(parts, n.Text)
	}
	for _, l := range inv.Lines[:min(len(inv.Lines), 50)] {
		parts = append(parts, l.Name, l.Description)
	}
	return strings.Join(parts, "\n")
}

func country(a *en16931.Address) string {
	if a == nil {
		return ""
	}
	return a.Country
}

func joinPresent(parts ...string) string {
	var out []string
	for _, p := range parts {
		if p = Clean(p); p != "" {
			out = append(out, p)
		}
	}
	return strings.Join(out, " ")
}

func (t renderer) heading(level int, text string) {
	t.b.add(Block{Kind: Heading, Level: level, Text: text})
}

// fact adds a labelled value; an empty one is left out.
func (t renderer) fact(label, value string) {
	if value = cleanLines(value); value != "" {
		t.b.add(Block{Kind: Row, Text: t.labels[label] + ": " + value})
	}
}

func (t renderer) facts(inv *en16931.Invoice) {
	t.fact("number", inv.Number)
	t.fact("issued", inv.IssueDate.String())
	t.fact("due_date", inv.DueDate.String())
	if inv.Delivery != nil {
		t.fact("delivered", inv.Delivery.Date.String())
	}
	t.fact("period", span(inv.Period))
	t.fact("reference", inv.BuyerReference)
	t.fact("order", inv.PurchaseOrderRef)
	t.fact("sales_order", inv.SalesOrderRef)
	t.fact("contract", inv.ContractRef)
	t.fact("project", inv.ProjectRef)
	t.fact("despatch", inv.DespatchRef)
	for _, p := range inv.PrecedingInvoices {
		t.fact("preceding", joinPresent(p.Number, p.IssueDate.String()))
	}
}

func span(p *en16931.Period) string {
	if p == nil {
		return ""
	}
	return strings.Trim(p.Start.String()+" – "+p.End.String(), " –")
}

func (t renderer) party(role string, p *en16931.Party) {
	if p.IsZero() {
		return
	}
	values := []string{t.labels[role] + ": " + Clean(p.Name)}
	add := func(label, value string) {
		if value = Clean(value); value != "" {
			values = append(values, t.labels[label]+": "+value)
		}
	}
	add("trading_name", p.TradingName)
	add("address", address(p.Address))
	add("vat_id", p.VATID)
	add("tax_id", p.TaxID)
	add("registration", p.RegistrationID)
	for _, id := range p.IDs {
		add("registration", id.ID)
	}
	if p.Contact != nil {
		add("contact", joinPresent(p.Contact.Name, p.Contact.Phone, p.Contact.Email))
	}
	values = append(values, Clean(p.LegalInfo))
	t.b.add(Block{Kind: Row, Text: strings.TrimRight(strings.Join(values, "\n"), "\n")})
}

func address(a *en16931.Address) string {
	if a == nil {
		return ""
	}
	parts := []string{a.Line1, a.Line2, a.Line3, joinPresent(a.PostalCode, a.City), a.Subdivision, a.Country}
	kept := parts[:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return strings.Join(kept, ", ")
}

func (t renderer) others(inv *en16931.Invoice) {
	if inv.Payee != nil {
		t.fact("payee", inv.Payee.Name)
	}
	if inv.TaxRepresentative != nil {
		t.party("representative", inv.TaxRepresentative)
	}
	if d := inv.Delivery; d != nil {
		t.fact("delivery", strings.Trim(joinPresent(d.Name)+", "+address(d.Address), ", "))
	}
}

func (t renderer) payment(inv *en16931.Invoice) {
	t.fact("terms", inv.PaymentTerms)
	for _, p := range append([]en16931.Payment{}, inv.OtherPayments...) {
		t.paymentMeans(&p)
	}
	if inv.Payment != nil {
		t.paymentMeans(inv.Payment)
	}
}

func (t renderer) paymentMeans(p *en16931.Payment) {
	t.fact("remittance", p.Reference)
	for _, a := range p.Accounts {
		t.fact("account", joinPresent(a.Name, a.IBAN, a.BIC))
	}
}

func (t renderer) lines(list []en16931.Line) {
	if len(list) == 0 {
		return
	}
	t.heading(2, t.labels["lines"])
	for i := range list {
		if !t.b.ok() {
			return
		}
		t.line(&list[i])
	}
}

func (t renderer) line(l *en16931.Line) {
	values := []string{joinPresent(t.labels["position"], l.ID) + ": " + Clean(l.Name)}
	add := func(label string, parts ...string) {
		if v := joinPresent(parts...); v != "" {
			values = append(values, t.labels[label]+": "+v)
		}
	}
	if d := Clean(l.Description); d != "" && d != Clean(l.Name) {
		values = append(values, d)
	}
	add("note", l.Note)
	if l.IDs != nil {
		add("item_number", l.IDs.Seller, l.IDs.Buyer, l.IDs.Standard)
	}
	add("quantity", l.Quantity.String(), l.Unit)
	if l.Price != nil {
		add("price", l.Price.Net.String())
	}
	add("line_net", t.amount(l.Net))
	if l.TaxRate.IsPresent() {
		add("tax", l.TaxRate.String()+" %")
	}
	add("period", span(l.Period))
	for _, a := range l.Attributes {
		values = append(values, joinPresent(a.Name+":", a.Value))
	}
	t.b.add(Block{Kind: Row, Text: strings.Join(values, valueBreak)})
}

// amount is a sum with its currency; "" when absent.
func (t renderer) amount(d en16931.Decimal) string {
	if !d.IsPresent() {
		return ""
	}
	return joinPresent(d.String(), t.money)
}

func (t renderer) totals(inv *en16931.Invoice) {
	t.heading(2, t.labels["totals"])
	for _, a := range inv.Allowances {
		t.fact("allowance", joinPresent(a.Reason, t.amount(a.Amount)))
	}
	for _, a := range inv.Charges {
		t.fact("charge", joinPresent(a.Reason, t.amount(a.Amount)))
	}
	t.fact("net", t.amount(inv.Totals.Net))
	for _, x := range inv.Taxes {
		rate := ""
		if x.Rate.IsPresent() {
			rate = x.Rate.String() + " %"
		}
		t.fact("tax", joinPresent(rate, t.amount(x.Amount), x.ExemptionReason))
	}
	if len(inv.Taxes) == 0 {
		t.fact("tax", t.amount(inv.Totals.Tax))
	}
	t.fact("gross", t.amount(inv.Totals.Gross))
	t.fact("paid", t.amount(inv.Totals.Paid))
	t.fact("due", t.amount(inv.Totals.Due))
}
