// Package invoice is the life of an invoice: made from a document, read by a worker, checked, found again.
//
// It owns the tables invoices, extractions and corrections, the statuses, the filters, and the order to read (the job).
// It does not own the bytes (document), how they are read (reading) or the rules of EN 16931.
//
//	queued ──► processing ──► ready          read, nothing against it   ◄─┐ ──► approved ─┐ reopened
//	  ▲           │  └──────► needs_review   read, but a person should look ◄─┘ ──► rejected ─┘
//	  │           └─────────► failed         error.code says why; a retry makes it queued again
//	  └── ready, needs_review: read again; a correction also decides between the two anew
package invoice

import (
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/services/job"
)

// MaxBytes is the largest document that an invoice is read from.
const MaxBytes = 64 << 20

// Status is where an invoice stands.
type Status string

// The statuses.
const (
	Queued      Status = "queued"
	Processing  Status = "processing"
	NeedsReview Status = "needs_review"
	Ready       Status = "ready"
	Approved    Status = "approved"
	Rejected    Status = "rejected"
	Failed      Status = "failed"
)

// Final tells whether reading has ended.
func (s Status) Final() bool { return s != Queued && s != Processing }

// Invoice is one invoice of a workspace.
type Invoice struct {
	ID         uuid.UUID
	DocumentID uuid.UUID
	JobID      uuid.UUID // of the last reading
	Ordinal    int       // which invoice of its document, from 1
	FirstPage  int       // 0 when the document has no pages, or before it is read
	LastPage   int
	Status     Status
	Source     evidence.Kind    // "" before it is read
	Data       *en16931.Invoice // nil before it is read
	Evidence   []evidence.Evidence
	Checks     []en16931.Finding
	Reasons    []Reason     // why a person should look; only when NeedsReview
	Duplicates []Match      // other invoices of the workspace that seem to be the same, oldest first
	Error      *job.Failure // only when Failed
	Version    int64        // goes up with each change; the ETag
	CreatedAt  time.Time
	UpdatedAt  time.Time

	view View
}

// Sort is an order of List; a leading minus is descending. Invoices without the value come last either way.
type Sort string

// The orders.
const (
	NewestFirst   Sort = "-created_at" // the default
	OldestFirst   Sort = "created_at"
	IssueDateAsc  Sort = "issue_date"
	IssueDateDesc Sort = "-issue_date"
	DueDateAsc    Sort = "due_date"
	DueDateDesc   Sort = "-due_date"
	GrossAsc      Sort = "gross"
	GrossDesc     Sort = "-gross"
	NumberAsc     Sort = "number"
	NumberDesc    Sort = "-number"
	SellerAsc     Sort = "seller"
	SellerDesc    Sort = "-seller"
)

// Filter narrows List. Zero values narrow nothing; ranges include both ends.
type Filter struct {
	Statuses      []Status
	Sources       []evidence.Kind
	DocumentID    uuid.UUID
	Seller        string // part of the seller's name in any case, or its whole VAT id
	Number        string // the whole number
	Currency      string // ISO 4217
	IssueDateFrom en16931.Date
	IssueDateTo   en16931.Date
	DueDateFrom   en16931.Date
	DueDateTo     en16931.Date
	GrossMin      en16931.Decimal
	GrossMax      en16931.Decimal
	CreatedAfter  time.Time
	CreatedBefore time.Time
	Query         string     // words, each of which stands in number, seller, buyer, a reference, a note or a line
	Duplicates    Duplicates // of Summarize only
	Include       Include    // of List only
	Sort          Sort
	Limit         int
	Cursor        string
}
