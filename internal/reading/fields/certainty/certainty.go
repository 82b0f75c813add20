// Package certainty says how probable it is that the values that a payment hangs on are right, each and all together.
//
// It owns the weights of what speaks for them. Each value starts with the odds of an unknown layout; what was found adds to
// them or takes from them, the same on every paper: labels, check digits, equations and places are known ground, a guess by
// position is not. It does not own the choice of the values, nor the confidence of all others (confidence).
package certainty

import (
	"math"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/lang/identifier"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields/candidates"
	"github.com/docketapi/docket/internal/reading/fields/header"
	"github.com/docketapi/docket/internal/reading/fields/parties"
	"github.com/docketapi/docket/internal/reading/fields/totals"
)

// Input is what was read, with what each choice rests on.
type Input struct {
	Set    *candidates.Set
	Data   *en16931.Invoice
	Header header.Grounds
	Seller parties.Ground
	Gross  totals.Ground
}

// Weigh sets the confidence of the decisive values. A payment code's values keep theirs.
func Weigh(in Input, es []evidence.Evidence) {
	p := map[string]float64{
		"/seller/name": in.seller(), "/number": in.number(), "/issue_date": in.issue(), "/currency": in.currency(), "/totals/gross": in.gross(),
		"/payment/accounts/0/iban": in.account(),
	}
	p["/totals/due"] = in.due(p["/totals/gross"])
	for i := range es {
		if v, ok := p[es[i].Pointer]; ok && es[i].Source != evidence.FromQR {
			es[i].Confidence = v
		}
	}
}

// odds are the logarithm of the odds that a value is right.
type odds float64

func (o *odds) add(when bool, weight odds) {
	if when {
		*o += weight
	}
}

// recognised takes from the odds what recognition was not sure of.
func (o *odds) recognised(text float64) { *o -= odds(unreadable * min(1, (1-text)/unreadableAt)) }

// chance is the probability, to four digits.
func (o odds) chance() float64 {
	return math.Round(min(max(1/(1+math.Exp(-float64(o))), least), most)*1e4) / 1e4
}

// known is how well the document's language is known by its labels, 0 to 1.
func (in Input) known() float64 {
	n := 0.0
	for _, p := range in.Set.Pages {
		for _, l := range p.Labels {
			for _, e := range l.Entries {
				if e.Lang == in.Set.Locale.Language {
					n++
					break
				}
			}
		}
	}
	return min(1, n/knownLabels)
}

func (in Input) number() float64 {
	g := in.Header.Number
	o := odds(numberBase + numberLabel*g.Label + languageKnown*in.known())
	o.add(g.Label >= clearly, numberClear)
	o.add(g.Placed, numberPlaced)
	o.add(g.Rival < rivalFar, numberAlone)
	o.add(g.Rival > rivalNear, numberContested)
	o.add(g.Odd, numberOdd)
	o.recognised(g.Text)
	return o.chance()
}

func (in Input) issue() float64 {
	g, d := in.Header.Issue, in.Data
	o := odds(issueBase + issueLabel*g.Label + languageKnown*in.known())
	o.add(g.Label >= issueNamedFrom, issueNamed)
	o.add(g.Label < issueNamedFrom && g.Placed, issuePlaced)
	o.add(g.Rival == 0, issueAlone)
	o.add(g.Rival > rivalNear, issueContested)
	o.add(g.Unsure, issueUnsure)
	o.add(!d.DueDate.IsZero() && d.DueDate.Before(d.IssueDate), issueAfterDue)
	o.recognised(g.Text)
	return o.chance()
}

func (in Input) currency() float64 {
	return odds(currencyOdds[in.Header.Currency]).chance()
}

func (in Input) gross() float64 {
	g := in.Gross
	o := odds(grossBase + grossLabel*g.Label + languageKnown*in.known())
	o.add(g.Label >= clearly, grossClear)
	o.add(g.Closes, grossCloses)
	o.add(g.Lines, grossLines)
	o.add(g.Places > 1, grossRepeated)
	o.add(g.Larger, grossLarger)
	o.add(g.Above && !g.Larger && !g.Closes, grossAbove)
	o.add(g.Parts && !g.Closes, grossParts)
	o.add(!g.Form, grossForm)
	o.recognised(g.Text)
	return o.chance()
}

func (in Input) seller() float64 {
	g := in.Seller
	o := odds(sellerBase)
	signs := 0.0
	for _, s := range []struct {
		is     bool
		weight odds
	}{
		{g.Heading, sellerHeading}, {g.Domain, sellerDomain}, {g.Address, sellerAddress}, {g.Reachable, sellerReachable}, {g.Places > 1, sellerRepeated},
	} {
		if s.is {
			signs++
		}
		o.add(s.is, s.weight)
	}
	o.add(g.LegalForm, sellerLegal)
	o.add(g.Buyer, sellerNotBuyer)
	o.add(in.Set.Receipt, sellerOfSlip)
	o.add(!g.Buyer && !in.Set.Receipt && !g.Domain && !g.Heading, sellerMaybeBuyer)
	o.add(g.Addressed, sellerAddressed)
	o.add(g.Told, sellerTold)
	o.add(g.Near, sellerContested)
	o.add(g.Rival, sellerRival)
	o.add(g.Cut, sellerCut)
	o.recognised(g.Text)
	if signs == 0 {
		return min(o.chance(), sellerGuessed)
	}
	return o.chance()
}

// account is how sure it is that the first account is the one to pay to.
func (in Input) account() float64 {
	if in.Data.Payment == nil || len(in.Data.Payment.Accounts) == 0 {
		return 0
	}
	o := odds(accountBase)
	o.add(identifier.ValidIBAN(in.Data.Payment.Accounts[0].IBAN), accountChecked)
	o.add(len(in.Data.Payment.Accounts) > 1, accountSeveral)
	return o.chance()
}

// due is how sure it is what is left to pay: as sure as the total where it is the same.
func (in Input) due(gross float64) float64 {
	t := in.Data.Totals
	if !t.Due.IsPresent() || !t.Gross.IsPresent() || t.Due.Value().Equal(t.Gross.Value()) {
		return gross
	}
	o := odds(dueBase)
	o.add(t.Paid.IsPresent(), dueCloses)
	return o.chance()
}
