package solve

// Weights of what a choice of totals has for and against it, added to the scores of its labels. All were set by hand, one
// at a time, and kept while documents with known totals agreed with them; none is fitted by a program.
const (
	eachSum         = 0.1  // taken for each sum that is chosen: more sums need more reason
	equationHeld    = 0.9  // net + tax = gross, times how well the three are named
	equationBridged = 0.6  // it holds with a labelled charge or allowance, which more triples do by chance
	equationZero    = 0.25 // the same without tax, which holds by chance more often
	equationMade    = 0.05 // one of the three was computed from the others
	equationNot     = 0.7  // taken where it does not hold

	rateNamed     = 0.35 // a rate that the document names explains the tax
	rateUsual     = 0.15 // a rate that is in force somewhere does
	rateMissing   = 0.15 // taken where a sum was computed and no rate explains the tax
	linesAdd      = 0.3  // the lines add up to the net total
	linesAdjusted = 0.45 // they do with labelled allowances and charges
	rowsAdd       = 0.2  // the rows of the breakdown add up to the tax

	taxTooHigh  = 1.0  // taken for a tax above half of the gross total
	taxAgainst  = 1.0  // taken for a tax against the total: that is a payment or an allowance
	netTooHigh  = 0.5  // taken for a net total above the gross total
	highestTax  = 0.5  // share of the gross total; the highest rate in force makes 0.21
	netComputes = 0.45 // score from which a net total makes a tax that is not printed
	surelyThere = 0.85 // score from which a role's number surely stands on the page
)

// named maps the scores of the three sums to how well labels name them.
const (
	namedFrom = 0.6 // the three together, as unlabelled amounts have it
	namedFull = 1.2 // above it until all are named well
)

// Tolerances of money.
const (
	tolerance      = 0.011 // a cent of rounding, and a tenth for binary fractions
	rateTolerance  = 0.02  // a tax is rounded once a line or once a document
	shareTolerance = 1e-5  // of the base besides: a cent for each thousand
	equal          = 1e-9  // scores that differ by less are the same
)

// usualRates are VAT rates in force or known from the past: they count less than rates that the document names.
var usualRates = []float64{4, 5, 5.5, 6, 7, 7.7, 8, 8.1, 9, 9.5, 10, 12, 13, 14, 15, 16, 17, 19, 20, 21, 22, 23, 24, 25, 25.5, 27}
