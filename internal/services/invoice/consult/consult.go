// Package consult asks a language model for what reading left open in invoices that were read off pages, and takes of its answer
// only what stands on the page.
//
// It owns what is asked, what is believed, and how sure that is. It does not own the model (core/llm) or how a value is looked for
// on a page (reading/locate).
package consult

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/en16931"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/fields"
	"github.com/docketapi/docket/internal/reading/locate"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/invoice/change"
)

// Rules of the language model's part, next to those of reading.
const (
	ruleModelDropped = "DOCKET-MODEL-01" // a value of the model that is not on the page
	ruleModelFailed  = "DOCKET-MODEL-02" // the model could not be asked
	ruleModelDiffers = "DOCKET-MODEL-03" // reading and model see different values; reading's stands
)

const (
	stageModel = "model"
	// modelTime bounds the asking for all invoices of a document: an invoice must not wait long for what is a help.
	modelTime = 2 * time.Minute
	// doubtful is the confidence below which a field that was read is asked too.
	doubtful = 0.7
	// modelSure is the confidence of a value that the model named and the page has: below what passes without a look,
	// because where on the page it was to be taken from is the model's word alone.
	modelSure = 0.5
	// maxNoted bounds what is repeated of a value that was dropped.
	maxNoted = 200
)

// Consultant asks a language model. Make one with New.
type Consultant struct {
	model  llm.Model
	schema json.RawMessage
	log    *slog.Logger
}

// New makes a Consultant. schema is the contract's JSON Schema of an invoice's data. Without a model nothing is asked.
func New(model llm.Model, schema json.RawMessage, log *slog.Logger) *Consultant {
	return &Consultant{model: model, schema: schema, log: log}
}

// Reading is what was read of a document. Progress hears when the model is asked.
type Reading struct {
	Document uuid.UUID
	Invoices []evidence.Invoice
	Pages    []pages.Page
	Progress func(stage string, percent int)
}

// Complete asks the language model, where there is one, for what reading left open in invoices that were read off pages, and
// keeps in them what stands on the page. A failure of the model is noted and changes nothing. Error: the context has ended.
func (m *Consultant) Complete(ctx context.Context, read Reading) error {
	if m.model == nil || len(read.Pages) == 0 {
		return nil
	}
	asking, cancel := context.WithTimeout(ctx, modelTime)
	defer cancel()
	for i := range read.Invoices {
		found := &read.Invoices[i]
		if !found.Source.OfPages() {
			continue
		}
		c, err := newConsultation(found, read.Pages)
		if err != nil {
			return err
		}
		if !c.worthwhile() {
			continue
		}
		read.Progress(stageModel, 95)
		answer, err := c.ask(asking, m.model, m.schema)
		if ctx.Err() != nil {
			return fmt.Errorf("ask the language model: %w", context.Cause(ctx))
		}
		if err != nil {
			m.log.WarnContext(ctx, "language model did not help", "document_id", read.Document, "error", err)
			c.note(ruleModelFailed, "The language model could not be asked: "+publicMessage(err)+".", "", c.pointers()...)
		} else if err := c.use(answer); err != nil {
			return err
		}
		if err := c.finish(); err != nil {
			return err
		}
	}
	return nil
}

func publicMessage(err error) string {
	if f, ok := fault.As(err); ok {
		return f.Message
	}
	return "it failed"
}

// consultation is one invoice's questions to the model.
type consultation struct {
	found  *evidence.Invoice
	pages  []pages.Page
	values map[string]string            // of the data as read
	proof  map[string]evidence.Evidence // by pointer
	open   []question
	finder *locate.Finder
	patch  map[string]any
	given  map[string]evidence.Evidence
	notes  []en16931.Finding
}

func newConsultation(found *evidence.Invoice, all []pages.Page) (*consultation, error) {
	data, err := change.Canonical(&found.Data)
	if err != nil {
		return nil, err
	}
	c := &consultation{found: found, proof: change.ByPointer(found.Evidence), patch: map[string]any{}, given: map[string]evidence.Evidence{}}
	if c.values, err = change.Leaves(data); err != nil {
		return nil, err
	}
	for _, p := range all {
		if p.Number >= found.FirstPage && p.Number <= found.LastPage {
			c.pages = append(c.pages, p)
		}
	}
	for _, q := range questions {
		e, proved := c.proof[q.pointer]
		if c.values[q.pointer] == "" || proved && !q.onlyMissing && e.Confidence < doubtful {
			c.open = append(c.open, q)
		}
	}
	return c, nil
}

// worthwhile tells whether one of the fields that every invoice has is open, and there is a page to look at.
func (c *consultation) worthwhile() bool {
	return slices.ContainsFunc(c.open, func(q question) bool { return q.core }) &&
		slices.ContainsFunc(c.pages, func(p pages.Page) bool { return len(p.Lines) > 0 })
}

func (c *consultation) pointers() []string {
	out := make([]string, len(c.open))
	for i, q := range c.open {
		out[i] = q.pointer
	}
	return out
}

// ask gives the model's values by pointer.
func (c *consultation) ask(ctx context.Context, m llm.Model, schema json.RawMessage) (map[string]string, error) {
	wanted, err := restrict(schema, c.pointers())
	if err != nil {
		return nil, err
	}
	request, err := c.request(m, wanted)
	if err != nil {
		return nil, err
	}
	raw, _, err := m.JSON(ctx, request)
	if err != nil {
		return nil, fmt.Errorf("ask the language model: %w", err)
	}
	return change.Leaves(raw)
}

// use takes over what stands on the page, and notes what does not.
func (c *consultation) use(answer map[string]string) error {
	c.finder = locate.New(c.pages, c.values["/seller/address/country"], c.found.Data.Currency)
	for _, q := range c.open {
		said := strings.TrimSpace(answer[q.pointer])
		if said == "" {
			continue
		}
		place, ok := q.find(c.finder, said)
		switch known := c.values[q.pointer]; {
		case !ok:
			c.note(ruleModelDropped, "The language model named a value that does not stand on the page; it was dropped.", said, q.pointer)
		case known != "" && q.same(known, place.Value): // reading has better evidence for it
		case known != "" && c.proof[q.pointer].Confidence >= sureOf(place):
			c.note(ruleModelDiffers, "The language model sees another value on the page; the one that was read stands.", said, q.pointer)
		default:
			c.take(q, place)
		}
	}
	return nil
}

// take puts a value into the patch, with its evidence.
func (c *consultation) take(q question, p locate.Place) {
	put(c.patch, q.pointer, p.Value)
	c.given[q.pointer] = evidence.Evidence{
		Pointer: q.pointer, Source: evidence.FromModel, Confidence: sureOf(p), Text: p.Text, Page: p.Page, Box: &p.Box,
	}
}

// sureOf is how sure a value is that the model named: less where recognition is unsure of its words, or only the document's
// locale makes it this value.
func sureOf(p locate.Place) float64 {
	c := modelSure * (0.5 + 0.5*p.Confidence)
	if p.Ambiguous {
		c *= 0.8
	}
	return c
}

func (c *consultation) note(rule, message, said string, pointers ...string) {
	if r := []rune(said); len(r) > maxNoted {
		said = string(r[:maxNoted])
	}
	c.notes = append(c.notes, en16931.Finding{Rule: rule, Severity: en16931.Information, Message: message, Pointers: pointers, Actual: said})
}

// finish gives the invoice its new values and judges it again.
func (c *consultation) finish() error {
	found := c.found
	if len(c.given) > 0 {
		old := change.FindingKeys(fields.Findings(&found.Data, found.Evidence))
		if err := c.apply(); err != nil {
			return err
		}
		found.Checks = slices.DeleteFunc(slices.Clone(found.Checks), func(f en16931.Finding) bool { return old[change.FindingKey(f)] })
		found.Checks = append(found.Checks, fields.Findings(&found.Data, found.Evidence)...)
	}
	found.Checks = append(found.Checks, c.notes...)
	return nil
}

func (c *consultation) apply() error {
	patch, err := json.Marshal(c.patch)
	if err != nil {
		return fmt.Errorf("write the language model's values: %w", err)
	}
	data, err := change.Canonical(&c.found.Data)
	if err != nil {
		return err
	}
	if data, err = change.MergePatch(data, patch); err != nil {
		return fmt.Errorf("take over the language model's values: %w", err)
	}
	var changed en16931.Invoice
	if err := json.Unmarshal(data, &changed); err != nil {
		return fmt.Errorf("take over the language model's values: %w", err)
	}
	c.found.Data = changed
	proof := slices.DeleteFunc(slices.Clone(c.found.Evidence), func(e evidence.Evidence) bool { _, given := c.given[e.Pointer]; return given })
	for _, e := range c.given {
		proof = append(proof, e)
	}
	slices.SortStableFunc(proof, func(a, b evidence.Evidence) int { return change.ComparePointers(a.Pointer, b.Pointer) })
	c.found.Evidence = proof
	return nil
}
