package postal

// All weights here were set by hand, one at a time, and kept while documents with known values agreed with them; none is
// fitted by a program.

// Weights of a line that may be a party's name. Its score is the share of letters in it.
const (
	nameLetters   = 2   // fewer are no name
	nameMostWords = 9   // more are no name
	nameLongest   = 90  // characters; longer ones are no name
	nameDigits    = 0.1 // score of a line with more digits than half its letters
	nameManyWords = 6   // from more words on nameLong counts
	nameLong      = 0.7 // factor
	nameLower     = 0.6 // factor of a line that begins in small letters
)
