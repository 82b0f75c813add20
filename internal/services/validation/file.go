package validation

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/einvoice"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/gate"
	"github.com/docketapi/docket/internal/reading/content"
)

const (
	// maxJSON is the largest JSON file that is judged: unlike XML it is held in memory more than once.
	maxJSON = 16 << 20
	// maxValues bounds the values of a JSON file, each of which costs memory beyond its bytes.
	maxValues = 1_000_000
)

// byteOrderMark is what some editors put in front of UTF-8.
const byteOrderMark = "\ufeff"

// isJSON tells a file that begins like a JSON object.
func isJSON(path string) (bool, error) {
	f, err := os.Open(path)
	if err != nil {
		return false, fmt.Errorf("open file: %w", err)
	}
	defer f.Close()
	in := bufio.NewReader(io.LimitReader(f, maxJSON))
	if mark, err := in.Peek(len(byteOrderMark)); err == nil && string(mark) == byteOrderMark {
		_, _ = in.Discard(len(byteOrderMark)) // what was peeked is there
	}
	for {
		c, err := in.ReadByte()
		if err != nil || c == '{' || !unicode.IsSpace(rune(c)) {
			return err == nil && c == '{', nil // what is no JSON is read in another way, which also names its faults
		}
	}
}

// isSigned tells a file that holds the invoice with its signature.
func isSigned(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	st, err := f.Stat()
	return err == nil && content.Detect(f, st.Size(), path).Form.Signed()
}

// weigh tells what the work on a file weighs. JSON over its size is refused.
func weigh(path string, isJSON bool) (int64, error) {
	f, err := os.Open(path)
	if err != nil {
		return 0, fmt.Errorf("open file: %w", err)
	}
	defer f.Close()
	if !isJSON {
		weight, err := gate.WeighXML(f)
		if err != nil {
			return 0, fmt.Errorf("read file: %w", err)
		}
		return weight, nil
	}
	if info, err := f.Stat(); err == nil && info.Size() > maxJSON {
		return 0, fault.New(fault.CodeBodyTooLarge, "JSON may have %d bytes at most", maxJSON)
	}
	_, weight, err := gate.WeighJSON(f)
	if err != nil {
		return 0, fmt.Errorf("read file: %w", err)
	}
	return weight, nil
}

func readJSON(path string) (inv en16931.Invoice, err error) {
	raw, err := os.ReadFile(path)
	if err != nil {
		return inv, fmt.Errorf("read file: %w", err)
	}
	raw = bytes.TrimPrefix(raw, []byte(byteOrderMark))
	if err := checkLines(raw); err != nil {
		return inv, err
	}
	if values, _, _ := gate.WeighJSON(bytes.NewReader(raw)); values > maxValues { // memory gives no error
		return inv, fault.New(fault.CodeBodyTooLarge, "JSON may hold %d values at most", maxValues)
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.DisallowUnknownFields()
	if err := d.Decode(&inv); err != nil {
		return inv, fault.Wrap(err, fault.CodeMalformed, "the JSON is not an invoice of the contract: %s", err)
	}
	return inv, tooMany(einvoice.CheckSize(&inv))
}

// tooMany gives the refusal of a list that is too long its public face; nil for none.
func tooMany(err error) error {
	var refused *einvoice.Error
	if !errors.As(err, &refused) {
		return err
	}
	return fault.Wrap(err, fault.Code(refused.Code), "%s", refused.Message).At(refused.Pointer, fmt.Sprintf("has more than %d items", refused.Most))
}

// checkLines refuses an invoice with too many lines before any of them becomes data. What is not JSON is left to the reader that
// says why.
func checkLines(raw []byte) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	lines := 0
	_, err := d.Token()
	for err == nil && d.More() {
		var name json.Token
		if name, err = d.Token(); err != nil {
			break
		}
		var value json.RawMessage
		if err = d.Decode(&value); err != nil {
			break
		}
		if member, _ := name.(string); strings.EqualFold(member, "lines") { // in any case, as the reader takes it
			if lines += items(value); lines > einvoice.MaxLines {
				return tooMany(einvoice.TooManyLines())
			}
		}
	}
	return nil //nolint:nilerr // what is no JSON is told by the reader
}

// items counts the items of a list, as far as it matters.
func items(list json.RawMessage) (n int) {
	d := json.NewDecoder(bytes.NewReader(list))
	if open, err := d.Token(); err != nil || open != json.Delim('[') {
		return 0
	}
	for ; n <= einvoice.MaxLines && d.More(); n++ {
		var item json.RawMessage
		if d.Decode(&item) != nil {
			return n
		}
	}
	return n
}
