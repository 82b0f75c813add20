package pages

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/docketapi/docket/en16931/facturx"
	"github.com/docketapi/docket/internal/reading/sandbox"
)

// Attachment is a file inside a PDF. Its name is what the PDF says, for people: it may be empty, a path, or another's.
type Attachment struct {
	Name string
	Data []byte
	Err  error // why a file that should be XML could not be taken out; it has no data then
}

// Limits of what is taken out of a PDF: an invoice's XML is the only file that matters here.
const (
	maxAttachment  = 64 << 20
	maxAttachments = 256
)

// Attachments takes the embedded XML files out, the likeliest invoice first. Files are taken by number and told by their
// content, for names say little. It costs nothing when the PDF's bytes say that it can hold none. Errors as Text.
func (d *PDF) Attachments(ctx context.Context) ([]Attachment, error) {
	if !d.hints.Embedded {
		return nil, nil
	}
	res, err := d.run(ctx, "pdfdetach", nil, "-enc", "UTF-8", "-list", d.path)
	if err != nil {
		return nil, err
	}
	if err := failed(res); err != nil {
		return nil, err
	}
	names := attachmentNames(string(res.Stdout))
	var out []Attachment
	for k, i := range facturx.Choose(names) {
		a := Attachment{Name: names[i], Err: errManyAttachments}
		if k < maxAttachments {
			if a.Data, a.Err = d.detach(ctx, i+1); ctx.Err() != nil {
				return nil, ctx.Err()
			}
		}
		if isXML(a.Data) || a.Err != nil && facturx.MayBeXML(a.Name) {
			out = append(out, a)
		}
	}
	return d.withUnlisted(out)
}

var (
	errManyAttachments = fmt.Errorf("the PDF has more than %d files", maxAttachments)
	errLargeAttachment = fmt.Errorf("the file has more than %d MiB", maxAttachment>>20)
	errNotTaken        = errors.New("the PDF does not say where the file's content is")
)

// withUnlisted looks through the PDF's bytes when no listed file is XML: a file may hang on a page or on the document
// without being in its list, and be named in a way that the list's reader does not follow.
func (d *PDF) withUnlisted(listed []Attachment) ([]Attachment, error) {
	for _, a := range listed {
		if a.Err == nil {
			return listed, nil
		}
	}
	f, err := os.Open(d.path)
	if err != nil {
		return nil, fmt.Errorf("open PDF: %w", err)
	}
	defer f.Close()
	st, err := f.Stat()
	if err != nil {
		return nil, fmt.Errorf("open PDF: %w", err)
	}
	found, err := scanEmbedded(f, st.Size())
	if err != nil || len(found) == 0 {
		return listed, err
	}
	return found, nil
}

// listed is a line of the list of files.
var listed = regexp.MustCompile(`^([0-9]+): (.*)$`)

// attachmentNames reads pdfdetach's list. Its head says how many there are; a name may have line feeds, and look like
// the list's next line.
func attachmentNames(list string) []string {
	head, rest, _ := strings.Cut(list, "\n")
	count, err := strconv.Atoi(strings.TrimSuffix(head, " embedded files"))
	if err != nil || count < 0 || count > len(rest) { // a line has more than a byte
		return nil
	}
	names := make([]string, count)
	at := 0
	for line := range strings.SplitSeq(strings.TrimSuffix(rest, "\n"), "\n") {
		m := listed.FindStringSubmatch(line)
		switch {
		case m != nil && m[1] == strconv.Itoa(at+1) && at < count:
			names[at] = m[2]
			at++
		case at > 0:
			names[at-1] += "\n" + line
		}
	}
	return names
}

// detach takes out the file of a number. An error is the file's own: the PDF may be read without it.
func (d *PDF) detach(ctx context.Context, number int) ([]byte, error) {
	dir, err := sandbox.NewDir()
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	out := dir.Path("file")
	_, err = sandbox.Run(ctx, sandbox.Command{Program: "pdfdetach", Args: []string{"-save", strconv.Itoa(number), "-o", out, d.path},
		Dir: dir.Path(), Limits: sandbox.Limits{Wall: d.limits.Wall, Memory: popplerMemory, FileSize: maxAttachment}})
	if err != nil {
		return nil, err
	}
	st, err := os.Lstat(out)
	if err != nil || !st.Mode().IsRegular() {
		return nil, errNotTaken
	}
	f, err := os.Open(out)
	if err != nil {
		return nil, fmt.Errorf("read attachment: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, maxAttachment+1))
	if err != nil {
		return nil, fmt.Errorf("read attachment: %w", err)
	}
	if len(data) > maxAttachment {
		return nil, errLargeAttachment
	}
	return data, nil
}

// isXML tells by its first bytes whether a file may be XML, in any encoding that XML has.
func isXML(data []byte) bool {
	head := bytes.ReplaceAll(data[:min(len(data), 256)], []byte{0}, nil)
	for _, mark := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		head = bytes.TrimPrefix(head, []byte(mark))
	}
	head = bytes.TrimLeft(head, " \t\r\n")
	return len(head) > 1 && head[0] == '<' && !bytes.HasPrefix(bytes.ToLower(head), []byte("<!doctype html")) &&
		!bytes.HasPrefix(bytes.ToLower(head), []byte("<html"))
}
