package display

import (
	"strconv"

	"github.com/docketapi/docket/en16931"
)

func (w *writer) lines() {
	t := &Table{Columns: []Column{
		w.column("position", "BT-126", false, 0.08), w.column("item", "BT-153", false, 0.32), w.column("quantity", "BT-129", true, 0.12),
		w.column("unit", "BT-130", false, 0.08), w.column("price", "BT-146", true, 0.15), w.column("vat", "BT-151, BT-152", true, 0.1), w.column("net", "BT-131", true, 0.15),
	}}
	for i := range w.inv.Lines {
		t.Rows = append(t.Rows, w.line(&w.inv.Lines[i]))
	}
	w.section(Section{Title: w.words["lines"], Term: "BG-25", Table: t})
}

func (w *writer) line(l *en16931.Line) Row {
	price := ""
	if l.Price != nil {
		price = w.number(l.Price.Net)
	}
	return Row{
		Cells: []string{l.ID, l.Name, w.number(l.Quantity), l.Unit, price, w.rate(l.TaxCategory, l.TaxRate), w.number(l.Net)},
		More:  w.details(l), Under: 1,
	}
}

// details are what stands below a line's name.
func (w *writer) details(l *en16931.Line) []string {
	var out []string
	add := func(label, value string) {
		if value != "" {
			out = append(out, w.words[label]+": "+value)
		}
	}
	if l.Description != "" && l.Description != l.Name {
		out = append(out, l.Description)
	}
	add("note", l.Note)
	if l.IDs != nil {
		add("article", l.IDs.Seller)
		add("buyer_article", l.IDs.Buyer)
		add("gtin", join(" ", l.IDs.Standard, parenthesis(l.IDs.StandardScheme)))
	}
	for _, c := range l.Classification {
		add("classification", join(" ", c.Code, parenthesis(c.Scheme)))
	}
	add("origin", l.OriginCountry)
	if p := l.Price; p != nil {
		if p.BaseQuantity.IsPresent() && p.BaseQuantity.String() != "1" {
			add("price", join(" ", w.number(p.Net), w.words["per"], w.number(p.BaseQuantity), p.BaseUnit))
		}
		if p.Gross.IsPresent() && p.Gross.String() != p.Net.String() {
			add("gross_price", join(", ", w.number(p.Gross), labelled(w.words["allowance"], w.number(p.Discount))))
		}
	}
	add("period", w.period(l.Period))
	add("order_line", l.OrderLineRef)
	add("accounting", l.AccountingRef)
	for _, a := range l.Allowances {
		add("allowance", w.adjusted(a))
	}
	for _, c := range l.Charges {
		add("charge", w.adjusted(c))
	}
	for _, a := range l.Attributes {
		out = append(out, join(": ", a.Name, a.Value))
	}
	return out
}

func labelled(label, value string) string {
	if value == "" {
		return ""
	}
	return label + " " + value
}

func (w *writer) adjusted(a en16931.AllowanceCharge) string {
	return join(", ", w.number(a.Amount), w.percent(a.Percent), join(" ", a.Reason, parenthesis(a.ReasonCode)))
}

func (w *writer) percent(d en16931.Decimal) string {
	if !d.IsPresent() {
		return ""
	}
	return w.number(d) + "\u00a0%"
}

func (w *writer) adjustments() {
	t := &Table{Columns: []Column{
		w.column("kind", "", false, 0.15), w.column("reason", "BT-97, BT-104", false, 0.37), w.column("vat", "BT-95, BT-102", true, 0.12), w.column("percent", "BT-94, BT-101", true, 0.1),
		w.column("base", "BT-93, BT-100", true, 0.13), w.column("amount", "BT-92, BT-99", true, 0.13),
	}}
	add := func(kind string, list []en16931.AllowanceCharge) {
		for _, a := range list {
			t.Rows = append(t.Rows, Row{Cells: []string{
				w.words[kind], join(" ", a.Reason, parenthesis(a.ReasonCode)), w.rate(a.TaxCategory, a.TaxRate), w.percent(a.Percent), w.number(a.Base), w.number(a.Amount),
			}})
		}
	}
	add("allowance", w.inv.Allowances)
	add("charge", w.inv.Charges)
	w.section(Section{Title: w.words["adjustments"], Term: "BG-20, BG-21", Table: t})
}

func (w *writer) totals() {
	t := w.inv.Totals
	s := Section{Title: w.words["totals"], Term: "BG-22", Sums: true, Pairs: []Pair{
		w.pair("line_net", "BT-106", w.money(t.LineNet)), w.pair("allowances", "BT-107", w.money(t.Allowances)), w.pair("charges", "BT-108", w.money(t.Charges)),
		w.pair("total_net", "BT-109", w.money(t.Net)), w.pair("total_tax", "BT-110", w.money(t.Tax)), w.pair("total_gross", "BT-112", w.money(t.Gross)),
		w.pair("paid", "BT-113", w.money(t.Paid)), w.pair("rounding", "BT-114", w.money(t.Rounding)), w.pair("due", "BT-115", w.money(t.Due)),
	}}
	s.Pairs[5].Strong, s.Pairs[8].Strong = true, true
	if t.TaxAccounting.IsPresent() {
		s.Pairs = append(s.Pairs, Pair{Label: w.words["tax_accounting"] + " " + w.inv.TaxCurrency, Term: "BT-111", Value: join("\u00a0", w.number(t.TaxAccounting), w.inv.TaxCurrency)})
	}
	w.section(s)
}

func (w *writer) taxes() {
	t := &Table{Columns: []Column{
		w.column("category", "BT-118", false, 0.12), w.column("rate", "BT-119", true, 0.12), w.column("exemption", "BT-120, BT-121", false, 0.38),
		w.column("taxable", "BT-116", true, 0.19), w.column("tax", "BT-117", true, 0.19),
	}}
	for _, x := range w.inv.Taxes {
		t.Rows = append(t.Rows, Row{Cells: []string{
			x.Category, w.percent(x.Rate), join(" ", x.ExemptionReason, parenthesis(x.ExemptionCode)), w.number(x.Base), w.number(x.Amount),
		}})
	}
	w.section(Section{Title: w.words["taxes"], Term: "BG-23", Table: t})
}

func (w *writer) notes() {
	s := Section{Title: w.words["notes"], Term: "BG-1"}
	for _, n := range w.inv.Notes {
		s.Pairs = append(s.Pairs, Pair{Label: n.SubjectCode, Term: "BT-22", Value: n.Text})
	}
	w.section(s)
}

func (w *writer) attachments() {
	t := &Table{Columns: []Column{
		w.column("document", "BT-122", false, 0.2), w.column("description", "BT-123", false, 0.35), w.column("file", "BT-124, BT-125", false, 0.45),
	}}
	for _, a := range w.inv.Attachments {
		size := ""
		if len(a.Content) > 0 {
			size = strconv.Itoa((len(a.Content)+1023)/1024) + "\u00a0KiB"
		}
		t.Rows = append(t.Rows, Row{Cells: []string{a.ID, a.Description, join(", ", a.Filename, a.MimeType, size, a.URI)}})
	}
	w.section(Section{Title: w.words["attachments"], Term: "BG-24", Table: t})
}
