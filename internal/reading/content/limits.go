package content

import (
	"context"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/core/fault"
)

// Limits bound what reading one document may cost. A zero means the default beside it; more is document_too_complex unless
// said otherwise.
type Limits struct {
	Bytes       int64         // 64 MiB of a file that is not pages; more is body_too_large
	Text        int           // 16 MiB of text
	Blocks      int           // 200,000 headings, paragraphs, items and rows
	Unpacked    int64         // 256 MiB that a packed file unpacks to
	Ratio       int64         // 200 times its packed size that one part may unpack to, above 1 MiB
	Entries     int           // 10,000 parts of a packed file
	Depth       int           // 200 elements inside each other
	Cells       int           // 1,000 cells of a row
	Attachments int           // 50 files of an e-mail; the others are left out and Skipped says so
	Files       int           // 1,000 files of an archive; as above
	Messages    int           // 5,000 messages of a mailbox; as above
	Wall        time.Duration // 1 minute; more is reading_timeout
}

// OrDefaults fills the zeros.
func (l Limits) OrDefaults() Limits {
	or(&l.Bytes, 64<<20)
	or(&l.Text, 16<<20)
	or(&l.Blocks, 200_000)
	or(&l.Unpacked, 256<<20)
	or(&l.Ratio, 200)
	or(&l.Entries, 10_000)
	or(&l.Depth, 200)
	or(&l.Cells, 1000)
	or(&l.Attachments, 50)
	or(&l.Files, 1000)
	or(&l.Messages, 5000)
	or(&l.Wall, time.Minute)
	return l
}

func or[T int | int64 | time.Duration](v *T, def T) {
	if *v <= 0 {
		*v = def
	}
}

func tooComplex(format string, args ...any) error {
	return fault.New(fault.CodeDocumentTooComplex, format, args...)
}

func damaged(cause error, format string, args ...any) error {
	return fault.Wrap(cause, fault.CodeDocumentDamaged, format, args...)
}

// builder collects blocks under limits. Its first error sticks: parsers may look at it now and then.
type builder struct {
	ctx      context.Context // of the one call that the builder lives for
	limits   Limits
	charset  string // that the file is said to be in; "" for none
	whole    bool   // files in a signed one are wanted as they are, see Held
	doc      Document
	text     int
	attached int64 // bytes of attachments
	err      error
}

// add takes a block; one without text is left out. It tells whether to go on.
func (b *builder) add(x Block) bool {
	x.Text = strings.TrimSpace(x.Text)
	if x.Text == "" || !b.ok() {
		return b.err == nil
	}
	b.text += len(x.Text)
	switch {
	case b.text > b.limits.Text:
		b.err = tooComplex("the document has more than %d MiB of text", b.limits.Text>>20)
	case len(b.doc.Blocks) >= b.limits.Blocks:
		b.err = tooComplex("the document has more than %d paragraphs and rows", b.limits.Blocks)
	default:
		b.doc.Blocks = append(b.doc.Blocks, x)
	}
	return b.err == nil
}

// ok tells whether to go on.
func (b *builder) ok() bool {
	if b.err == nil && b.ctx.Err() != nil {
		b.err = ended(b.ctx)
	}
	return b.err == nil
}

// ended is why a reading's context has ended: its own limit of time, or its caller.
func ended(ctx context.Context) error {
	if cause := context.Cause(ctx); cause != errWall { //nolint:errorlint // the very value
		return fmt.Errorf("read document: %w", cause)
	}
	return fault.New(fault.CodeReadTimeout, "the document takes too long to read")
}

var errWall = fmt.Errorf("the limit of time was reached: %w", context.DeadlineExceeded)

// within ends reads when the context does.
type within struct {
	ctx context.Context // of the one call that the reader lives for
	r   io.Reader
}

// Read implements io.Reader.
func (w within) Read(p []byte) (int, error) {
	if w.ctx.Err() != nil {
		return 0, ended(w.ctx)
	}
	return w.r.Read(p)
}

// cleanLines cleans each line of a text and keeps their ends.
func cleanLines(s string) string {
	var b strings.Builder
	for line := range strings.Lines(s) {
		if line = Clean(line); line != "" {
			if b.Len() > 0 {
				b.WriteByte('\n')
			}
			b.WriteString(line)
		}
	}
	return b.String()
}

// cutText is at most n bytes of a text, to the end of a character.
func cutText(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}
