package region

// Weights of what names a country or a currency, in votes. Set by hand: what is written as a value counts once, what may
// only be mentioned counts less.
const (
	moneyMentioned = 0.4 // a currency's sign or code away from any number
	moneyAtNumber  = 1.0 // one at a number, or alone in its cell
	moneyInProse   = 0.3 // factor in a paragraph, as terms of payment are

	codeNamed = 0.1 // from which a code on the pages says what a shared sign means

	countryMentioned = 0.5 // a country's name in the middle of a line
	countryEndsLine  = 1.0 // one at its end, as addresses have it
	postalForm       = 1.0 // a postal code that one country writes so
	registerNamed    = 1.5 // a register that one country has: the seller's own, mostly
)

// Lengths of text, in bytes.
const (
	prose    = 120 // a segment above it is a paragraph
	longText = 200 // one above it names countries by chance
)
