package payment

// Weights of accounts. Set by hand, and kept while documents with known values agreed with them; none is fitted by a
// program.
const (
	ibanNamed    = 0.35 // factor on the label's score
	ibanFound    = 0.15 // of anything that has an IBAN's form
	ibanChecked  = 0.5  // more where the check digits agree
	ibanLeast    = 0.4  // score from which an account is taken: form alone is not enough
	ibanOfBuyer  = 0.6  // factor under the buyer's heading: the account of a direct debit
	ibanOutranks = 0.25 // how much better an account must be to go before one that stands above it

	bicNamed = 0.6  // label's score from which a bank's code is one
	bicReach = 20.0 // heights of a usual word between account and bank
)

// Confidence of what a label alone names.
const (
	bicConfidence    = 0.9
	holderConfidence = 0.75
	meansConfidence  = 0.7
	termsConfidence  = 0.75
	meansLongest     = 80 // bytes of a text that is a means of payment and no sentence
)

// codeConfidence is that of a value out of a QR code: the code corrects its own errors and cannot be misread.
const codeConfidence = 0.99
