package fatturapa

import (
	"strconv"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/national"
	"github.com/docketapi/docket/en16931/xmltree"
)

// maxDays bounds a term of payment.
const maxDays = 3660

// after is the day so many days behind the one that a term counts from; the zero date where none is named.
func after(n *xmltree.Node) en16931.Date {
	from := national.Day(n, "DataRiferimentoTerminiPagamento")
	days, err := strconv.Atoi(national.Text(n, "GiorniTerminiPagamento"))
	if from.IsZero() || err != nil || days < 0 || days > maxDays {
		return en16931.Date{}
	}
	t := from.Time().AddDate(0, 0, days)
	return en16931.NewDate(t.Year(), t.Month(), t.Day())
}

// early adds the discount for paying before a day.
func early(inv *en16931.Invoice, n *xmltree.Node) {
	off := national.Number(n, "ScontoPagamentoAnticipato")
	if !off.IsPresent() {
		return
	}
	until := national.Day(n, "DataLimitePagamentoAnticipato")
	text := "sconto pagamento anticipato " + off.String() //nolint:misspell // Italian
	if !until.IsZero() {
		text += " entro " + until.String()
	}
	if inv.Payment == nil {
		inv.Payment = &en16931.Payment{}
	}
	inv.Payment.Terms = append(inv.Payment.Terms, en16931.PaymentTerm{Text: text, Amount: off, Date: until, Base: national.Number(n, "ImportoPagamento")})
	if inv.PaymentTerms == "" {
		inv.PaymentTerms = text
	}
}

func last(n int) string { return strconv.Itoa(n - 1) }
