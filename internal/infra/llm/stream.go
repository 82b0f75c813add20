package llm

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/llm"
)

// Why an attempt ended on our side.
var (
	errFirstToken = errors.New("the answer did not begin in time")
	errIdle       = errors.New("the answer stopped coming")
	errBrokenOff  = errors.New("the caller wants no more")
)

// Stream answers piece by piece. Errors are as core/llm says.
func (c *Client) Stream(ctx context.Context, r llm.Request) iter.Seq2[llm.Event, error] {
	return func(yield func(llm.Event, error) bool) {
		err := c.ask(ctx, r, formatText, func(e llm.Event) bool { return yield(e, nil) })
		if err != nil && !errors.Is(err, errBrokenOff) {
			yield(llm.Event{}, err)
		}
	}
}

// attempt sends a request once and emits the events of its answer. begun tells whether one was emitted: then the request
// must not be sent again. wanted is the response_format, or nil.
func (c *Client) attempt(ctx context.Context, r llm.Request, wanted any, emit func(llm.Event) bool) (begun bool, err error) {
	p, err := c.params(r, wanted)
	if err != nil {
		return false, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	first := time.AfterFunc(c.cfg.FirstToken, func() { cancel(errFirstToken) })
	defer first.Stop()
	probe, err := c.breaker.enter()
	if err != nil {
		return false, err
	}
	defer func() { c.breaker.leave(probe, outcomeOf(err)) }()
	if err := c.turn(ctx); err != nil {
		return false, err
	}
	defer func() { <-c.turns }()
	var res *http.Response
	if err := c.api.Post(ctx, "chat/completions", p, &res); err != nil {
		return false, c.cause(ctx, err)
	}
	defer res.Body.Close()
	a := &answering{client: c, request: r, emit: emit, first: first, idle: time.AfterFunc(time.Hour, func() { cancel(errIdle) })}
	defer a.idle.Stop()
	a.idle.Stop()
	if strings.HasPrefix(res.Header.Get("Content-Type"), "application/json") {
		err = a.whole(res.Body)
	} else {
		err = a.read(newEvents(res.Body))
	}
	return a.begun, c.cause(ctx, err)
}

// turn waits until fewer than the allowed number of requests are on their way.
func (c *Client) turn(ctx context.Context) error {
	select {
	case c.turns <- struct{}{}:
		return nil
	case <-ctx.Done():
	}
	if errors.Is(context.Cause(ctx), errFirstToken) {
		f := fault.New(fault.CodeUnavailable, "the language model is busy with other requests")
		f.RetryAfter = c.cfg.Idle
		return f
	}
	return context.Cause(ctx)
}

// cause is why an attempt failed: our own reason to end it rather than what the network made of it, without addresses and
// secrets.
func (c *Client) cause(ctx context.Context, err error) error {
	if err == nil || errors.Is(err, errBrokenOff) {
		return err
	}
	if why := context.Cause(ctx); why != nil {
		return why
	}
	if u := (*url.Error)(nil); errors.As(err, &u) {
		err = &unreachable{u.Err}
	}
	if r := (*refusal)(nil); errors.As(err, &r) && c.cfg.APIKey != "" {
		r.message = strings.ReplaceAll(r.message, c.cfg.APIKey, "[key]")
	}
	return err
}

// unreachable is a request that got no answer at all.
type unreachable struct{ err error }

// Error is for the log.
func (u *unreachable) Error() string { return "reach the model's server: " + u.err.Error() }

// Unwrap is the network's error.
func (u *unreachable) Unwrap() error { return u.err }

// answering is one answer on its way to the caller.
type answering struct {
	client      *Client
	request     llm.Request
	emit        func(llm.Event) bool
	first, idle *time.Timer
	got         answer
	text        strings.Builder // only what an estimate of the usage needs
	begun       bool
}

// read emits a stream's events to its end. The timer between two pieces stands still while the caller has one in its hands.
func (a *answering) read(in *events) error {
	started := false
	for {
		if started {
			a.idle.Reset(a.client.cfg.Idle)
		}
		ev, err := in.next()
		a.idle.Stop()
		switch {
		case err != nil && a.got.finish != "": // nothing but the usage may be missing
			return a.end()
		case errors.Is(err, io.EOF):
			return errUnfinished
		case err != nil:
			return fmt.Errorf("read the answer: %w", err)
		case string(ev.data) == "[DONE]":
			if a.got.finish == "" {
				return errUnfinished
			}
			return a.end()
		case ev.name == "error":
			return parseRefusal(wrapError(ev.data))
		}
		progress, err := a.take(ev.data)
		if err != nil {
			return err
		}
		if progress && !started {
			a.first.Stop()
			started = true
		}
	}
}

// whole emits an answer that came in one piece, from a server that does not stream.
func (a *answering) whole(body io.Reader) error {
	data, err := io.ReadAll(io.LimitReader(body, maxLine))
	if err != nil {
		return fmt.Errorf("read the answer: %w", err)
	}
	a.first.Stop()
	if len(data) == 0 {
		return errUnfinished
	}
	if _, err := a.take(data); err != nil {
		return err
	}
	if a.got.finish == "" {
		return errUnfinished
	}
	return a.end()
}

func (a *answering) take(data []byte) (progress bool, err error) {
	text, progress, err := a.got.take(data)
	if err != nil || text == "" {
		return progress, err
	}
	a.text.WriteString(text)
	return progress, a.send(llm.Event{Kind: llm.EventText, Text: text})
}

// end emits the tool calls and the end.
func (a *answering) end() error {
	written := a.text.String()
	for _, call := range a.got.toolCalls() {
		written += call.Name + call.Arguments
		if err := a.send(llm.Event{Kind: llm.EventTool, ToolCall: call}); err != nil {
			return err
		}
	}
	if u := a.got.usage; u != nil {
		a.client.learned.counted(llm.EstimatePrompt(a.request), u.Prompt)
	}
	return a.send(llm.Event{Kind: llm.EventDone, FinishReason: a.got.reason(), Usage: usage(a.got.usage, a.request, written)})
}

func (a *answering) send(e llm.Event) error {
	a.begun = true
	if !a.emit(e) {
		return errBrokenOff
	}
	return nil
}

// wrapError makes an error body of an event's data, which is the error itself or already wrapped.
func wrapError(data []byte) []byte {
	if strings.Contains(string(data), `"error"`) {
		return data
	}
	return append(append([]byte(`{"error":`), data...), '}')
}
