package chat

import (
	"context"
	"errors"
	"slices"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/llm"
)

// The bounds of one answer.
const (
	maxRounds  = 4 // of tools of ours; after them the model has to answer
	maxCalls   = 8 // in one round; further ones are told so
	overflows  = 3 // how often a prompt that is too long after all is tried again with fewer passages
	answerSize = 1024
)

// generate has the model answer: passages first, then rounds of tools.
// The calls are of the caller's tools.
func (s *Service) generate(ctx context.Context, t turn, r *run) ([]llm.ToolCall, error) {
	f, err := s.retrieve(ctx, t)
	if err != nil {
		return nil, err
	}
	if t.maxTokens <= 0 {
		t.maxTokens = min(answerSize, s.model.ContextTokens()/4)
	}
	g := &generation{s: s, t: t, r: r, f: f, w: newWriter(r, f), tools: s.toolsOf(t)}
	g.compare(ctx)
	if err := g.answer(ctx); err != nil {
		// What came before the break is part of the answer.
		return nil, errors.Join(err, g.w.flush())
	}
	return g.calls, nil
}

// generation is one answer of a model that comes.
type generation struct {
	s     *Service
	t     turn
	r     *run
	f     *found
	w     *writer
	tools []tool
	calls []llm.ToolCall // of the caller's tools

	request  llm.Request
	prompted int  // passages in it
	served   bool // tools of ours have run
}

// compare lets sentences be compared by meaning too, where there is an embedder.
func (g *generation) compare(ctx context.Context) {
	if g.s.embedder != nil {
		by := newComparer(g.s.embedder)
		g.f.sources.Similar = func(sentence, quote string) (float64, bool) { return by.cosine(ctx, sentence, quote) }
	}
}

func (g *generation) answer(ctx context.Context) error {
	g.request, g.prompted = g.s.prompt(g.t, g.f, g.offered(), len(g.f.hits))
	for round := 0; ; round++ {
		if round == maxRounds { // ours have been used enough
			g.request.Tools, g.request.ToolChoice = g.t.tools, ""
		}
		calls, text, err := g.round(ctx)
		if err != nil {
			return err
		}
		own, theirs := g.split(calls)
		if len(theirs) > 0 {
			g.calls, g.r.message.Finish = theirs, FinishToolCalls
			return nil
		}
		if len(own) == 0 || round == maxRounds {
			return nil
		}
		if err := g.serve(ctx, text, own); err != nil {
			return err
		}
	}
}

// serve runs calls of our tools and puts them with their results before the model.
func (g *generation) serve(ctx context.Context, text string, calls []llm.ToolCall) error {
	g.request.ToolChoice, g.served = "", true
	g.request.Messages = append(slices.Clip(g.request.Messages), llm.Message{Role: llm.RoleAssistant, Content: text, ToolCalls: calls})
	for i, call := range calls {
		result, err := g.use(ctx, call, i < maxCalls)
		if err != nil {
			return err
		}
		g.request.Messages = append(g.request.Messages, llm.Message{Role: llm.RoleTool, ToolCallID: call.ID, Content: result})
	}
	return nil
}

// offered are the tools of a request: the caller's, and ours where the caller leaves the choice.
func (g *generation) offered() []llm.Tool {
	if g.t.toolChoice == "none" {
		return nil
	}
	out := slices.Clone(g.t.tools)
	if g.t.toolChoice == "" || g.t.toolChoice == "auto" {
		for _, own := range g.tools {
			out = append(out, llm.Tool{Name: own.Name, Description: own.Description, Parameters: own.Parameters})
		}
	}
	return out
}

// round asks once and says what comes. A prompt that is too long after all is tried again with fewer passages and less
// history, as long as nothing was said and no tool has run.
func (g *generation) round(ctx context.Context) (calls []llm.ToolCall, text string, err error) {
	for try := 0; ; try++ {
		before := g.r.chars
		fitted, err := llm.Fit(g.s.model, g.request)
		if err == nil {
			calls, text, err = g.stream(ctx, fitted)
		}
		if fault.CodeOf(err) != fault.CodeContextOverflow || try == overflows || g.served || g.r.chars != before {
			return calls, text, err
		}
		g.shrink(llm.EstimatePrompt(fitted) * 7 / 10)
	}
}

// shrink makes the request again with less history, then fewer passages, then without tools of ours, until it is estimated at
// no more than most tokens or there is nothing left to leave out.
func (g *generation) shrink(most int) {
	for {
		tools := g.request.Tools
		switch {
		case len(g.t.history) > 0:
			g.t.history = g.t.history[(len(g.t.history)+1)/2:]
		case g.prompted > 0:
			g.prompted /= 2
		default:
			tools = g.t.tools
		}
		g.request, g.prompted = g.s.prompt(g.t, g.f, tools, g.prompted)
		if llm.EstimatePrompt(g.request) <= most || len(tools) == len(g.t.tools) && len(g.t.history) == 0 && g.prompted == 0 {
			return
		}
	}
}

func (g *generation) stream(ctx context.Context, request llm.Request) (calls []llm.ToolCall, text string, err error) {
	for e, err := range g.s.model.Stream(ctx, request) {
		if err != nil {
			return nil, text, err
		}
		switch e.Kind {
		case llm.EventText:
			text += e.Text
			if err := g.w.write(e.Text); err != nil {
				return nil, text, err
			}
		case llm.EventTool:
			calls = append(calls, e.ToolCall)
		case llm.EventDone:
			g.count(e)
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, text, err
	}
	return calls, text, g.w.flush()
}

func (g *generation) count(e llm.Event) {
	u := &g.r.message.Usage
	u.PromptTokens += e.Usage.PromptTokens
	u.CompletionTokens += e.Usage.CompletionTokens
	u.Estimated = u.Estimated || e.Usage.Estimated
	if g.r.message.Finish = FinishStop; e.FinishReason == FinishLength {
		g.r.message.Finish = FinishLength
	}
}

// split parts calls into those of our tools and those that are the caller's to run. A name that nobody offered counts as
// ours: its result tells the model so.
func (g *generation) split(calls []llm.ToolCall) (own, theirs []llm.ToolCall) {
	for _, c := range calls {
		if slices.ContainsFunc(g.t.tools, func(t llm.Tool) bool { return t.Name == c.Name }) {
			theirs = append(theirs, c)
		} else {
			if c.ID == "" {
				c.ID = newID().String()
			}
			own = append(own, c)
		}
	}
	return own, theirs
}
