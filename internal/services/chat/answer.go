package chat

import (
	"context"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/services/chat/counting"
	"github.com/docketapi/docket/internal/services/chat/wording"
)

// turn is one question with what came before it.
type turn struct {
	caller   auth.Principal
	question string
	history  []llm.Message // oldest first, without the question
	filter   vector.Filter
	passages bool // without the model, even where there is one

	// Of completions.
	system      string        // what the caller adds to our rules
	ask         []llm.Message // the question as the caller put it, with what followed it
	tools       []llm.Tool
	toolChoice  string
	maxTokens   int
	temperature *float64
	stop        []string
}

func (t turn) language() wording.Language { return wording.Detect(t.question) }

// answer says the whole answer to a turn. The calls are of the caller's tools.
func (s *Service) answer(ctx context.Context, t turn, r *run) ([]llm.ToolCall, error) {
	subject, language := counting.SubjectOf(t.question)
	alone := s.model == nil || t.passages
	if alone && subject.Unrecorded() {
		return nil, r.decline(subject, language)
	}
	if done, err := s.count(ctx, t, r); done || err != nil {
		return nil, err
	}
	switch {
	case alone && subject != counting.Anything:
		return nil, r.decline(subject, language)
	case alone:
		return nil, s.quotePassages(ctx, t, r)
	}
	r.message.Outcome = Answered
	return s.generate(ctx, t, r)
}

// quotePassages answers without a model.
func (s *Service) quotePassages(ctx context.Context, t turn, r *run) error {
	r.message.Model = PassagesModel
	found, err := s.retrieve(ctx, t)
	if err != nil {
		return err
	}
	return s.quote(t, found, r)
}

// decline says that a question is not answered, and what may be asked instead. A greeting is answered with one.
func (r *run) decline(subject counting.Subject, l wording.Language) error {
	r.message.Model = PassagesModel
	if r.message.Outcome = Declined; subject == counting.Greeting {
		r.message.Outcome = Answered
	}
	return r.say(phrase(l, string(subject)))
}
