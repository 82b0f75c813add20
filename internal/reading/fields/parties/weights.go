package parties

// All weights here were set by hand, one at a time, and kept while documents with known parties agreed with them; none is
// fitted by a program. Scores of names are open sums; proofs map them to 0 to 1 with the confidence lines below.

// Weights of what speaks for a seller's name.
const (
	sellerUnderHeading = 3.2 // factor on the heading's score: "From:" beats everything that place and form tell
	payeeUnderHeading  = 0.8 // who is paid may be a factor instead

	sellerLegalForm  = 1.2
	sellerTradeWord  = 0.3
	sellerSenderLine = 1.4 // the first piece of the line over a letter's window
	sellerImprint    = 2.0 // a line that says all of the sender begins with it
	sellerLabelled   = 2.0 // behind "Company:", and a heading names the buyer
	sellerHolder     = 1.0 // named as the holder of the account to pay to
	sellerDomain     = 1.2 // its words are those of a web or mail host on the pages
	sellerAddress    = 0.7 // an address follows; times its closeness
	sellerReachable  = 0.5 // ways to reach it stand in its block
	sellerEachWay    = 0.1 // for each of them
	sellerWays       = 5.0 // of which more than this many count no more
	headingItself    = 0.6 // taken from a line that begins with a party's heading

	addressLater = 0.25 // closeness lost for each line between name and address
	addressReach = 3    // lines in which an address is looked for

	sellerLeast    = 0.5  // score from which a line is considered
	sellerShape    = 0.45 // least likeness to a name
	sellerRepeated = 0.3  // for each further place that says the same name
	sellerPlaces   = 4    // places that count
	sellerPart     = 0.3  // share of the score of a name that this one begins or ends with
	sellerCertain  = 1.0  // score from which a name is surely the seller's
	sellerSole     = 1.5  // score of the only address of a page
)

// Weights of where a seller's name stands.
const (
	headHeight  = 0.16 // share of the page that is its head
	headScore   = 0.75 // at the very top
	headSlope   = 2.0  // lost for each height of a page further down
	upperHeight = 0.3
	upperScore  = 0.2
	footHeight  = 0.82
	footScore   = 0.5 // of a name with a legal form

	largeWithin = 0.35 // share of the page in which large letters count
	largeFrom   = 1.15 // heights of a usual word from which a line is large
	largeScore  = 0.45 // for each height above
	largeMost   = 0.9

	receiptTop   = 2.1  // of a receipt's first row
	receiptSlope = 0.55 // lost for each row further down
	receiptDeep  = 6    // row from which a name is not the seller's
	receiptBelow = 0.3  // taken there
)

// Weights of the head of a receipt.
const (
	receiptRows       = 9 // from the top in which the seller is looked for
	receiptShape      = 0.6
	receiptFirst      = 1.3  // of the first name
	receiptNext       = 0.45 // lost for each name before it
	receiptPerShape   = 0.6
	receiptLegal      = 1.3
	receiptTrade      = 0.4
	receiptLarge      = 0.3
	receiptLargeFrom  = 1.3 // heights of a usual word
	receiptSureSeller = 0.8 // score from which the head beats what was found otherwise

	wrappedWords  = 3   // of a name's end on its next line
	wrappedHeight = 0.2 // share that the lines' heights may differ
	wrappedEdge   = 0.6 // heights that their edges may differ

	rivalNear    = 0.8 // share of the score from which another name comes near
	rivalLongest = 60  // bytes of a line with a legal form that may be another firm's name
)

// Weights of what speaks for a buyer's name.
const (
	buyerSure      = 0.4  // score from which a buyer's name cannot be the seller's
	buyerByHeading = 0.8  // score of a heading that ends the search
	labelledShape  = 0.6  // least likeness to a name of what a label names
	buyerHonoured  = 0.95 // an honorific stands behind it
	buyerLabelled  = 0.5  // behind "Name:" outside the seller's block
	honorificReach = 10.0 // heights of a usual word between a name and its honorific
	shipToAsBuyer  = 0.5  // factor: goods may go to another than who pays

	windowScore      = 0.5  // a block with a place in the upper half
	windowSender     = 0.4  // under the sender's line
	windowContact    = 0.35 // taken where it gives telephone, mail or bank: that is the sender's
	windowHigh       = 0.15 // taken at the very top: a letter's head
	windowHighWithin = 0.07
	windowElsewhere  = 0.4 // taken under a heading of another party
	windowLowest     = 0.5 // share of the page
	windowLines      = 7   // above the place
	windowNames      = 5   // of which the name is one
	senderReach      = 4.0 // heights of a usual word between the sender's line and the block
)

// Weights of a heading.
const (
	headingScore    = 0.65 // of a heading in another language than the document's
	headingLanguage = 0.3  // more in the document's
	headingOfTable  = 0.15 // factor in a row of headings: "Vendor" there is the salesman
	headingNoColon  = 0.6  // factor of one that the name follows without a colon
	headingClear    = 0.7  // score from which it names a party clearly
	headingRow      = 3    // labels that make a row of headings
)

// Weights of whose an identifier is, from 1 for surely the seller's to -1 for surely the buyer's.
const (
	surelySeller   = 1.0
	surelyBuyer    = -1.0
	underShipTo    = -0.5
	inFoot         = 0.9
	nearerSeller   = 0.5
	nearBuyer      = -0.6
	nowhereNear    = 0.2
	footFrom       = 0.8  // share of the page's height
	nearBuyerReach = 12.0 // heights of a usual word
	sideways       = 1.5  // how much more a step to the side counts than one down
	notBuyers      = -0.9 // above it an identifier can be the seller's
	buyersContact  = -0.5 // below it a contact or a register's number is the buyer's
)

// Weights of VAT identifiers.
const (
	vatCheckedLabel  = 0.5 // share of the label's score where check digits agree
	vatCheckedBase   = 0.5
	vatFormLabel     = 0.6 // where only the form does
	vatFormBase      = 0.3
	vatOtherLabel    = 0.7 // where neither does
	vatNationalLabel = 0.5 // without its country, which check digits tell
	vatNationalBase  = 0.3
	vatUnchecked     = 0.6 // without its country and no check digits
	vatGrouped       = 0.8 // printed in groups
	vatNamed         = 0.6 // label's score from which a plain code is one
	vatLeast         = 0.25
	vatLetters       = 7 // of a plain code at least
)

// Confidence of what was chosen: a base, and what each point of score adds.
const (
	sellerConfidence  = 0.35
	sellerPerScore    = 0.12
	buyerConfidence   = 0.3
	buyerPerScore     = 0.6
	vatConfidence     = 0.4
	vatPerScore       = 0.5
	countryLine       = 0.9 // a line that is a country
	countryBehind     = 0.85
	postalConfidence  = 0.85
	cityConfidence    = 0.8
	streetConfidence  = 0.75
	emailConfidence   = 0.8
	contactConfidence = 0.7
	registerPerScore  = 0.9
)

// Scores of labels from which contacts and registers' numbers are taken.
const (
	phoneNamed    = 0.7
	registerNamed = 0.7
)
