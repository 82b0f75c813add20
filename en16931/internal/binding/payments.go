package binding

import (
	"reflect"
	"strconv"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

// PaymentPaths are the places in a payment means element that tell whether two of them are one payment of the model
// with two accounts, or two payments.
type PaymentPaths struct {
	Code, Text, Reference xmltree.Path
	Other                 []xmltree.Path // elements that only a payment of its own has
}

// Payments ties payment means elements to Payment and OtherPayments: both syntaxes repeat the element for each account
// and each way of payment. dueInMeans tells that a due date needs such an element even without a payment.
func Payments(p PaymentPaths, dueInMeans bool) Group {
	return Group{
		Item:  en16931.Payment{},
		Enter: p.enter,
		Expand: func(inv *en16931.Invoice) []Part {
			out := expandPayment(inv.Payment, "/payment")
			for i := range inv.OtherPayments {
				out = append(out, expandPayment(&inv.OtherPayments[i], otherPayment(i))...)
			}
			if len(out) == 0 && dueInMeans && !inv.DueDate.IsZero() {
				out = append(out, Part{Value: &en16931.Payment{}, Pointer: "/payment"})
			}
			return out
		},
		Tidy: tidyPayments,
	}
}

// expandPayment gives one payment for each account; the first one has the card and the mandate.
func expandPayment(p *en16931.Payment, pointer string) []Part {
	if p == nil {
		return nil
	}
	first := *p
	if len(p.Accounts) <= 1 {
		return []Part{{Value: &first, Pointer: pointer}}
	}
	out := make([]Part, len(p.Accounts))
	for i := range p.Accounts {
		one := en16931.Payment{MeansCode: p.MeansCode, Text: p.Text, Reference: p.Reference}
		if i == 0 {
			one = first
		}
		one.Accounts = p.Accounts[i : i+1 : i+1]
		out[i] = Part{Value: &one, Pointer: pointer, Offset: i}
	}
	return out
}

func (p *PaymentPaths) enter(inv *en16931.Invoice, n *xmltree.Node) (any, string) {
	if inv.Payment == nil {
		inv.Payment = &en16931.Payment{}
	}
	last, pointer := inv.Payment, "/payment"
	if k := len(inv.OtherPayments); k > 0 {
		last, pointer = &inv.OtherPayments[k-1], otherPayment(k-1)
	}
	switch {
	case last.MeansCode == "" && last.Text == "" && len(last.Accounts) == 0 && last.Card == nil:
		return last, pointer
	case p.continues(last, n):
		last.Accounts = append(last.Accounts, en16931.Account{})
		return last, pointer
	}
	inv.OtherPayments = append(inv.OtherPayments, en16931.Payment{})
	k := len(inv.OtherPayments) - 1
	return &inv.OtherPayments[k], otherPayment(k)
}

func otherPayment(i int) string {
	return "/other_payments/" + strconv.Itoa(i)
}

// continues tells whether the element adds an account to the payment.
func (p *PaymentPaths) continues(last *en16931.Payment, n *xmltree.Node) bool {
	if len(last.Accounts) == 0 || !same(n, p.Code, last.MeansCode) || !same(n, p.Text, last.Text) || !same(n, p.Reference, last.Reference) {
		return false
	}
	for _, path := range p.Other {
		if n.Find(path) != nil {
			return false
		}
	}
	return true
}

func same(n *xmltree.Node, path xmltree.Path, value string) bool {
	return path.IsZero() || strings.TrimSpace(n.Value(path)) == value
}

// tidyPayments drops the accounts and payments that turned out empty.
func tidyPayments(inv *en16931.Invoice) {
	tidy := func(p *en16931.Payment) {
		for k := len(p.Accounts); k > 0 && p.Accounts[k-1] == (en16931.Account{}); k-- {
			p.Accounts = p.Accounts[:k-1]
		}
		if len(p.Accounts) == 0 {
			p.Accounts = nil
		}
	}
	for i := range inv.OtherPayments {
		tidy(&inv.OtherPayments[i])
	}
	for k := len(inv.OtherPayments); k > 0 && reflect.ValueOf(inv.OtherPayments[k-1]).IsZero(); k-- {
		inv.OtherPayments = inv.OtherPayments[:k-1]
	}
	if len(inv.OtherPayments) == 0 {
		inv.OtherPayments = nil
	}
	if inv.Payment == nil {
		return
	}
	if tidy(inv.Payment); reflect.ValueOf(*inv.Payment).IsZero() {
		inv.Payment = nil
	}
}
