package kind

// Weights of the choice among titles. Set by hand, and kept while they agreed with documents of known type; none is
// fitted by a program.
const (
	titleTooLow     = 0.4  // factor of a title in a page's lower part or on a later page: a reference to another document
	titleWholeLine  = 1.3  // factor of a title that is all its line says
	titleNotInvoice = 1.25 // factor of a type other than an invoice's: such a document often says "invoice" besides

	titleConfidence = 0.6  // of any title
	titlePerHeight  = 0.15 // confidence for each height of a usual word that the title has
	titleSurest     = 0.97 // most that a title's height can give
)

// Bounds of titles and receipts.
const (
	titleLowest = 0.6 // share of the page's height below which a title counts less
	titleWords  = 6   // longest title of the dictionary, in words

	receiptShape = 0.62 // width by height of a page up to which it is a strip of a till's roll; A4 has 0.71
	receiptText  = 58   // letters of the widest text on a receipt: rolls of 80 mm hold 42 to 48 of the usual fonts
	receiptPage  = 75   // letters of the widest page around such a text
	tableRow     = 4    // segments above which a row is one of a table
	tableRows    = 3    // rows of a table that no receipt has
	tillLabels   = 3    // segments of a row above which "cash" or "change" is no word of the till
	tillWords    = 2    // different words of the till that make a receipt of any page
)

// Weights and bounds of the headings of other papers than invoices.
const (
	paperLowest    = 0.55 // share of the page's height below which no heading of a paper stands
	paperLead      = 1.05 // how much more a paper's heading must weigh than an invoice's
	paperTitled    = 1.2  // weight of an invoice's heading from which sentences alone make no reminder of it
	paperSaid      = 0.9  // confidence of a sentence
	headingWords   = 14   // longest line with a heading
	headingTallest = 3.0  // heights of a usual word that count
	headingLarge   = 1.2  // heights from which a heading with a number is that of this paper
	headingValue   = 0.85 // share of its height that a value of a label has at least
	headingNumber  = 0.7  // weight of a label of an invoice's number
	headingGoesOn  = 0.7  // factor where other words follow: "Contract for services"
	headingRefers  = 0.45 // factor where it rather labels the number of another paper
	headingRow     = 3    // segments of a row above which it is one of headings of columns
	subjectLetters = 7    // least bytes of a reminder's name inside a line
)
