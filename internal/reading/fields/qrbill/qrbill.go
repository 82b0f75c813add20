// Package qrbill reads the text of payment QR codes: EPC credit transfers (GiroCode, EPC069-12) and Swiss QR-bills
// (SIX, version 2.x).
//
// It owns their line formats. It does not own finding and decoding codes in pictures (qr).
package qrbill

import (
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/lang/identifier"
)

// Payment is what a payment code asks for. Every field may be empty but the IBAN.
type Payment struct {
	IBAN, BIC, Creditor string
	Amount              en16931.Decimal
	Currency            string
	Reference, Text     string
	Debtor              string
	// Number and Date are the bill information of a Swiss code (Swico S1).
	Number string
	Date   en16931.Date
}

const maxText = 4096

// Parse reads a payment code's text. The second result is false for anything else.
func Parse(text string) (Payment, bool) {
	if len(text) > maxText {
		return Payment{}, false
	}
	lines := strings.Split(strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n"), "\n")
	for i := range lines {
		lines[i] = strings.TrimSpace(lines[i])
	}
	switch lines[0] {
	case "BCD":
		return epc(lines)
	case "SPC":
		return swiss(lines)
	}
	return Payment{}, false
}

// at is a line, "" when the text ends before it: trailing empty elements may be left out.
func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// epc reads: BCD, version, character set, SCT, BIC, name, IBAN, amount, purpose, structured reference, text.
func epc(l []string) (Payment, bool) {
	p := Payment{BIC: at(l, 4), Creditor: at(l, 5), IBAN: identifier.Compact(at(l, 6)), Reference: at(l, 9), Text: at(l, 10)}
	if at(l, 3) != "SCT" || !identifier.ValidIBAN(p.IBAN) {
		return Payment{}, false
	}
	if amount := at(l, 7); len(amount) > 3 && lang.IsCurrency(amount[:3]) {
		if d, err := en16931.ParseDecimal(amount[3:]); err == nil {
			p.Currency, p.Amount = amount[:3], d
		}
	}
	return p, true
}

// Places of the elements in a Swiss code.
const (
	swissIBAN      = 3
	swissCreditor  = 5
	swissAmount    = 18
	swissCurrency  = 19
	swissDebtor    = 21
	swissReference = 28
	swissText      = 29
	swissBill      = 31
)

func swiss(l []string) (Payment, bool) {
	p := Payment{
		IBAN: identifier.Compact(at(l, swissIBAN)), Creditor: at(l, swissCreditor), Debtor: at(l, swissDebtor),
		Reference: at(l, swissReference), Text: at(l, swissText),
	}
	if !identifier.ValidIBAN(p.IBAN) {
		return Payment{}, false
	}
	if c := at(l, swissCurrency); lang.IsCurrency(c) {
		p.Currency = c
	}
	if d, err := en16931.ParseDecimal(at(l, swissAmount)); err == nil {
		p.Amount = d
	}
	p.billInformation(at(l, swissBill))
	return p, true
}

// billInformation reads Swico S1: //S1/10/number/11/yymmdd/...
func (p *Payment) billInformation(s string) {
	rest, ok := strings.CutPrefix(s, "//S1/")
	if !ok {
		return
	}
	parts := strings.Split(rest, "/")
	for i := 0; i+1 < len(parts); i += 2 {
		switch v := parts[i+1]; parts[i] {
		case "10":
			p.Number = v
		case "11":
			if len(v) == 6 {
				if d, err := en16931.ParseDate("20" + v[:2] + "-" + v[2:4] + "-" + v[4:]); err == nil {
					p.Date = d
				}
			}
		}
	}
}
