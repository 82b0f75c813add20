package lines

// All weights here were set by hand, one at a time, and kept while documents with known values agreed with them; none is
// fitted by a program.

// Confidences of what an item's cells and rows say.
const (
	sureNumber           = 0.82 // a number in its column
	sureProven           = 0.96 // the item's arithmetic holds
	sureUnproven         = 0.7  // it does not
	sureUnit             = 0.9
	sureBaseQuantity     = 0.7
	computedBaseQuantity = 0.8 // price and net amount agree on it
	sureTaxRate          = 0.88
	computedNet          = 0.6 // quantity times price
	sureName             = 0.85
	sureDescription      = 0.7
	sureID               = 0.8
	sureStandardID       = 0.9 // its check digit holds
	sureSellerID         = 0.75
	wordShare            = 0.5  // of a confidence, what the recognition of its words may take
	computedNetOfGross   = 0.75 // the gross amount without the one rate of VAT
	computedPriceOfGross = 0.7
	leastSure            = 0.05
	mostSure             = 0.99
)

// Confidences of items without a header row, and of till slips.
const (
	bareQuantity = 0.8
	barePrice    = 0.8
	bareNet      = 0.85 // quantity times price is the net amount
	bareName     = 0.65
	slipNet      = 0.7
	slipQuantity = 0.7  // a small number before the name
	slipTimes    = 0.85 // "2 x 1.99" on a row of its own
)

// Scores of tables and of their header rows.
const (
	tableBase        = 0.4  // a table of whose items none can be checked; the share that holds gives the rest
	centsApart       = 0.03 // sums of rounded amounts differ by so much
	headerShare      = 0.5  // of a row's words, those that name columns
	headerNextShare  = 0.45 // the same of a row above or below, which goes on with the names
	headerOverlap    = 0.3  // of the narrower of two names in one column
	headerLeft       = 0.08 // share of the page's width that a first column without a name may begin before
	scoreDescription = 3    // of a header row that names such a column
	scoreQuantity    = 3
	scorePrice       = 2
	scoreCell        = 0.3 // for each name
)

// Where columns part. Lengths are in heights of a word, or in heights of the page's usual letter (Em).
const (
	spanHeader  = 0.9  // weight of a column's name beside what stands below it
	spanText    = 0.25 // the same of a row that is no item
	oneCellGap  = 0.6
	columnEdge  = 0.25 // how far from a column's edge a word begins it
	leastGutter = 0.3  // narrower ones part no columns
	phraseGap   = 1.2
	aboveGap    = 1.2 // between rows of a name that stands above its numbers
	begunGap    = 1.8 // between a name's first row and its numbers
	apartGap    = 0.8
	unevenRows  = 1.25 // the widest distance of rows to the narrowest, where items are set apart by space
	itemGap     = 0.85 // of the widest distance, from which one sets items apart
	middleGap   = 0.8  // from the middle of a name's rows to its numbers
	tailGap     = 0.9
)
