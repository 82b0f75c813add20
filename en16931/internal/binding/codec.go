package binding

import (
	"encoding/base64"
	"reflect"
	"regexp"
	"strings"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/en16931/xmltree"
)

// outcome tells what a codec made of an element.
type outcome uint8

const (
	notRead outcome = iota // the element is not understood: it stays as it is
	inexact                // it was read, and writing would give another text: it stays as well
	read
)

// codec converts between an element and a value. Its functions take a pointer to the value.
type codec struct {
	name  string
	read  func(r *reader, n *xmltree.Node, into any) outcome
	write func(w *writer, el *elem, from any) bool // false: there is nothing to write
}

var defaultCodec = map[reflect.Type]string{
	reflect.TypeFor[string]():          "text",
	reflect.TypeFor[en16931.Decimal](): "decimal",
	reflect.TypeFor[en16931.Date]():    "date",
	reflect.TypeFor[byte]():            "base64",
	reflect.TypeFor[[]byte]():          "base64",
}

var codecs = []codec{
	{"text", readText, writeText},
	{"decimal", readDecimal, writeDecimal},
	{"amount", readDecimal, writeAmount},
	{"tax_amount", readTaxAmount, writeTaxAmount},
	{"date", readDate, writeDate},
	{"cii_date", readCIIDate, writeCIIDate},
	{"base64", readBase64, writeBase64},
	{"ubl_note", readUBLNote, writeUBLNote},
	{"cii_tax_point", readTaxPoint, writeTaxPoint},
	{"terms", readTerms, writeText},
	{"line_kind", readLineKind, writeLineKind},
	{"iban", readText, writeIBAN},
	{"account", readText, writeAccount},
	{"plain_id", readID, writePlainID},
	{"scheme_id", readSchemeID, writeSchemeID},
}

func readText(_ *reader, n *xmltree.Node, into any) outcome {
	s := strings.TrimSpace(n.Text)
	if s == "" {
		return notRead
	}
	*into.(*string) = s
	return read
}

// readTerms keeps the line feed behind discounts in XRechnung's form, which is a part of it.
func readTerms(r *reader, n *xmltree.Node, into any) outcome {
	result, text := readText(r, n, into), into.(*string)
	end := n.Text[len(strings.TrimRight(n.Text, " \t\r\n")):]
	if result == read && strings.Contains(end, "\n") && len(en16931.Skonto(*text)) > 0 {
		*text += "\n"
	}
	return result
}

// readLineKind reads what Factur-X EXTENDED calls a line's status reason.
func readLineKind(_ *reader, n *xmltree.Node, into any) outcome {
	kind := en16931.LineKind(strings.ToLower(strings.TrimSpace(n.Text)))
	switch kind {
	case en16931.DetailLine, en16931.GroupLine, en16931.InformationLine:
		*into.(*en16931.LineKind) = kind
		return read
	}
	return notRead
}

func writeLineKind(_ *writer, el *elem, from any) bool {
	el.text = strings.ToUpper(string(*from.(*en16931.LineKind)))
	return el.text != ""
}

func writeText(_ *writer, el *elem, from any) bool {
	el.text = *from.(*string)
	return el.text != ""
}

func readNumber(n *xmltree.Node, into any) bool {
	d, err := en16931.ParseDecimal(strings.TrimSpace(n.Text))
	if err != nil {
		return false
	}
	*into.(*en16931.Decimal) = d
	return true
}

// readDecimal takes a currency attribute as read when it says what the invoice says.
func readDecimal(r *reader, n *xmltree.Node, into any) outcome {
	if !readNumber(n, into) {
		return notRead
	}
	r.useAttr(n, "currencyID", r.vars.currency)
	return read
}

func writeDecimal(_ *writer, el *elem, from any) bool {
	el.text = from.(*en16931.Decimal).String()
	return el.text != ""
}

func writeAmount(w *writer, el *elem, from any) bool {
	el.setAttr("currencyID", w.vars.currency)
	return writeDecimal(w, el, from)
}

func readTaxAmount(r *reader, n *xmltree.Node, into any) outcome {
	if !readNumber(n, into) {
		return notRead
	}
	r.useAttr(n, "currencyID", r.vars.taxCurrency)
	return read
}

func writeTaxAmount(w *writer, el *elem, from any) bool {
	el.setAttr("currencyID", w.vars.taxCurrency)
	return w.vars.taxCurrency != "" && writeDecimal(w, el, from)
}

func readBase64(_ *reader, n *xmltree.Node, into any) outcome {
	text := strings.Map(func(r rune) rune {
		if r == ' ' || r == '\n' || r == '\t' || r == '\r' {
			return -1
		}
		return r
	}, n.Text)
	content, err := base64.StdEncoding.DecodeString(text)
	if err != nil || len(content) == 0 {
		return notRead
	}
	*into.(*[]byte) = content
	return read
}

func writeBase64(_ *writer, el *elem, from any) bool {
	el.text = base64.StdEncoding.EncodeToString(*from.(*[]byte))
	return el.text != ""
}

// In UBL a note's subject code stands in the text: #AAI#text.
var subjectPrefix = regexp.MustCompile(`^#([A-Z]{3})#`)

func readUBLNote(r *reader, n *xmltree.Node, into any) outcome {
	note := into.(*en16931.Note)
	if readText(r, n, &note.Text) != read {
		return notRead
	}
	if m := subjectPrefix.FindStringSubmatch(note.Text); m != nil && len(note.Text) > len(m[0]) {
		note.SubjectCode, note.Text = m[1], strings.TrimSpace(note.Text[len(m[0]):])
	}
	return read
}

func writeUBLNote(_ *writer, el *elem, from any) bool {
	note := from.(*en16931.Note)
	el.text = note.Text
	if note.SubjectCode != "" {
		el.text = "#" + note.SubjectCode + "#" + note.Text
	}
	return el.text != ""
}

// taxPointCodes are the codes of BT-8: the model and UBL use UNTDID 2005, CII uses UNTDID 2475.
var taxPointCodes = []struct{ model, cii string }{{"3", "5"}, {"35", "29"}, {"432", "72"}}

func readTaxPoint(r *reader, n *xmltree.Node, into any) outcome {
	code := into.(*string)
	result := readText(r, n, code)
	for _, c := range taxPointCodes {
		if *code == c.cii {
			*code = c.model
			break
		}
	}
	return result
}

func writeTaxPoint(w *writer, el *elem, from any) bool {
	ok := writeText(w, el, from)
	for _, c := range taxPointCodes {
		if el.text == c.model {
			el.text = c.cii
			break
		}
	}
	return ok
}

var ibanShape = regexp.MustCompile(`^[A-Z]{2}[0-9]{2}[A-Z0-9 ]{8,}$`)

// CII has one element for an IBAN and one for other account numbers; the model has one field.
func writeIBAN(w *writer, el *elem, from any) bool {
	return ibanShape.MatchString(*from.(*string)) && writeText(w, el, from)
}

func writeAccount(w *writer, el *elem, from any) bool {
	return !ibanShape.MatchString(*from.(*string)) && writeText(w, el, from)
}

// CII has one element for identifiers without scheme and another for those with one; the model has one list.
func readID(r *reader, n *xmltree.Node, into any) outcome {
	return readText(r, n, &into.(*en16931.ID).ID)
}

func writePlainID(w *writer, el *elem, from any) bool {
	id := from.(*en16931.ID)
	return id.Scheme == "" && writeText(w, el, &id.ID)
}

func readSchemeID(r *reader, n *xmltree.Node, into any) outcome {
	id := into.(*en16931.ID)
	if readID(r, n, id) != read {
		return notRead
	}
	id.Scheme = n.Attr("schemeID")
	r.useAttr(n, "schemeID", id.Scheme)
	return read
}

func writeSchemeID(w *writer, el *elem, from any) bool {
	id := from.(*en16931.ID)
	el.setAttr("schemeID", id.Scheme)
	return id.Scheme != "" && writeText(w, el, &id.ID)
}
