package candidates

// Weights of a value's labels. Set by hand and kept while the documents with known values agreed with them.
const (
	languageShare = 1.5 // factor on a language's share: two thirds of the main one's count as much as that

	foreignLabel  = 0.75 // factor of a label in a role that it has in another language only
	misreadLabel  = 0.93 // factor of one that recognition may have misread
	embeddedLabel = 0.9  // factor of one inside a sentence: no colon, and words before it
	rivalSlope    = 2.2  // how fast a label that fits better takes from the score
	rivalLeast    = 0.15 // what it leaves at least

	minRelation = 0.25 // weakest relation of label and value that is kept
	clearCode   = 0.6  // score from which a label names a code clearly
)

// reach is how many heights of a word above a value labels are looked for.
const reach = 8
