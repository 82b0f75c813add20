package content

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/jhillyerd/enmime/v2"
)

// maxBoundaries is how many borders between parts a message may declare: nested parts are read through each other.
const maxBoundaries = 100

// readEmail reads a message.
func readEmail(b *builder, data []byte) { b.email(withoutMbox(data)) }

// email reads the headers that people look at and the text, as it is plain or else out of the HTML. Files come back as
// attachments.
func (b *builder) email(data []byte) {
	if bytes.Count(bytes.ToLower(data), []byte("boundary=")) > maxBoundaries {
		b.err = tooComplex("the message has more than %d nested parts", maxBoundaries)
		return
	}
	p := enmime.NewParser(enmime.SkipMalformedParts(true), enmime.MaxStoredPartErrors(10), enmime.SetReadPartErrorPolicy(enmime.AllowCorruptTextPartErrorPolicy))
	env, err := p.ReadEnvelope(within{b.ctx, bytes.NewReader(data)})
	switch {
	case b.ctx.Err() != nil:
		b.err = ended(b.ctx)
		return
	case err != nil:
		b.err = damaged(err, "the message cannot be read")
		return
	}
	b.add(Block{Kind: Heading, Level: 1, Text: Clean(env.GetHeader("Subject"))})
	var head []string
	for _, name := range []string{"From", "To", "Cc", "Date"} {
		if v := Clean(env.GetHeader(name)); v != "" {
			head = append(head, name+": "+cutText(v, maxHeader))
		}
	}
	b.add(Block{Kind: Paragraph, Text: strings.Join(head, "\n")})
	switch {
	case env.Root != nil && hasPlain(env):
		b.paragraphs(env.Text)
	case env.HTML != "":
		b.html(within{b.ctx, strings.NewReader(env.HTML)})
	default:
		b.paragraphs(env.Text)
	}
	b.attachments(env)
}

const maxHeader = 2000

// withoutMbox drops the line that a mailbox file puts before a message.
func withoutMbox(data []byte) []byte {
	if bytes.HasPrefix(data, []byte("From ")) {
		if _, rest, ok := bytes.Cut(data, []byte("\n")); ok {
			return rest
		}
	}
	return data
}

// hasPlain tells that the message has a text of its own: the library else makes one of the HTML.
func hasPlain(env *enmime.Envelope) bool {
	return env.Root.BreadthMatchFirst(func(p *enmime.Part) bool {
		return (p.ContentType == "text/plain" || p.ContentType == "") && p.Disposition != "attachment" && len(bytes.TrimSpace(p.Content)) > 0
	}) != nil
}

// attachments takes the files out. Pictures that the text shows are part of it, not files.
func (b *builder) attachments(env *enmime.Envelope) {
	parts := append([]*enmime.Part{}, env.Attachments...)
	for _, p := range env.Inlines {
		if p.FileName != "" && p.ContentID == "" {
			parts = append(parts, p)
		}
	}
	for _, p := range env.OtherParts {
		if p.FileName != "" && p.ContentID == "" || p.ContentType == "message/rfc822" {
			parts = append(parts, p)
		}
	}
	for _, p := range parts {
		if len(p.Content) == 0 {
			continue
		}
		if !b.attach(Attachment{Name: Clean(p.FileName), MediaType: p.ContentType, Data: p.Content}) {
			return
		}
	}
}

// attach takes a file, unless there are too many or they are too large together. It tells whether to go on.
func (b *builder) attach(a Attachment) bool {
	if len(b.doc.Attachments) == b.limits.Attachments {
		b.doc.Skipped = append(b.doc.Skipped, fmt.Sprintf("more than %d attachments", b.limits.Attachments))
		return false
	}
	if b.attached += int64(len(a.Data)); b.attached > b.limits.Unpacked {
		b.doc.Skipped = append(b.doc.Skipped, fmt.Sprintf("attachments of more than %d MiB", b.limits.Unpacked>>20))
		return false
	}
	b.doc.Attachments = append(b.doc.Attachments, a)
	return true
}
