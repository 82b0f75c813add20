package v1

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/services/invoice"
	"github.com/docketapi/docket/internal/services/job"
)

// jsonObject writes an object of the contract. Parts that are stored in the contract's shape go out as they are: encoding
// them anew would cost more than all the rest of a read.
type jsonObject struct{ b []byte }

func (o *jsonObject) name(name string) {
	if n := len(o.b); o.b[n-1] != '{' {
		o.b = append(o.b, ',')
	}
	o.b = append(o.b, '"')
	o.b = append(o.b, name...)
	o.b = append(o.b, '"', ':')
}

func (o *jsonObject) raw(name string, v json.RawMessage) {
	if v != nil {
		o.name(name)
		o.b = append(o.b, v...)
	}
}

// list is raw for an array; an empty one where there is none.
func (o *jsonObject) list(name string, v json.RawMessage) {
	if v == nil {
		v = json.RawMessage("[]")
	}
	o.raw(name, v)
}

// joined is list for an array that is stored in two parts.
func (o *jsonObject) joined(name string, a, b json.RawMessage) {
	switch {
	case isEmptyArray(a):
		o.list(name, b)
	case isEmptyArray(b):
		o.list(name, a)
	default:
		o.name(name)
		o.b = append(append(append(o.b, a[:len(a)-1]...), ','), b[1:]...)
	}
}

func isEmptyArray(v json.RawMessage) bool { return len(v) <= len("[]") }

// members takes in the members of another object.
func (o *jsonObject) members(v json.RawMessage) {
	if len(v) > len("{}") {
		o.b = append(append(o.b, ','), v[1:len(v)-1]...)
	}
}

// token is text that needs no escaping: an identifier of ours.
func (o *jsonObject) token(name, v string) {
	if v != "" {
		o.name(name)
		o.b = append(append(append(o.b, '"'), v...), '"')
	}
}

func (o *jsonObject) id(name string, v uuid.UUID) {
	if v != uuid.Nil {
		o.name(name)
		o.b = appendID(o.b, v)
	}
}

func (o *jsonObject) count(name string, v int) {
	if v > 0 {
		o.name(name)
		o.b = strconv.AppendInt(o.b, int64(v), 10)
	}
}

func (o *jsonObject) time(name string, v time.Time) {
	o.name(name)
	o.b = append(v.UTC().AppendFormat(append(o.b, '"'), time.RFC3339Nano), '"')
}

func (o *jsonObject) flag(name string, v bool) {
	if v {
		o.raw(name, json.RawMessage("true"))
	}
}

func (o *jsonObject) failure(v *job.Failure) error {
	if v == nil {
		return nil
	}
	b, err := json.Marshal(toAPIFailure(v))
	o.raw("error", b)
	return err
}

func (o *jsonObject) end() json.RawMessage { return append(o.b, '}') }

func appendID(b []byte, id uuid.UUID) []byte {
	const digits = "0123456789abcdef"
	b = append(b, '"')
	for i, c := range id {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			b = append(b, '-')
		}
		b = append(b, digits[c>>4], digits[c&15])
	}
	return append(b, '"')
}

// invoiceJSON is the contract's Invoice.
func invoiceJSON(v invoice.View) (json.RawMessage, error) {
	const members = 1024 // are about that large without those that are stored
	o := jsonObject{append(make([]byte, 0, members+len(v.Data)+len(v.Evidence)+len(v.XMLEvidence)+len(v.Checks)+len(v.Reasons)+180*len(v.Duplicates)), '{')}
	o.id("id", v.ID)
	o.id("document_id", v.DocumentID)
	o.id("job_id", v.JobID)
	o.token("status", string(v.Status))
	o.token("source", v.Source)
	o.count("ordinal", v.Ordinal)
	o.count("first_page", v.FirstPage)
	o.count("last_page", v.LastPage)
	o.raw("data", v.Data)
	o.joined("evidence", v.Evidence, v.XMLEvidence)
	o.raw("profile", v.Profile)
	o.list("checks", v.Checks)
	o.list("review_reasons", v.Reasons)
	o.duplicates(v.Duplicates)
	o.matches(v.Duplicates)
	o.flag("not_duplicate", v.NotDuplicate)
	err := o.failure(v.Error)
	o.time("created_at", v.CreatedAt)
	o.time("updated_at", v.UpdatedAt)
	return o.end(), err
}

// itemJSON is the contract's InvoiceItem, behind what b holds.
func itemJSON(b []byte, i invoice.Item, in invoice.Include) ([]byte, error) {
	o := jsonObject{append(b, '{')}
	o.id("id", i.ID)
	o.id("document_id", i.DocumentID)
	o.id("job_id", i.JobID)
	o.token("status", string(i.Status))
	o.token("source", i.Source)
	o.count("ordinal", i.Ordinal)
	o.count("first_page", i.FirstPage)
	o.count("last_page", i.LastPage)
	o.members(i.Header)
	o.list("review_reasons", i.Reasons)
	o.duplicates(i.Duplicates)
	o.flag("not_duplicate", i.NotDuplicate)
	o.raw("data", i.Parts.Data)
	if in.Evidence {
		o.joined("evidence", i.Parts.Evidence, i.Parts.XMLEvidence)
	}
	if in.Checks {
		o.list("checks", i.Parts.Checks)
	}
	err := o.failure(i.Error)
	o.time("created_at", i.CreatedAt)
	o.time("updated_at", i.UpdatedAt)
	return o.end(), err
}

// pageJSON is the contract's InvoicePage.
func pageJSON(items []invoice.Item, next string, in invoice.Include) (json.RawMessage, error) {
	const item = 900 // bytes are enough for most
	b := append(make([]byte, 0, item*(len(items)+1)), `{"items":[`...)
	var err error
	for n, i := range items {
		if n > 0 {
			b = append(b, ',')
		}
		if b, err = itemJSON(b, i, in); err != nil {
			return nil, err
		}
	}
	o := jsonObject{append(b, ']')}
	o.token("next_cursor", next) // base64url
	return o.end(), nil
}

func (o *jsonObject) duplicates(list []invoice.Match) {
	o.name("duplicates")
	o.b = append(o.b, '[')
	for i, m := range list {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = appendID(o.b, m.InvoiceID)
	}
	o.b = append(o.b, ']')
}

func (o *jsonObject) matches(list []invoice.Match) {
	o.name("duplicate_matches")
	o.b = append(o.b, '[')
	for i, m := range list {
		if i > 0 {
			o.b = append(o.b, ',')
		}
		o.b = append(o.b, '{')
		o.id("invoice_id", m.InvoiceID)
		o.token("level", string(m.Level))
		o.name("similarity")
		o.b = strconv.AppendFloat(o.b, m.Similarity, 'f', -1, 64)
		o.b = append(o.b, '}')
	}
	o.b = append(o.b, ']')
}

// jsonAnswer is an answer of 200 whose body is JSON already.
type jsonAnswer struct {
	body    json.RawMessage
	headers [][2]string
}

// with adds a header unless it has no value.
func (a *jsonAnswer) with(name string, value *string) {
	if value != nil {
		a.headers = append(a.headers, [2]string{name, *value})
	}
}

// VisitGetInvoiceResponse implements the contract's answer.
func (a jsonAnswer) VisitGetInvoiceResponse(w http.ResponseWriter) error { return a.write(w) }

// VisitListInvoicesResponse implements the contract's answer.
func (a jsonAnswer) VisitListInvoicesResponse(w http.ResponseWriter) error { return a.write(w) }

func (a jsonAnswer) write(w http.ResponseWriter) error {
	h := w.Header()
	h.Set("Content-Type", "application/json")
	for _, line := range a.headers {
		h.Set(line[0], line[1])
	}
	w.WriteHeader(http.StatusOK)
	_, err := w.Write(append(a.body, '\n'))
	return err
}
