package einvoice

import (
	"fmt"
	"iter"

	"github.com/docketapi/docket/en16931"
)

// How much an invoice may hold, in whatever form it comes.
const (
	MaxLines      = 20_000
	MaxItems      = 1000    // of any other list
	MaxExtensions = 100_000 // elements that no term stands for
)

// CheckSize refuses an invoice that holds more than that. The error is an *Error with the pointer to the list.
func CheckSize(inv *en16931.Invoice) error {
	if len(inv.Lines) > MaxLines {
		return TooManyLines()
	}
	if len(inv.Extensions) > MaxExtensions {
		return tooMany("/extensions", MaxExtensions)
	}
	for pointer, n := range lists(inv) {
		if n > MaxItems {
			return tooMany(pointer, MaxItems)
		}
	}
	return nil
}

// lists are the lists of an invoice but for its lines and its extensions: the pointer to each, and how many items it has.
func lists(inv *en16931.Invoice) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		_ = yield("/notes", len(inv.Notes)) && yield("/preceding_invoices", len(inv.PrecedingInvoices)) &&
			yield("/allowances", len(inv.Allowances)) && yield("/charges", len(inv.Charges)) &&
			yield("/taxes", len(inv.Taxes)) && yield("/attachments", len(inv.Attachments)) &&
			yield("/seller/ids", len(inv.Seller.IDs)) && yield("/buyer/ids", len(inv.Buyer.IDs)) &&
			(inv.TaxRepresentative == nil || yield("/tax_representative/ids", len(inv.TaxRepresentative.IDs))) &&
			listsOfPayments(inv, yield) && listsOfLines(inv, yield)
	}
}

func listsOfPayments(inv *en16931.Invoice, yield func(string, int) bool) bool {
	if !yield("/other_payments", len(inv.OtherPayments)) || inv.Payment != nil &&
		(!yield("/payment/accounts", len(inv.Payment.Accounts)) || !yield("/payment/terms", len(inv.Payment.Terms))) {
		return false
	}
	for i := range inv.OtherPayments {
		if n := len(inv.OtherPayments[i].Terms); n > 0 && !yield(fmt.Sprintf("/other_payments/%d/terms", i), n) {
			return false
		}
		if n := len(inv.OtherPayments[i].Accounts); n > 0 && !yield(fmt.Sprintf("/other_payments/%d/accounts", i), n) {
			return false
		}
	}
	return true
}

func listsOfLines(inv *en16931.Invoice, yield func(string, int) bool) bool {
	for i := range inv.Lines {
		l := &inv.Lines[i]
		if max(len(l.Allowances), len(l.Charges), len(l.Classification), len(l.Attributes)) == 0 {
			continue // most lines
		}
		at := fmt.Sprintf("/lines/%d", i)
		if !yield(at+"/allowances", len(l.Allowances)) || !yield(at+"/charges", len(l.Charges)) ||
			!yield(at+"/classifications", len(l.Classification)) || !yield(at+"/attributes", len(l.Attributes)) {
			return false
		}
	}
	return true
}

// TooManyLines is the refusal of an invoice with more than MaxLines lines.
func TooManyLines() *Error {
	return &Error{Code: CodeTooMany, Message: fmt.Sprintf("an invoice may have %d lines at most", MaxLines), Pointer: "/lines", Most: MaxLines}
}

func tooMany(pointer string, most int) *Error {
	return &Error{Code: CodeTooManyItems, Message: fmt.Sprintf("%s may have %d items at most", pointer, most), Pointer: pointer, Most: most}
}
