package llm

import (
	"context"
	"errors"
	"math/rand/v2"
	"net/http"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/llm"
)

// How long is waited before another attempt.
const (
	firstPause   = 250 * time.Millisecond
	longestPause = 8 * time.Second
	longestAfter = 30 * time.Second // a longer Retry-After is the caller's to wait for
)

// ask makes a request fit, sends it, again where that is safe, and emits the events of its answer.
func (c *Client) ask(ctx context.Context, r llm.Request, f format, emit func(llm.Event) bool) error {
	if r.MaxTokens <= 0 {
		r.MaxTokens = c.cfg.MaxTokens
	}
	wanted := f.wire(r)
	if f != formatSchema { // it stands in the prompt already
		r.Schema = nil
	}
	refitted := false
	for try := 0; ; try++ {
		fitted, err := llm.Fit(c, r)
		if err != nil {
			return err
		}
		prompt := llm.EstimatePrompt(fitted)
		fitted.MaxTokens = min(r.MaxTokens, max(c.ContextTokens()-int(float64(prompt)*c.TokenScale()), 1))
		begun, err := c.attempt(ctx, fitted, wanted, emit)
		if err == nil || begun || ctx.Err() != nil {
			return c.fault(ctx, err)
		}
		if no := (*refusal)(nil); errors.As(err, &no) && no.overflow() && !refitted && c.learned.overflowed(no, prompt) {
			refitted = true
			continue
		}
		wait, again := c.again(err, try)
		if !again {
			return c.fault(ctx, err)
		}
		c.cfg.Log.InfoContext(ctx, "language model is asked again", "model", c.cfg.Model, "after", wait, "error", err)
		if err := c.cfg.Pause(ctx, wait); err != nil {
			return c.fault(ctx, err)
		}
	}
}

// again tells whether and when a request that failed before its answer began is sent once more: only where the server said
// that it did nothing, or there was none.
func (c *Client) again(err error, try int) (time.Duration, bool) {
	wait := min(firstPause<<try, longestPause)
	wait = wait/2 + rand.N(wait/2+1) // many clients shall not come back at the same moment
	no, refused := errors.AsType[*refusal](err)
	_, unreached := errors.AsType[*unreachable](err)
	switch {
	case try >= c.cfg.Retries, !unreached && !(refused && no.again()):
		return 0, false
	case refused && no.retryAfter > longestAfter:
		return 0, false
	case refused:
		return max(wait, no.retryAfter), true
	}
	return wait, true
}

// outcomeOf is what the end of an attempt tells of the server's health.
func outcomeOf(err error) outcome {
	no, refused := errors.AsType[*refusal](err)
	_, unreached := errors.AsType[*unreachable](err)
	switch {
	case err == nil:
		return alive
	case errors.Is(err, errFirstToken), errors.Is(err, errIdle), unreached, refused && no.ill():
		return down
	case refused && no.status != http.StatusTooManyRequests && no.status != http.StatusInternalServerError:
		return alive
	}
	return unknown
}

// fault gives a failure its public face. What the server said stays in the log.
func (c *Client) fault(ctx context.Context, err error) error {
	if err == nil || errors.Is(err, errBrokenOff) {
		return err
	}
	if _, is := fault.As(err); is {
		return err
	}
	no, refused := errors.AsType[*refusal](err)
	switch {
	case errors.Is(err, context.Canceled) && ctx.Err() != nil:
		return err
	case errors.Is(err, errFirstToken), errors.Is(err, errIdle), errors.Is(err, context.DeadlineExceeded):
		return fault.Wrap(err, fault.CodeTimeout, "the language model took too long")
	case refused && no.overflow():
		return fault.Wrap(err, fault.CodeContextOverflow, "the request is too long for the model's context of %d tokens", c.ContextTokens())
	case refused && (no.status == http.StatusUnauthorized || no.status == http.StatusForbidden):
		return fault.Wrap(err, fault.CodeUnavailable, "the language model's server does not accept the configured key")
	case refused && no.status == http.StatusTooManyRequests:
		f := fault.Wrap(err, fault.CodeUnavailable, "the language model's server is busy")
		f.RetryAfter = no.retryAfter
		return f
	case refused && no.retryAfter > 0:
		f := fault.Wrap(err, fault.CodeUnavailable, "the language model's server is not ready")
		f.RetryAfter = no.retryAfter
		return f
	case refused:
		return fault.Wrap(err, fault.CodeUnavailable, "the language model's server could not answer")
	case errors.Is(err, errUnfinished):
		return fault.Wrap(err, fault.CodeUnavailable, "the language model's answer broke off")
	case errors.Is(err, errTooMuch), errors.Is(err, errManyCalls):
		return fault.Wrap(err, fault.CodeInvalidAnswer, "the language model's answer is too large")
	}
	return fault.Wrap(err, fault.CodeUnavailable, "the language model cannot be reached")
}
