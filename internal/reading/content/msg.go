package content

import (
	"encoding/binary"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
	"unicode/utf16"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/content/encodings"
)

// Properties of messages that are read, [MS-OXPROPS].
const (
	propSubject    = "0037"
	propSender     = "0C1A"
	propSenderMail = "5D01"
	propSenderAddr = "0C1F"
	propTo         = "0E04"
	propCc         = "0E03"
	propBody       = "1000"
	propHTML       = "1013"
	propRTF        = "1009"
	propLongName   = "3707"
	propShortName  = "3704"
	propMediaType  = "370E"
	propData       = "3701"
	propSent       = 0x0039
	propDelivered  = 0x0E06
	propCodePage   = 0x3FFD
	propWebPage    = 0x3FDE
)

// readMSG reads a message that Outlook kept: what people look at of its head, its text, its files.
func readMSG(b *builder, f *os.File) {
	data, err := io.ReadAll(io.LimitReader(within{b.ctx, f}, b.limits.Bytes))
	if err != nil {
		b.err = fmt.Errorf("read document: %w", err)
		return
	}
	c, err := openCompound(data)
	if err != nil {
		b.err = damaged(err, "the message is damaged")
		return
	}
	if !b.message(c, c.entries[0], 0) && b.err == nil {
		b.err = damaged(nil, "the file has no message")
	}
}

// outlook is the properties of a message or of a file of it.
type outlook struct {
	c       *compound
	streams map[string]oleItem // by property and type, as 0037001F
	fixed   map[int][]byte     // of eight bytes, by property
	within  []oleItem          // storages
}

func newOutlook(c *compound, storage oleItem) outlook {
	o := outlook{c: c, streams: map[string]oleItem{}, fixed: map[int][]byte{}}
	for _, e := range c.children(storage) {
		switch name, found := strings.CutPrefix(e.name, "__substg1.0_"); {
		case e.kind == 2 && found:
			o.streams[strings.ToUpper(name)] = e
		case e.kind == 2 && e.name == "__properties_version1.0":
			o.properties(c.stream(e))
		case e.kind == 1:
			o.within = append(o.within, e)
		}
	}
	return o
}

// properties reads those of a fixed size. How long the head before them is depends on where the message stands: what does not
// look like a property is passed over.
func (o outlook) properties(data []byte) {
	for at := 8; at+16 <= len(data); at += 8 {
		tag := binary.LittleEndian.Uint32(data[at:])
		if kind := tag & 0xffff; kind == 0x0040 || kind == 0x0003 {
			id := int(tag >> 16)
			if _, known := o.fixed[id]; !known {
				o.fixed[id] = data[at+8 : at+16]
			}
		}
	}
}

// text gives a property as text.
func (o outlook) text(id string) string {
	if e, ok := o.streams[id+"001F"]; ok {
		return utf16Text(o.c.stream(e))
	}
	if e, ok := o.streams[id+"001E"]; ok {
		text, _ := codePage(o.number(propCodePage, 1252)).NewDecoder().Bytes(o.c.stream(e))
		return string(text)
	}
	return ""
}

func (o outlook) number(id, or int) int {
	if v, ok := o.fixed[id]; ok {
		return int(binary.LittleEndian.Uint32(v))
	}
	return or
}

// when gives a time, which is in units of 100 ns since 1601; the zero time for none.
func (o outlook) when(id int) time.Time {
	v, ok := o.fixed[id]
	if !ok {
		return time.Time{}
	}
	const toUnix = 11_644_473_600 // seconds
	n := binary.LittleEndian.Uint64(v)
	return time.Unix(int64(n/10_000_000)-toUnix, 0).UTC() // divided it fits
}

func utf16Text(data []byte) string {
	units := make([]uint16, len(data)/2)
	for i := range units {
		units[i] = binary.LittleEndian.Uint16(data[2*i:])
	}
	return string(utf16.Decode(units))
}

// message adds a message, and those that stand in it. It tells whether there was one.
func (b *builder) message(c *compound, storage oleItem, depth int) bool {
	o := newOutlook(c, storage)
	if len(o.streams) == 0 || !b.ok() {
		return false
	}
	b.add(Block{Kind: Heading, Level: min(depth+1, 6), Text: Clean(o.text(propSubject))})
	b.add(Block{Kind: Paragraph, Text: strings.Join(o.head(), "\n")})
	b.messageText(o)
	for _, e := range o.within {
		if strings.HasPrefix(e.name, "__attach_version1.0_") {
			b.messageFile(c, e, depth)
		}
	}
	return true
}

// head is the lines that people look at.
func (o outlook) head() []string {
	from := Clean(o.text(propSender))
	mail := Clean(o.text(propSenderMail))
	if other := Clean(o.text(propSenderAddr)); mail == "" && strings.Contains(other, "@") {
		mail = other
	}
	if mail != "" && mail != from {
		from = strings.TrimSpace(from + " <" + mail + ">")
	}
	sent := o.when(propSent)
	if sent.IsZero() {
		sent = o.when(propDelivered)
	}
	date := ""
	if !sent.IsZero() {
		date = sent.Format(time.RFC1123Z)
	}
	var out []string
	for _, x := range [][2]string{{"From", from}, {"To", Clean(o.text(propTo))}, {"Cc", Clean(o.text(propCc))}, {"Date", date}} {
		if x[1] != "" {
			out = append(out, x[0]+": "+cutText(x[1], maxHeader))
		}
	}
	return out
}

// messageText adds the text as it is plain, or else out of the HTML, or of the rich text.
func (b *builder) messageText(o outlook) {
	html, ok := o.streams[propHTML+"0102"]
	rich, isRich := o.streams[propRTF+"0102"]
	switch text := o.text(propBody); {
	case strings.TrimSpace(text) != "":
		b.paragraphs(text)
	case o.text(propHTML) != "":
		b.html(within{b.ctx, strings.NewReader(o.text(propHTML))})
	case ok:
		data := o.c.stream(html)
		if e := codePage(o.number(propWebPage, 65001)); !encodings.ValidUTF8(data) {
			data, _ = e.NewDecoder().Bytes(data)
		}
		b.html(within{b.ctx, strings.NewReader(string(data))})
	case isRich:
		if data, err := unpackRTF(o.c.stream(rich), b.limits.Text); err == nil {
			readRTF(b, data)
		} else {
			b.err = damaged(err, "the text of the message is damaged")
		}
	}
}

// messageFile adds a file as an attachment, and a message that stands in this one as text.
func (b *builder) messageFile(c *compound, storage oleItem, depth int) {
	o := newOutlook(c, storage)
	for _, e := range o.within {
		if strings.HasPrefix(e.name, "__substg1.0_3701000D") && depth < maxMessages {
			b.message(c, e, depth+1)
		}
	}
	data, ok := o.streams[propData+"0102"]
	if !ok || data.size == 0 || len(b.doc.Skipped) > 0 {
		return
	}
	name := o.text(propLongName)
	if name == "" {
		name = o.text(propShortName)
	}
	b.attach(Attachment{Name: Clean(name), MediaType: Clean(o.text(propMediaType)), Data: c.stream(data)})
}

// maxMessages is how deep messages in messages are read.
const maxMessages = 5

// rtfStart is what the dictionary of packed rich text begins with, [MS-OXRTFCP].
const rtfStart = `{\rtf1\ansi\mac\deff0\deftab720{\fonttbl;}{\f0\fnil \froman \fswiss \fmodern \fscript \fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\colortbl\red0\green0\blue0` + "\r\n" + `\par \pard\plain\f0\fs20\b\i\u\tab\tx`

// unpackRTF unpacks rich text, at most most bytes of it.
func unpackRTF(data []byte, most int) ([]byte, error) {
	if len(data) < 16 {
		return nil, fault.New(fault.CodeDocumentDamaged, "packed rich text is cut off")
	}
	body := data[16:]
	switch string(data[8:12]) {
	case "MELA":
		return body, nil
	case "LZFu":
	default:
		return nil, fault.New(fault.CodeDocumentDamaged, "rich text is packed in an unknown way")
	}
	const ring = 4096
	dict := make([]byte, ring)
	write := copy(dict, rtfStart)
	var out []byte
	for at := 0; at < len(body) && len(out) < most; {
		flags := body[at]
		at++
		for bit := 0; bit < 8 && at < len(body); bit++ {
			if flags>>bit&1 == 0 {
				dict[write%ring] = body[at]
				out, write, at = append(out, body[at]), write+1, at+1
				continue
			}
			if at+2 > len(body) {
				return out, nil
			}
			ref := int(body[at])<<8 | int(body[at+1])
			at += 2
			from := ref >> 4
			if from == write%ring {
				return out, nil // the end
			}
			for range ref&0xf + 2 {
				c := dict[from%ring]
				dict[write%ring] = c
				out, write, from = append(out, c), write+1, from+1
			}
		}
	}
	return out, nil
}
