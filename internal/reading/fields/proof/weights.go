package proof

const (
	// misreadShare is what is left of a score where recognition was not sure of a single character: the choice of the
	// field may be right although its text is not. Set by hand.
	misreadShare = 0.5

	// Bounds of a score: nothing that was read off a page is certain, nor is anything that was chosen impossible.
	leastScore = 0.05
	mostScore  = 0.99
)
