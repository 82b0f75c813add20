// Package taxes reads the tax breakdown: for each rate its base and its tax.
//
// Three ways are tried in turn: printed rows in which rate times base gives the tax, the bases that the line items give by
// their rates, and one rate that explains the document's only tax. It owns the choice among them. It does not own the
// totals that they must add up to.
package taxes

import (
	"fmt"

	"github.com/shopspring/decimal"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/fields/amounts"
	"github.com/docketapi/docket/internal/reading/fields/proof"
)

// Input is what the breakdown is read from: the amounts, the totals that it must explain, and the line items.
type Input struct {
	*amounts.Pool
	Totals en16931.Totals
	Lines  []en16931.Line
}

// Result is the breakdown with the proofs of its values.
type Result struct {
	Taxes  []en16931.Tax
	Proofs proof.List
}

// Read reads the tax breakdown of one invoice.
func Read(in Input) Result {
	r := reader{Input: in}
	if rows := Rows(in.Pool); r.explain(rows) {
		r.printed(rows)
	} else if !r.byLines() {
		r.single()
	}
	return r.out
}

type reader struct {
	Input
	out Result
}

// printed takes the rows of a printed breakdown.
func (r *reader) printed(rows []Row) {
	for i, row := range rows {
		p := fmt.Sprintf("/taxes/%d", i)
		r.out.Taxes = append(r.out.Taxes, en16931.Tax{
			Base: row.Base.Decimal(), Amount: row.Amount.Decimal(), Category: standardRate, Rate: row.Rate.Decimal(),
		})
		r.out.Proofs.Value(p+"/rate", &row.Rate.Value, explained)
		r.out.Proofs.Value(p+"/base", &row.Base.Value, explained)
		r.out.Proofs.Value(p+"/amount", &row.Amount.Value, explained)
	}
}

// single makes the only row of a document whose tax is one of the rates it names of its net total.
func (r *reader) single() {
	t := r.Totals
	if !t.Net.IsPresent() || !t.Tax.IsPresent() || t.Tax.Value().IsZero() {
		return
	}
	for _, a := range r.Amounts {
		if !a.Amount.Percent || amounts.Value(a) <= 0 {
			continue
		}
		want := t.Net.Value().Mul(a.Decimal().Value()).Div(decimal.New(100, 0)).Round(2)
		if want.Sub(t.Tax.Value()).Abs().LessThanOrEqual(cent) {
			r.out.Taxes = []en16931.Tax{{Base: t.Net, Amount: t.Tax, Category: standardRate, Rate: a.Decimal()}}
			r.out.Proofs.Value("/taxes/0/rate", &a.Value, explained)
			r.out.Proofs.Computed("/taxes/0/base", explained)
			r.out.Proofs.Computed("/taxes/0/amount", explained)
			return
		}
	}
}
