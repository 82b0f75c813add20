package header

// All weights here were set by hand, one at a time, and kept while documents with known values agreed with them; none is
// fitted by a program.

// Weights of the invoice's number.
const (
	numberLeast       = 0.3  // score from which a number is taken
	numberPlain       = 0.55 // factor of "No." alone, outside the parties' blocks
	numberLaterPage   = 0.85 // factor on a later page
	numberTitleOnly   = 0.9  // factor behind a title without a word for number: "Invoice 123"
	numberAfterTitle  = 0.95 // behind a title and a word for number
	numberDated       = 0.7  // behind a word for number and before a date
	numberOddForm     = 0.3  // factor of what is not written like an identifier
	numberOneSign     = 0.3  // factor of a single character
	numberShort       = 0.75 // factor of two or three
	numberLikeMoney   = 0.3  // factor of an amount
	numberLongest     = 40   // bytes of an identifier
	numberShortLength = 3
)

// Weights of dates.
const (
	issueLeast      = 0.15 // score from which a date is the invoice's
	dueLeast        = 0.4
	deliveryLeast   = 0.5
	dueSaid         = 0.8  // a sentence names it
	dueTerm         = 0.8  // factor behind "Terms of payment"
	discountDay     = 0.5  // factor of the day until which a discount is given
	issuePlain      = 0.85 // factor of "Date" alone
	footDate        = 0.5  // factor in a page's foot, where it tells when the page was printed
	footFrom        = 0.9  // share of the page's height
	issueWeak       = 0.3  // score below which a date's place is asked too
	issueOther      = 0.4  // factor where a label of another date fits better
	issueLaterPage  = 0.8  // factor on a later page
	dueLatestDays   = 800  // after the issue date: longer than any term of payment
	dueEarliestDays = -60  // before it: what was paid in advance
)

// Weights of a date that no label names.
const (
	placedDate    = 0.3
	dateInProse   = 0.12 // in a paragraph
	dateAtTitle   = 0.35 // behind the title or the number
	dateAfterTown = 0.25 // "Munich, the"
	dateLow       = 0.12 // taken in the lower part of an invoice
	dateLowFrom   = 0.45 // share of the page's height
	dateAtClock   = 0.2  // a receipt's, with the time behind it
	dateOfOther   = 0.5  // factor where a label names it clearly as something else
	dateOther     = 0.5  // score from which one does
	dateLeast     = 0.05
	proseLength   = 90 // bytes of a segment above which it is a paragraph
)

// Bounds of terms of payment.
const (
	sentenceLeast = 8   // bytes before a date that can say what it is
	shortTerm     = 24  // bytes of a cell whose label stands left of it
	longestTerm   = 200 // bytes of a line that names a term
	longestDays   = 180
)

// Confidence of what is known otherwise.
const (
	typeAssumed     = 0.6  // an invoice without a title
	currencyOfPlace = 0.7  // the country's currency
	currencyPrinted = 0.95 // the currency that the pages name most
)

// Bounds of the numbers that a reminder names.
const (
	remindedLeast   = 0.35 // label's score from which a number is an invoice's
	remindedLetters = 3
	remindedMost    = 100
)
