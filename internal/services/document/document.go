// Package document keeps what callers upload: bytes once per workspace, under the hash of their content.
//
// It owns the tables documents and document_pages, the rules of upload, deletion and reading back, and the port to the
// blobs. It does not own what a document means (invoice) or how it is read (reading).
package document

import (
	"encoding/hex"
	"io"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/services/idempotency"
	"github.com/docketapi/docket/internal/services/job"
)

// MaxBytes is the largest upload.
const MaxBytes = 512 << 20

// Kind is what the bytes are. A name decides only between kinds of text that the bytes cannot tell apart.
type Kind string

// The kinds.
const (
	XML      Kind = "xml"
	PDF      Kind = "pdf"
	Image    Kind = "image"
	Text     Kind = "text"
	Markdown Kind = "markdown"
	HTML     Kind = "html"
	CSV      Kind = "csv"
	DOCX     Kind = "docx"
	XLSX     Kind = "xlsx"
	PPTX     Kind = "pptx"
	ODT      Kind = "odt"
	ODS      Kind = "ods"
	ODP      Kind = "odp"
	RTF      Kind = "rtf"
	EPUB     Kind = "epub"
	Email    Kind = "email"
	MSG      Kind = "msg"
	Mbox     Kind = "mbox"
	ZIP      Kind = "zip"
	P7M      Kind = "p7m"   // a file with its signature
	ASIC     Kind = "asice" // files with their signatures
	Other    Kind = "other"
)

// Process says what an upload sets going besides being kept.
type Process string

// The processes. Auto makes an invoice of what is or holds an invoice's XML, and of what reads like an invoice.
const (
	ProcessAuto    Process = "auto"
	ProcessInvoice Process = "invoice"
	ProcessIndex   Process = "index"
	ProcessNone    Process = "none"
)

// Document is one kept file.
type Document struct {
	ID        uuid.UUID
	Name      string // as the uploader gave it, without folders; may be empty
	MediaType string // of the bytes
	Kind      Kind
	Size      int64
	SHA256    [32]byte
	PageCount int     // 0 before it is known, and for what has no pages
	Process   Process // what its upload asked for
	CreatedAt time.Time
	Charset   string // that the uploader declared for a text; "" for none
	Indexing  Indexing
	Names     []string // others that the same bytes were uploaded under, up to 20, the oldest first
	// AttachedTo are the e-mails and archives that it came with, up to 20.
	AttachedTo []uuid.UUID
}

// Hash is the content's SHA-256 in lower-case hexadecimal.
func (d Document) Hash() string { return hex.EncodeToString(d.SHA256[:]) }

// IndexState is whether a document is found by searching.
type IndexState string

// The states. None is a document that is not to be indexed, or whose reading was cancelled.
const (
	IndexNone    IndexState = "none"
	IndexQueued  IndexState = "queued"
	IndexRunning IndexState = "indexing"
	Indexed      IndexState = "indexed"
	IndexFailed  IndexState = "failed"
)

// Final tells that the state does not change by itself.
func (s IndexState) Final() bool { return s != IndexQueued && s != IndexRunning }

// Indexing is how far a document is on its way into the index.
type Indexing struct {
	State  IndexState
	Chunks int // that are found now
	// VectorsPending tells that they are found by their words only, while their vectors are made.
	VectorsPending bool
	JobID          uuid.UUID    // of the job that indexes it, or that comes before; uuid.Nil for none
	Error          *job.Failure // when it failed, or has no text that is read
}

// UploadInput is one file to keep. Body is read once, to its end or to the limit.
type UploadInput struct {
	Name         string
	DeclaredType string // of the part; a hint
	Body         io.Reader
	Process      Process // "" is auto
	Attached     *Attached
	Attempt      *idempotency.Attempt // nil: the request may be sent once only
}

// Attached tells that a file came with an e-mail or an archive.
type Attached struct {
	To    uuid.UUID
	Depth int // e-mails and archives above the file, from 1
}

// Uploaded tells what an upload came to. Created is false when the workspace had the bytes already.
type Uploaded struct {
	Document Document
	Created  bool
}

// Filter narrows List. Zero values narrow nothing.
type Filter struct {
	Name          string // part of the name, any case
	MediaType     string
	Kind          Kind
	SHA256        []byte    // 32 bytes
	AttachedTo    uuid.UUID // files of this e-mail
	CreatedAfter  time.Time
	CreatedBefore time.Time
	Limit         int
	Cursor        string
}

// Content is a document's bytes, or a range of them. The caller closes Body.
type Content struct {
	Document Document
	Body     io.ReadCloser
	Offset   int64 // of the first byte of Body
	Length   int64 // of Body
}
