package cii

import (
	"slices"
	"strconv"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

// readTerms gives the invoice its terms of payment where the document has more to say of them than a text and a date:
// discounts for early payment, instalments. The due date is that of a term without discount, the text (BT-20) that of all
// of them.
func readTerms(root *xmltree.Node, inv *en16931.Invoice) {
	ram, structured := spaces["ram"], false
	var found []en16931.PaymentTerm
	settlement := root.Child(Space, "SupplyChainTradeTransaction").Child(ram, "ApplicableHeaderTradeSettlement")
	for n := range settlement.ChildrenOf(ram, "SpecifiedTradePaymentTerms") {
		term := termOf(n)
		structured = structured || term.Percent.IsPresent() || term.Amount.IsPresent()
		found = append(found, term)
	}
	if len(found) < 2 && !structured {
		inv.AddTerms(en16931.Skonto(inv.PaymentTerms))
		return
	}
	slices.SortStableFunc(found, func(a, b en16931.PaymentTerm) int { return order(a) - order(b) }) // as they are written
	for _, t := range found {
		inv.PaymentTerms = withText(inv.PaymentTerms, t.Text)
		if inv.DueDate.IsZero() {
			inv.DueDate = t.Date
		}
	}
	inv.AddTerms(found)
}

// order puts terms without discount first.
func order(t en16931.PaymentTerm) int {
	if isDiscount(t) {
		return 1
	}
	return 0
}

func isDiscount(t en16931.PaymentTerm) bool {
	return t.Percent.IsPresent() || t.Base.IsPresent() || t.Days != nil
}

// withText is the text with another, unless it says that already.
func withText(all, text string) string {
	switch {
	case all == "":
		return text
	case text == "" || strings.Contains("\n"+strings.TrimRight(all, "\n")+"\n", "\n"+strings.TrimRight(text, "\n")+"\n"):
		return all
	}
	return strings.TrimRight(all, "\n") + "\n" + text
}

func termOf(n *xmltree.Node) en16931.PaymentTerm {
	ram := spaces["ram"]
	discount := n.Child(ram, "ApplicableTradePaymentDiscountTerms")
	term := en16931.PaymentTerm{
		Text: textOf(n.Child(ram, "Description")), Date: dateOf(n.Child(ram, "DueDateDateTime")),
		Percent: decimalOf(discount.Child(ram, "CalculationPercent")), Base: decimalOf(discount.Child(ram, "BasisAmount")),
		Amount: decimalOf(discount.Child(ram, "ActualDiscountAmount")), Days: daysOf(discount.Child(ram, "BasisPeriodMeasure")),
	}
	if part := decimalOf(n.Child(ram, "PartialPaymentAmount")); part.IsPresent() && !term.Amount.IsPresent() {
		term.Amount = part
	}
	return term
}

func textOf(n *xmltree.Node) string { return strings.TrimSpace(n.String()) }

// decimalOf is the number, none where there is no number.
func decimalOf(n *xmltree.Node) en16931.Decimal {
	d, err := en16931.ParseDecimal(textOf(n))
	if err != nil {
		return en16931.Decimal{}
	}
	return d
}

// dateOf is the day of a date of format 102, the zero date for any other.
func dateOf(n *xmltree.Node) en16931.Date {
	text := textOf(n.Child(spaces["udt"], "DateTimeString"))
	if len(text) != len("20060102") {
		return en16931.Date{}
	}
	day, err := en16931.ParseDate(text[:4] + "-" + text[4:6] + "-" + text[6:])
	if err != nil {
		return en16931.Date{}
	}
	return day
}

// daysIn are the days of the units (UN/ECE recommendation 20) that a period may have.
var daysIn = map[string]int{"DAY": 1, "WEE": 7}

// maxPeriod bounds a period of payment, in units.
const maxPeriod = 10_000

func daysOf(n *xmltree.Node) *int {
	count, err := strconv.Atoi(textOf(n))
	if err != nil || count < 0 || count > maxPeriod {
		return nil
	}
	unit := daysIn[n.Attr("unitCode")]
	if unit == 0 {
		return nil
	}
	days := count * unit
	return &days
}

// withTerms is the invoice as it is written where terms of the source have elements of their own: its text and its date are
// those of the one term that has none.
func withTerms(inv *en16931.Invoice) *en16931.Invoice {
	if inv.Payment == nil || len(inv.Payment.Terms) == 0 || !slices.ContainsFunc(inv.Extensions, isTerm) {
		return inv
	}
	out, others := *inv, inv.Payment.Terms
	if isDiscount(others[0]) {
		out.DueDate = en16931.Date{}
	} else {
		ofOther := slices.ContainsFunc(others[1:], func(t en16931.PaymentTerm) bool { return t.Date.String() == out.DueDate.String() })
		if others[0].Date.IsZero() && ofOther {
			out.DueDate = en16931.Date{}
		}
		others = others[1:]
	}
	for _, t := range others {
		out.PaymentTerms = withoutText(out.PaymentTerms, t.Text)
	}
	return &out
}

func withoutText(all, text string) string {
	if all == text {
		return ""
	}
	if rest, ok := strings.CutSuffix(all, "\n"+text); ok && text != "" {
		return rest
	}
	return strings.TrimPrefix(all, text+"\n")
}

// isTerm tells whether the extension is a term of payment as a whole.
func isTerm(x en16931.Extension) bool {
	step := x.Path[strings.LastIndexByte(x.Path, '/')+1:]
	return x.Syntax == "cii" && strings.HasPrefix(step, "ram:SpecifiedTradePaymentTerms")
}
