package amounts

// Bounds of sums and of the columns that they stand in, set by hand.
const (
	maxDigits    = 12  // of the integer part of a sum: what is longer is an identifier
	highestRate  = 30  // per cent; the highest VAT rate in force is 27 (Hungary)
	sharedHeight = 0.6 // of an amount that lies within a table

	maxColumn    = 12    // numbers of a column that are added up
	columnGap    = 3.0   // heights between two of them
	columnOffset = 0.6   // heights that their right edges may differ
	columnLap    = 0.3   // heights that two rows may overlap
	columnLeast  = 2     // numbers that make a column
	columnCent   = 0.005 // half a cent: sums are exact
)
