package contract

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"github.com/docketapi/docket/internal/core/fault"
)

// maxDepth bounds the nesting of a JSON body; the contract's deepest schema has far less.
const maxDepth = 64

// checkBody validates a JSON body against its schema and hands the validated value on. Bodies of other media types are
// streams: their handlers read them, within the limit.
func (o *Operation) checkBody(ec echo.Context) error {
	r := ec.Request()
	if o.jsonBody == nil || !isJSON(mediaTypeOf(r)) {
		return nil
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return bodyError(err)
	}
	if len(bytes.TrimSpace(raw)) == 0 {
		return fault.New(fault.CodeValidation, "the request needs a body").At("", "is missing")
	}
	value, err := decode(raw)
	if err != nil {
		return err
	}
	if err := o.jsonBody.VisitJSON(value, openapi3.VisitAsRequest(), openapi3.MultiErrors()); err != nil {
		return schemaProblem(err)
	}
	if err := checkTimes(o.jsonBody, value); err != nil {
		return err
	}
	if o.defaults {
		// Apart from the check: this puts defaults in the place of a null too, which the contract may not allow.
		if err := o.jsonBody.VisitJSON(value, openapi3.VisitAsRequest(), openapi3.DefaultsSet(func() {})); err != nil {
			return schemaProblem(err)
		}
	}
	r.Body = &validated{Reader: bytes.NewReader(raw), raw: raw, value: integers(o.jsonBody, value)}
	return nil
}

// validated is a body that has been read and checked. The generated handlers take the value instead of decoding again.
type validated struct {
	*bytes.Reader
	raw   []byte
	value any
}

// ValidatedValue is the decoded body, its defaults filled in.
func (v *validated) ValidatedValue() any { return v.value }

// Close does nothing: the bytes are in memory.
func (v *validated) Close() error { return nil }

// bodyError tells a body over its limit from a connection that broke.
func bodyError(err error) error {
	var over *http.MaxBytesError
	if errors.As(err, &over) {
		return tooLarge(over.Limit)
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return fault.Wrap(err, fault.CodeTimeout, "the body came too slowly")
	}
	return fault.Wrap(err, fault.CodeMalformed, "the body ended early")
}

// Decode is a JSON value that came by another way than a body, read as strictly.
func Decode(raw []byte) (any, error) { return decode(raw) }

// decode reads JSON as RFC 8259 has it and stricter: UTF-8, one value, no duplicate names (RFC 7493), bounded depth.
// Numbers keep their digits.
func decode(raw []byte) (any, error) {
	if !utf8.Valid(raw) {
		return nil, fault.New(fault.CodeMalformed, "the body is not UTF-8")
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	value, err := decodeValue(d, "", 0)
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

func decodeValue(d *json.Decoder, pointer string, depth int) (any, error) {
	if depth > maxDepth {
		return nil, fault.New(fault.CodeMalformed, "the body is nested deeper than %d", maxDepth)
	}
	token, err := d.Token()
	if err != nil {
		return nil, err
	}
	switch token {
	case json.Delim('{'):
		return decodeObject(d, pointer, depth)
	case json.Delim('['):
		return decodeArray(d, pointer, depth)
	}
	return token, nil
}

func decodeObject(d *json.Decoder, pointer string, depth int) (any, error) {
	out := map[string]any{}
	for d.More() {
		token, err := d.Token()
		if err != nil {
			return nil, err
		}
		name, _ := token.(string)
		at := pointer + "/" + escape(name)
		if _, twice := out[name]; twice {
			return nil, fault.New(fault.CodeMalformed, "a name stands twice in an object").At(clip(at), "stands twice")
		}
		if out[name], err = decodeValue(d, at, depth+1); err != nil {
			return nil, err
		}
	}
	_, err := d.Token()
	return out, err
}

func decodeArray(d *json.Decoder, pointer string, depth int) (any, error) {
	out := []any{}
	for d.More() {
		v, err := decodeValue(d, pointer+"/"+strconv.Itoa(len(out)), depth+1)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	_, err := d.Token()
	return out, err
}

// escape writes a name as a token of a JSON pointer (RFC 6901).
func escape(name string) string {
	return strings.NewReplacer("~", "~0", "/", "~1").Replace(name)
}

// maxDetails bounds how many faults of one body are listed.
const maxDetails = 50

func schemaProblem(err error) error {
	problem := fault.New(fault.CodeValidation, "the body is not as the contract says")
	collect(err, problem)
	return problem
}

func collect(err error, problem *fault.Error) {
	var many openapi3.MultiError
	if errors.As(err, &many) {
		for _, e := range many {
			collect(e, problem)
		}
		return
	}
	if len(problem.Details) >= maxDetails {
		return
	}
	var schema *openapi3.SchemaError
	if !errors.As(err, &schema) {
		problem.At("", reason(err))
		return
	}
	var b strings.Builder
	for _, token := range schema.JSONPointer() {
		b.WriteString("/" + escape(token))
	}
	at, why := b.String(), reason(schema)
	switch name, unknown := unknownMember(schema.Reason); {
	case unknown:
		at, why = at+"/"+escape(name), "is not a member of this object"
	case schema.SchemaField == "required":
		why = "is missing"
	}
	problem.At(clip(at), why)
}

// unknownMember is the name in the validator's sentence about a member that an object does not have.
func unknownMember(sentence string) (string, bool) {
	quoted, is := strings.CutSuffix(sentence, " is unsupported")
	quoted, named := strings.CutPrefix(quoted, "property ")
	name, err := strconv.Unquote(quoted)
	return name, is && named && err == nil
}
