package counting

import (
	"github.com/docketapi/docket/internal/services/chat/wording"
	"github.com/docketapi/docket/internal/services/query"
)

// Op is what is asked for.
type Op string

// The operations.
const (
	Count   Op = "count"
	Sum     Op = "sum"
	List    Op = "list"
	Average Op = "average"
	Median  Op = "median"
	Share   Op = "share"
	Field   Op = "field" // a field of one invoice, or one that all of a seller's have
)

// Intent is a question that was understood. Zero members narrow nothing.
type Intent struct {
	Op         Op
	Field      string   // of Field, as query.Fields
	Measures   []string // gross, net, tax: of amounts
	By         []string // seller, month, quarter, year, currency, status, type
	Period     Period   // of the issue dates, or with Due of the due dates
	Second     Period   // is answered for as well, and compared
	Due        bool
	Statuses   []string   // as said: approved, rejected, ready, needs_review, failed, queued, processing, undecided
	Currencies []string   // any of them
	NotIn      []string   // currencies that are left out
	Sellers    [][]string // the spellings of each seller that was named; with several, each is answered for
	NotSellers []string   // all spellings
	Type       query.Type // "" for both
	Amount     query.Amounts
	Line       string // words of a line as they were said
	Number     string // of one invoice
	Order      query.Order
	Limit      int
	Suppliers  bool // it is sellers that are counted or listed
	Compare    bool // the two that are answered for
	Than       bool // it is asked how much more the first is
	YesNo      bool // whether there are any
	Paid       bool // payments were asked for; what is known is what was invoiced
	Language   wording.Language
}

// whole tells whether an intent has what its operation needs, and nothing that its operation does not know.
func (in Intent) whole() bool {
	two := !in.Second.IsZero()
	switch in.Op {
	case Field:
		return !two && len(in.By) == 0 && (in.Number != "" || len(in.Sellers) > 0 || in.Limit > 0)
	case Share:
		return !two && (len(in.By) > 0 || len(in.Sellers) > 0)
	case List:
		return len(in.By) == 0 && !two
	}
	return !two || len(in.Sellers) < 2
}
