package layout

// Weights of the relation between a label and a value, all taken from 1 for a value directly behind its label. Set by hand,
// and kept while documents with known values agreed with them; none is fitted by a program.
const (
	labelBetween  = 0.35  // another label between them in one segment
	otherLabelled = 0.35  // more words and a colon between: they label something else
	eachLetter    = 0.006 // for each letter between
	freeLetters   = 3     // that cost nothing: signs and spaces

	rightScore        = 0.95 // on the same row, to the right
	segmentBetween    = 0.04 // something between
	labelBetweenRight = 0.25 // for each label in it
	laterLabel        = 0.3  // a label nearer to the value, in the label's segment or the value's
	mostBetween       = 24   // pieces of the row from which label and value have nothing to do with each other
	wideGap           = 0.12 // for each width of the page that the gap has
	freeGap           = 0.15 // share of the page's width that costs nothing

	belowScore   = 0.86 // under the label
	maxBelow     = 4.5  // heights of a word between a label and a value under it
	eachHeight   = 0.05 // for each height between
	freeHeight   = 0.5  // that costs nothing
	eachAside    = 0.03 // for each height that neither edge nor middle agree
	mostAside    = 6    // of which more count no more
	littleShared = 0.15 // less than a part of the narrower one's width is shared
	sharedWidth  = 0.3  // that part
	rowBetween   = 0.12 // for each segment between, in the column
	labelInRow   = 0.2  // more where it has a label
	hasValue     = 0.25 // the label has a value to its right already
	ownLabel     = 0.4  // the value has a label before it

	alignedWithin = 1.5  // heights that edges may differ without any width shared
	valueReach    = 0.25 // share of the page's width in which a label's value stands
)
