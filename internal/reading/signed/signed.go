package signed

import (
	"bytes"
	"encoding/base64"
	"errors"
)

// signedData is the object identifier 1.2.840.113549.1.7.2 as an element.
var signedData = []byte{tagOID, 9, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 1, 7, 2}

// maxHead is within how many bytes the identifier stands.
const maxHead = 32

var (
	errNotSigned = errors.New("the bytes are no signed message")
	errDetached  = errors.New("the message holds a signature alone, and not the file that was signed")
)

// Is tells a signed message by the first bytes of a file, some hundred at least.
func Is(head []byte) bool {
	return isBinary(head) || isBinary(decoded(head[:min(len(head), 4096)]))
}

func isBinary(head []byte) bool {
	return len(head) > 0 && head[0] == tagSequence && bytes.Contains(head[:min(len(head), maxHead)], signedData)
}

// Content is the file that was signed.
func Content(data []byte) ([]byte, error) {
	if !isBinary(data) {
		if data = decoded(data); !isBinary(data) {
			return nil, errNotSigned
		}
	}
	message, err := inside(data, tagSequence, tagContext)
	if err != nil {
		return nil, err
	}
	body, err := inside(message, tagSequence)
	if err != nil {
		return nil, err
	}
	encapsulated, err := inside(body, tagSequence)
	if err != nil {
		return nil, err
	}
	holder, err := inside(encapsulated, tagContext)
	if err != nil {
		return nil, errDetached
	}
	content, err := octets(nil, holder, maxNested)
	if err == nil && len(content) == 0 {
		err = errDetached
	}
	return content, err
}

// inside goes into the first element of each tag in turn, over those in front of it.
func inside(data []byte, tags ...byte) ([]byte, error) {
	for _, tag := range tags {
		for {
			e, rest, err := next(data)
			if err != nil {
				return nil, err
			}
			if e.tag == tag {
				data = e.body
				break
			}
			data = rest
		}
	}
	return data, nil
}

// maxNested is how deep the parts of an octet string may stand in each other.
const maxNested = 4

// octets adds an octet string, which may come in parts.
func octets(to, data []byte, depth int) ([]byte, error) {
	for len(data) > 0 {
		e, rest, err := next(data)
		switch {
		case err != nil:
			return nil, err
		case e.tag == tagOctets:
			to = append(to, e.body...)
		case e.tag == tagOctets|constructed && depth > 0:
			if to, err = octets(to, e.body, depth-1); err != nil {
				return nil, err
			}
		default:
			return nil, errNotSigned
		}
		data = rest
	}
	return to, nil
}

var (
	pemBegin = []byte("-----BEGIN ")
	pemLine  = []byte("-----")
)

// decoded are the bytes that a text in base64 stands for, up to where it is none; nil for any other text.
func decoded(text []byte) []byte {
	text = bytes.TrimSpace(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")))
	if bytes.HasPrefix(text, pemBegin) {
		_, text, _ = bytes.Cut(text, []byte("\n"))
		text, _, _ = bytes.Cut(text, pemLine)
	}
	if len(text) < 4 || text[0] != 'M' { // the tag of a sequence is written so
		return nil
	}
	packed := make([]byte, 0, len(text))
	for _, c := range text {
		switch {
		case c >= 'A' && c <= 'Z', c >= 'a' && c <= 'z', c >= '0' && c <= '9', c == '+', c == '/':
			packed = append(packed, c)
		case c == ' ', c == '\r', c == '\n', c == '\t':
		case c == '=':
			packed = append(packed, c)
		default:
			return nil
		}
	}
	packed = bytes.TrimRight(packed, "=")
	out := make([]byte, base64.RawStdEncoding.DecodedLen(len(packed)))
	n, err := base64.RawStdEncoding.Decode(out, packed)
	if err != nil && n < maxHead {
		return nil
	}
	return out[:n]
}
