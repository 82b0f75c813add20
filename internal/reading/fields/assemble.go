package fields

import (
	"sort"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/certainty"
	"github.com/docketapi/docket/internal/reading/fields/confidence"
	"github.com/docketapi/docket/internal/reading/fields/findings"
	"github.com/docketapi/docket/internal/reading/fields/header"
	"github.com/docketapi/docket/internal/reading/fields/kind"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/lines"
	"github.com/docketapi/docket/internal/reading/fields/parties"
	"github.com/docketapi/docket/internal/reading/fields/payment"
	"github.com/docketapi/docket/internal/reading/fields/proof"
	"github.com/docketapi/docket/internal/reading/fields/taxes"
	"github.com/docketapi/docket/internal/reading/fields/totals"
	"github.com/docketapi/docket/internal/reading/pages"
)

// assemble puts what the steps found into one invoice, with their proofs in the order of the steps.
func assemble(who parties.Result, head header.Result, items lines.Result, sums totals.Result, tax taxes.Result, pay payment.Result,
) (en16931.Invoice, proof.List) {
	inv := en16931.Invoice{
		Number: head.Number, TypeCode: head.TypeCode, Currency: head.Currency,
		IssueDate: head.IssueDate, DueDate: head.DueDate, Delivery: head.Delivery, PrecedingInvoices: head.PrecedingInvoices,
		PurchaseOrderRef: head.PurchaseOrderRef, SalesOrderRef: head.SalesOrderRef, ContractRef: head.ContractRef,
		DespatchRef: head.DespatchRef, ProjectRef: head.ProjectRef, BuyerReference: head.BuyerReference,
		Seller: who.Seller, Buyer: who.Buyer, Payment: pay.Data(), PaymentTerms: pay.Terms,
		Lines: items.Lines, Allowances: sums.Allowances, Charges: sums.Charges, Totals: sums.Totals, Taxes: tax.Taxes,
	}
	var proofs proof.List
	for _, step := range [][]evidence.Evidence{who.Proofs, head.Proofs, items.Evidence, sums.Proofs, tax.Proofs, pay.Proofs} {
		proofs.Add(step...)
	}
	return inv, proofs
}

// finish orders the evidence by place, turns its scores into confidences and reports what is doubtful.
func finish(sure certainty.Input, paper kind.Paper, inv en16931.Invoice, proofs proof.List) evidence.Invoice {
	sort.SliceStable(proofs, func(i, j int) bool { return proofs[i].Pointer < proofs[j].Pointer })
	confidence.Calibrate(proofs)
	sure.Data = &inv
	certainty.Weigh(sure, proofs)
	proofs = dueByTerms(sure.Set, &inv, proofs)
	out := evidence.Invoice{Source: evidence.Text, Data: inv, Evidence: proofs, Checks: findings.Of(&inv, proofs)}
	set := sure.Set
	for _, p := range set.Pages {
		if p.Cut {
			out.Checks = append(out.Checks, findings.Cut(p.Number, layout.MaxWords))
		}
		if p.Long > 0 {
			out.Checks = append(out.Checks, findings.Long(p.Number, p.Long, layout.MaxWord))
		}
	}
	out.Checks = append(findings.OfPaper(paper, &inv), out.Checks...)
	if set.Source == pages.FromOCR {
		out.Source = evidence.OCR
	}
	if n := len(set.Pages); n > 0 {
		out.FirstPage, out.LastPage = set.Pages[0].Number, set.Pages[n-1].Number
	}
	return out
}

// Bounds of a due date that follows from the date of issue and the term: both have to be sure.
const (
	issueSure      = 0.95
	termConfidence = 0.9
)

// dueByTerms adds the term of payment to the date of issue where no due date is printed.
func dueByTerms(set *candidates.Set, inv *en16931.Invoice, proofs proof.List) proof.List {
	days, ok := header.TermDays(set.Pages)
	if !ok || !inv.DueDate.IsZero() || inv.IssueDate.IsZero() || set.Receipt {
		return proofs
	}
	for _, d := range set.Dates {
		if inv.IssueDate.Before(d.Date.Date) {
			return proofs // which may be the due date, in words that are not known
		}
	}
	for _, e := range proofs {
		if e.Pointer == "/issue_date" && e.Confidence >= issueSure {
			due := inv.IssueDate.Time().AddDate(0, 0, days)
			inv.DueDate = en16931.NewDate(due.Year(), due.Month(), due.Day())
			proofs.Computed("/due_date", termConfidence)
			sort.SliceStable(proofs, func(i, j int) bool { return proofs[i].Pointer < proofs[j].Pointer })
			break
		}
	}
	return proofs
}
