package certainty

import "github.com/docketapi/docket/internal/reading/fields/header"

// All weights are logarithms of odds, set by hand so that papers in layouts and languages that nobody tuned for come out as
// often right as they say; a weight of 2.2 makes nine right of ten from even odds, 4.6 ninety-nine of a hundred. A sign that
// was there as often on wrong values as on right ones got none.

// Bounds of a probability: nothing read off a page is certain, nor impossible.
const (
	least = 0.02
	most  = 0.999
)

const (
	knownLabels   = 5.0 // labels of the document's language from which it is known
	languageKnown = 1.0
	clearly       = 0.85 // score from which a label names a value clearly
	rivalNear     = 0.8  // share of the score from which another value is near
	rivalFar      = 0.5  // share below which none is
	unreadable    = 4.0  // for a character that recognition was not sure of at all
	unreadableAt  = 0.5  // doubt of a character that counts in full
)

// Weights of the number.
const (
	numberBase      = 0.2
	numberLabel     = 2.0 // times the label's score
	numberClear     = 1.5
	numberAlone     = 1.3 // no other value comes near
	numberPlaced    = 2.4 // it follows the title
	numberContested = -1.5
	numberOdd       = -2.0
)

// Weights of the date of issue.
const (
	issueBase      = 0.6
	issueLabel     = 2.0
	issueNamed     = 2.6 // a label names it
	issueNamedFrom = 0.6 // score from which one does: "Date" alone has less than "Date of issue"
	issuePlaced    = 3.6 // the title, a place or a time stands beside it
	issueAlone     = 0.4 // the only date
	issueContested = -1.0
	issueUnsure    = -4.0 // day and month may be swapped
	issueAfterDue  = -2.5
)

// currencyOdds are the odds by how the pages name the currency.
var currencyOdds = map[header.CurrencyGround]float64{
	header.NoCurrency: 0.8, header.SharedSign: 0.8, header.SharedInPlace: 5.0, header.SeveralNamed: 2.5, header.CurrencyNamed: 5.3, header.CurrencyAtHome: 6.5,
}

// Weights of the gross total.
const (
	grossBase     = -0.4
	grossLabel    = 2.2
	grossClear    = 1.0
	grossCloses   = 3.2
	grossLines    = 1.2
	grossRepeated = 0.5
	grossLarger   = -3.0
	grossAbove    = -2.0
	grossParts    = -1.3
	grossForm     = -1.5
)

// Weights of the seller's name.
const (
	sellerBase       = -0.6
	sellerHeading    = 2.6
	sellerDomain     = 2.2
	sellerAddress    = 1.4
	sellerReachable  = 1.4
	sellerRepeated   = 1.2
	sellerLegal      = 1.4
	sellerNotBuyer   = 0.8
	sellerAddressed  = 0.8 // and that name's address or heading says that it is the buyer's
	sellerTold       = 0.7
	sellerContested  = -1.2
	sellerMaybeBuyer = -1.5 // no buyer is known, and the only address may be the recipient's
	sellerOfSlip     = -1.2 // till slips begin with brands, branches and offers
	sellerRival      = -1.2
	sellerCut        = -0.4
	sellerGuessed    = 0.8 // most that a name is sure of that nothing but its place speaks for
)

// Weights of the account and of what is left to pay.
const (
	accountBase    = 0.5
	accountChecked = 5.5
	accountSeveral = -0.5
	dueBase        = 1.5
	dueCloses      = 3.5 // what is paid is printed, and the total less it is due
)
