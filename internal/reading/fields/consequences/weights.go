package consequences

// Confidence of what follows, set by hand: each is as sure as the rule it follows by, whatever the values' own.
const (
	rateConfidence    = 0.85
	lineNetConfidence = 0.9
	countryConfidence = 0.8
	meansConfidence   = 0.8
)
