package pages

import (
	"bytes"
	"unicode/utf8"
)

// Kind is what a file's bytes are. Names and media types are hints only.
type Kind string

// The kinds that are told apart.
const (
	KindUnknown Kind = ""
	KindPDF     Kind = "pdf"
	KindXML     Kind = "xml"
	KindPNG     Kind = "png"
	KindJPEG    Kind = "jpeg"
	KindTIFF    Kind = "tiff"
	KindWebP    Kind = "webp"
	KindGIF     Kind = "gif"
	KindBMP     Kind = "bmp"
	KindHEIF    Kind = "heif" // of phones: HEIC and its relatives
	KindAVIF    Kind = "avif"
	KindText    Kind = "text"
)

// Image tells whether files of the kind are pictures.
func (k Kind) Image() bool {
	switch k {
	case KindPNG, KindJPEG, KindTIFF, KindWebP, KindGIF, KindBMP, KindHEIF, KindAVIF:
		return true
	default:
		return false
	}
}

// MediaType is the kind's media type; application/octet-stream for an unknown one.
func (k Kind) MediaType() string {
	if t, ok := mediaTypes[k]; ok {
		return t
	}
	return "application/octet-stream"
}

var mediaTypes = map[Kind]string{
	KindPDF: "application/pdf", KindXML: "application/xml", KindPNG: "image/png", KindJPEG: "image/jpeg",
	KindTIFF: "image/tiff", KindWebP: "image/webp", KindGIF: "image/gif", KindBMP: "image/bmp", KindText: "text/plain",
	KindHEIF: "image/heif", KindAVIF: "image/avif",
}

// SniffLen is how many bytes Sniff looks at.
const SniffLen = 4096

var signatures = []struct {
	kind Kind
	sign string
}{
	{KindPNG, "\x89PNG\r\n\x1a\n"}, {KindJPEG, "\xff\xd8\xff"}, {KindTIFF, "II*\x00"}, {KindTIFF, "MM\x00*"},
	{KindGIF, "GIF87a"}, {KindGIF, "GIF89a"},
}

// Sniff tells the kind by the first bytes of a file.
func Sniff(head []byte) Kind {
	head = head[:min(len(head), SniffLen)]
	for _, s := range signatures {
		if bytes.HasPrefix(head, []byte(s.sign)) {
			return s.kind
		}
	}
	if kind := sniffHEIF(head); kind != KindUnknown {
		return kind
	}
	switch {
	case len(head) >= 12 && bytes.HasPrefix(head, []byte("RIFF")) && string(head[8:12]) == "WEBP":
		return KindWebP
	case len(head) >= 26 && bytes.HasPrefix(head, []byte("BM")) && head[6] == 0 && head[7] == 0 && head[8] == 0 && head[9] == 0:
		return KindBMP
	case bytes.Contains(head[:min(len(head), 1024)], []byte("%PDF-")): // readers allow rubbish before it
		return KindPDF
	case startsLikeXML(head):
		return KindXML
	case readable(head):
		return KindText
	}
	return KindUnknown
}

// startsLikeXML sees a < after a byte-order mark and white space, in UTF-8 or UTF-16.
func startsLikeXML(head []byte) bool {
	for _, bom := range []string{"\xef\xbb\xbf", "\xff\xfe", "\xfe\xff"} {
		head = bytes.TrimPrefix(head, []byte(bom))
	}
	if len(head) > 1 && (head[0] == 0 || head[1] == 0) { // UTF-16
		head = bytes.ReplaceAll(head, []byte{0}, nil)
	}
	head = bytes.TrimLeft(head, " \t\r\n")
	return len(head) > 1 && head[0] == '<' && (head[1] == '?' || head[1] == '!' || nameStart(head[1]))
}

func nameStart(c byte) bool {
	return c == '_' || c == ':' || c >= 0x80 || (c|0x20 >= 'a' && c|0x20 <= 'z')
}

// readable tells text: no control characters but white space, and UTF-8 up to a cut last character.
func readable(head []byte) bool {
	for _, c := range head {
		if c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' {
			return false
		}
	}
	for i := 0; i < utf8.UTFMax && len(head) > 0; i++ {
		if utf8.Valid(head) {
			return true
		}
		head = head[:len(head)-1]
	}
	return false
}
