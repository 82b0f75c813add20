package chat

import (
	"context"
	"encoding/json"

	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/services/chat/counting"
	"github.com/docketapi/docket/internal/services/query"
)

// count answers a question for figures of invoices, exactly and from the database; done is false for any other question. A model is
// not asked: it could only get the numbers wrong.
func (s *Service) count(ctx context.Context, t turn, r *run) (done bool, err error) {
	if !s.counts(t) || !counting.Asks(t.question) && len(t.history) == 0 {
		return false, nil
	}
	w, err := s.workspace(ctx, t)
	if err != nil || w == nil {
		return false, err
	}
	in, candidates, outcome := understand(t, *w)
	if outcome == counting.Unknown {
		return false, nil
	}
	r.message.Model = PassagesModel
	switch outcome {
	case counting.Ambiguous:
		r.message.Outcome = Declined
		return true, r.say(counting.Which(in.Language, counting.Named(t.question, candidates), candidates))
	case counting.Unheard:
		r.message.Outcome = NothingFound
		return true, r.say(counting.NoSuch(in, candidates[0]))
	}
	return true, s.tell(ctx, t, in, r)
}

// tell runs the queries of an intent and says what they give.
func (s *Service) tell(ctx context.Context, t turn, in counting.Intent, r *run) error {
	parts := in.Parts()
	var uses []ToolUse
	for i := range parts {
		for _, q := range parts[i].Queries {
			found, err := s.queries.Run(ctx, t.caller, q)
			if err != nil {
				return err
			}
			parts[i].Results = append(parts[i].Results, found)
			uses = append(uses, ToolUse{ID: newID().String(), Name: ToolQuery, Arguments: asText(found.Query), Result: asText(resultOf(found))})
		}
	}
	r.message.Outcome = Answered
	return r.state(counting.Answer(in, parts), uses)
}

// counts tells whether a turn may be answered by counting: its caller may ask invoices, and it is about all documents.
func (s *Service) counts(t turn) bool {
	if s.queries == nil || !t.filter.Empty() || len(t.tools) > 0 {
		return false
	}
	for _, own := range s.tools {
		if own.Name == ToolQuery {
			return own.may(t.caller)
		}
	}
	return false
}

// workspace is what is known of the caller's invoices: all sellers, or with too many of them those that a word of the question names.
// nil: even those are too many to be sure of.
func (s *Service) workspace(ctx context.Context, t turn) (*counting.Workspace, error) {
	list, all, err := s.queries.Sellers(ctx, t.caller, nil)
	if err == nil && !all {
		if list, all, err = s.queries.Sellers(ctx, t.caller, counting.NameWords(t.question)); err == nil && !all {
			return nil, nil
		}
	}
	if err != nil {
		return nil, err
	}
	w := &counting.Workspace{Today: s.now(), VATIDs: map[string][]string{}}
	for _, seller := range list {
		if w.VATIDs[seller.Name] == nil {
			w.Sellers = append(w.Sellers, seller.Name)
		}
		w.VATIDs[seller.Name] = append(w.VATIDs[seller.Name], seller.VATID)
	}
	words := counting.NumberWords(t.question)
	for _, m := range t.history {
		if m.Role == llm.RoleUser {
			words = append(words, counting.NumberWords(m.Content)...)
		}
	}
	w.Numbers, err = s.queries.Numbers(ctx, t.caller, words)
	return w, err
}

// understand parses the question, going on with the last one of the history that was one for figures. One between them that was not
// understood changes nothing.
func understand(t turn, w counting.Workspace) (counting.Intent, []string, counting.Outcome) {
	var previous *counting.Intent
	for i := range t.history {
		if t.history[i].Role != llm.RoleUser {
			continue
		}
		in, _, out := counting.Parse(t.history[i].Content, w, previous)
		if out == counting.Understood || out == counting.Ambiguous {
			previous = &in
		}
	}
	return counting.Parse(t.question, w, previous)
}

// state says a text that rests on the results of tools as a whole.
func (r *run) state(text string, uses []ToolUse) error {
	at := len(r.message.Tools)
	r.message.Tools = append(r.message.Tools, uses...)
	for _, use := range uses {
		if err := r.send(Event{Kind: EventTool, Tool: use}); err != nil {
			return err
		}
	}
	start := r.chars
	if err := r.say(text); err != nil {
		return err
	}
	for i := range uses {
		r.message.Tools[at+i].Supports = []Stretch{{start, r.chars}}
	}
	return nil
}

// queryResult is what a query gives as a model, or who reads an answer, sees it.
type queryResult struct {
	Understood string       `json:"understood"`
	Items      []query.Item `json:"items"`
	Totals     []query.Item `json:"totals"`
	Truncated  bool         `json:"truncated,omitempty"`
}

// mostTold bounds the items of a result that is kept with an answer or read by a model.
const mostTold = 60

func resultOf(r query.Result) queryResult {
	out := queryResult{Understood: r.Understood, Items: r.Items, Totals: r.Totals, Truncated: r.Truncated || len(r.Items) > mostTold}
	out.Items = out.Items[:min(len(out.Items), mostTold)]
	return out
}

// asText is v as JSON: what is written here is made of strings and numbers.
func asText(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "{}"
	}
	return string(b)
}
