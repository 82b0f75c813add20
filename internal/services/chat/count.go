package chat

import (
	"context"

	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/services/chat/counting"
	"github.com/docketapi/docket/internal/services/invoice"
)

// maxItems is how many invoices an answer lists.
const maxItems = 20

// statusWords are the statuses behind the words of questions.
var statusWords = map[string][]invoice.Status{
	"approved": {invoice.Approved}, "rejected": {invoice.Rejected}, "ready": {invoice.Ready}, "needs_review": {invoice.NeedsReview},
	"failed": {invoice.Failed}, "queued": {invoice.Queued}, "processing": {invoice.Processing},
	"undecided": {invoice.Queued, invoice.Processing, invoice.NeedsReview, invoice.Ready},
}

// count answers a question for numbers of invoices, exactly and from the database; done is false for any other question. A
// model is not asked: it could only get the numbers wrong.
func (s *Service) count(ctx context.Context, t turn, r *run) (done bool, err error) {
	if !s.counts(t) || !counting.Asks(t.question) && len(t.history) == 0 {
		return false, nil
	}
	sellers, err := s.sellers(ctx, t)
	if err != nil || sellers == nil {
		return false, err
	}
	in, candidates, outcome := s.understand(t, sellers)
	switch outcome {
	case counting.Unknown:
		return false, nil
	case counting.Ambiguous:
		r.message.Model = PassagesModel
		r.message.Outcome = Declined
		return true, r.say(counting.Which(in.Language, counting.Named(t.question, candidates), candidates))
	}
	r.message.Model = PassagesModel
	c := &counter{s: s, t: t, in: in, sellers: sellers}
	text, err := c.answer(ctx)
	if err != nil || text == "" {
		return false, err
	}
	r.message.Outcome = Answered
	if in.Paid && in.Op == counting.Sum {
		text += counting.Invoiced(in.Language)
	}
	return true, r.state(text, c.use)
}

// counts tells whether a turn may be answered by counting: its caller may read summaries, and it is about all documents.
func (s *Service) counts(t turn) bool {
	if s.Summary == nil || !t.filter.Empty() || len(t.tools) > 0 {
		return false
	}
	for _, own := range s.tools {
		if own.Name == ToolSummary {
			return own.may(t.caller)
		}
	}
	return false
}

// understand parses the question, going on with the last one of the history that was one for numbers.
func (s *Service) understand(t turn, sellers *sellerNames) (counting.Intent, []string, counting.Outcome) {
	w := counting.Workspace{Today: s.Now(), Sellers: sellers.names}
	var previous *counting.Intent
	for i := range t.history {
		if t.history[i].Role != llm.RoleUser {
			continue
		}
		if in, _, out := counting.Parse(t.history[i].Content, w, previous); out == counting.Understood {
			previous = &in
		} else {
			previous = nil
		}
	}
	return counting.Parse(t.question, w, previous)
}

// state says a text that rests on the result of a tool as a whole.
func (r *run) state(text string, use ToolUse) error {
	at := len(r.message.Tools)
	r.message.Tools = append(r.message.Tools, use)
	if err := r.send(Event{Kind: EventTool, Tool: use}); err != nil {
		return err
	}
	start := r.chars
	if err := r.say(text); err != nil {
		return err
	}
	r.message.Tools[at].Supports = []Stretch{{start, r.chars}}
	return nil
}
