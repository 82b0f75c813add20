package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/docketapi/docket/internal/core/fault"
)

const (
	// maxDepth bounds the nesting of a JSON body; the contract's deepest schema has far less.
	maxDepth = 64
	// maxValues bounds how many values a body may hold: each costs memory beyond its bytes. An invoice of the most lines has fewer.
	maxValues = 1_000_000
)

// Decode is a JSON value that came by another way than a body, read as strictly.
func Decode(raw []byte) (any, error) { return decode(raw, nil) }

// decode reads JSON as RFC 8259 has it and stricter: UTF-8, one value, no duplicate names (RFC 7493), bounded depth and number of
// values, and no list longer than the schema takes. Numbers keep their digits. The schema may be nil.
func decode(raw []byte, s *openapi3.Schema) (any, error) {
	if !utf8.Valid(raw) {
		return nil, fault.New(fault.CodeMalformed, "the body is not UTF-8")
	}
	d := decoder{Decoder: json.NewDecoder(bytes.NewReader(raw))}
	d.UseNumber()
	value, err := d.value(s, 0)
	if err != nil {
		var known *fault.Error
		if errors.As(err, &known) {
			return nil, known
		}
		return nil, fault.New(fault.CodeMalformed, "the body is not JSON: at byte %d", d.InputOffset())
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, fault.New(fault.CodeMalformed, "something follows the JSON value")
	}
	return value, nil
}

// decoder reads one body.
type decoder struct {
	*json.Decoder
	at     place
	values int
}

func (d *decoder) value(s *openapi3.Schema, depth int) (any, error) {
	if depth > maxDepth {
		return nil, fault.New(fault.CodeMalformed, "the body is nested deeper than %d", maxDepth)
	}
	if d.values++; d.values > maxValues {
		return nil, tooManyValues()
	}
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return d.object(plain(s), depth)
	case json.Delim('['):
		return d.array(plain(s), depth)
	}
	return token, nil
}

func (d *decoder) object(s *openapi3.Schema, depth int) (any, error) {
	out := map[string]any{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string)
		d.at.enter(name)
		if _, twice := out[name]; twice {
			return nil, fault.New(fault.CodeMalformed, "a name stands twice in an object").At(d.at.pointer(), "stands twice")
		}
		if out[name], err = d.value(memberOf(s, name), depth+1); err != nil {
			return nil, err
		}
		d.at.leave()
	}
	_, err := d.Token()
	return out, err
}

func (d *decoder) array(s *openapi3.Schema, depth int) (any, error) {
	out := []any{}
	for d.More() {
		if tooMany(s, len(out)+1) {
			return nil, tooManyItems(s, d.at.pointer())
		}
		d.at.enterItem(len(out))
		v, err := d.value(itemOf(s), depth+1)
		if err != nil {
			return nil, err
		}
		d.at.leave()
		out = append(out, v)
	}
	_, err := d.Token()
	return out, err
}

// plain is the schema behind a single allOf, which gives a reference a description of its own.
func plain(s *openapi3.Schema) *openapi3.Schema {
	for s != nil && len(s.AllOf) == 1 && s.Type == nil {
		s = s.AllOf[0].Value
	}
	return s
}

func memberOf(s *openapi3.Schema, name string) *openapi3.Schema {
	if s == nil || s.Properties[name] == nil {
		return nil
	}
	return s.Properties[name].Value
}

func itemOf(s *openapi3.Schema) *openapi3.Schema {
	if s == nil || s.Items == nil {
		return nil
	}
	return s.Items.Value
}

func tooManyValues() error {
	return fault.New(fault.CodeBodyTooLarge, "the body may hold %d values at most", maxValues)
}

func tooMany(s *openapi3.Schema, n int) bool {
	return s != nil && s.MaxItems != nil && uint64(n) > *s.MaxItems
}

// overflowCode is the extension that gives a list a code of its own for having too many items.
const overflowCode = "x-docket-overflow"

// tooManyItems refuses a list as a whole: what is in it does not matter any more.
func tooManyItems(s *openapi3.Schema, pointer string) error {
	code := fault.CodeValidation
	if own, ok := s.Extensions[overflowCode].(string); ok {
		code = fault.Code(own)
	}
	return fault.New(code, "a list has more items than are taken").At(pointer, "has more than "+strconv.FormatUint(*s.MaxItems, 10)+" items")
}

// place is where in a JSON value a walk is. The pointer is written only when somebody asks.
type place []step

// step is the name of a member, or the index of an item where that is not negative.
type step struct {
	name  string
	index int
}

func (p *place) enter(name string)   { *p = append(*p, step{name, -1}) }
func (p *place) enterItem(index int) { *p = append(*p, step{"", index}) }
func (p *place) leave()              { *p = (*p)[:len(*p)-1] }

// pointer is the place as a JSON pointer (RFC 6901), clipped for an answer.
func (p *place) pointer(below ...string) string {
	var b strings.Builder
	for _, s := range *p {
		b.WriteByte('/')
		if s.index >= 0 {
			b.WriteString(strconv.Itoa(s.index))
		} else {
			b.WriteString(escape(s.name))
		}
	}
	for _, name := range below {
		b.WriteString("/" + escape(name))
	}
	return clip(b.String())
}

var pointerEscapes = strings.NewReplacer("~", "~0", "/", "~1")

// escape writes a name as a token of a JSON pointer (RFC 6901).
func escape(name string) string { return pointerEscapes.Replace(name) }
