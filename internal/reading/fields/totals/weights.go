package totals

import "github.com/shopspring/decimal"

// All weights here were set by hand, one at a time, and kept while documents with known totals agreed with them; none is
// fitted by a program.

// Weights of labels in a role: what else may be meant counts less.
const (
	netTaxBase  = 0.72 // "taxable amount"
	netLineNet  = 0.78 // the sum of the lines: allowances may follow
	netTotal    = 0.45 // "total" alone
	grossDue    = 0.8  // what is due: something may have been paid
	grossTotal  = 0.78
	grossNet    = 0.7  // on a receipt: tills call what is to be paid net
	grossTender = 0.4  // factor of what was given or handed back
	taxReceipt  = 0.95 // factor of a receipt's tax
	taxRateRow  = 0.8  // behind a rate and a word for the tax

	columnHead = 0.15 // more for a column's sum than its heading gives the numbers above
	unlabelled = 0.2  // keeps amounts without a label in play when the equations need them
)

// Weights of form and place.
const (
	formCurrency = 0.95 // a currency, no cents
	formRepaired = 0.7  // recognition misread it
	formPlain    = 0.45 // neither cents nor currency
	amongItems   = 0.6  // factor in a table of line items
	placeFirst   = 0.94 // factor at the document's beginning
	placeLast    = 0.06 // more at its end: totals stand below
)

// Weights of what speaks for a candidate besides its label.
const (
	rankLeast    = 0.12 // score from which an amount is tried in a role
	maxPerRole   = 10   // candidates of a role that are tried with each other
	repeatScore  = 0.04 // for each other place that names the same number
	repeatFrom   = 0.4  // score from which a place names it
	askedScore   = 0.8  // a payment code asks for it
	taxesStrong  = 0.6  // score from which a tax is one of several to add up
	taxesMost    = 5    // taxes that are added up
	taxesSum     = 0.5  // score of their sum
	rowsSum      = 0.7  // score of the sum of the breakdown's rows
	hintFrom     = 0.4  // score from which a total helps to find the line items
	linesTrusted = 0.5  // score of the line items from which their sum helps to choose
)

// Weights of what a till says.
const (
	paidExactly = 0.6  // given less handed back
	paidWhole   = 0.15 // given, and nothing handed back
	roundsTo    = 0.35 // another total after a printed rounding
	roundsFrom  = 0.4  // score from which another total counts
	clearLabel  = 0.6  // label's score from which it names a number clearly
	mostRounded = 1.0  // below one unit of money
	changeReach = 2.5  // heights of a line between what was given and what was handed back
	changeEdge  = 2.0  // heights that their right edges may differ
	changeLap   = 0.3  // heights that their rows may overlap
	halfCent    = 0.005

	leftEdge  = 2.5  // heights that the right edges of the total and what is left of it may differ
	leftReach = 12.0 // heights below the total in which it stands
)

// Confidence of what was chosen.
const (
	totalConfidence = 0.55
	totalPerScore   = 0.2 // of the gross total
	totalHolds      = 0.2 // where net + tax = gross
	totalComputed   = 0.9 // factor of a total that stands nowhere
	dueIsGross      = 0.9
	dueAfterPaid    = 0.95
	aroundNet       = 0.9
	lineNet         = 0.85
)

// cent is how far printed sums may be apart.
var cent = decimal.New(1, -2)
