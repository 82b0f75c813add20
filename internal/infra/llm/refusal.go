package llm

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/openai/openai-go/v3/option"
)

const (
	maxRefusal = 64 << 10 // bytes that are read of an error
	maxMessage = 300      // bytes of a server's message that go into the log
)

// refusal is an error that a server answered with, whatever its shape was.
type refusal struct {
	status     int // 0: it came within a stream
	message    string
	kind       string // error.type
	code       string // error.code as text; "" for null
	retryAfter time.Duration
	prompt     int // n_prompt_tokens, of an overflow
	context    int // n_ctx, of an overflow
}

// Error is for the log: what the server said, shortened.
func (r *refusal) Error() string {
	s := "the model's server answered"
	if r.status > 0 {
		s += fmt.Sprintf(" %d", r.status)
	}
	if r.kind != "" || r.code != "" {
		s += fmt.Sprintf(" (%s %s)", r.kind, r.code)
	}
	return s + ": " + r.message
}

// overflowCodes and overflowWords are how servers say that a prompt is too long.
var (
	overflowCodes = []string{"context_length_exceeded", "exceed_context_size_error"}
	overflowWords = regexp.MustCompile(`(?i)context (length|size|window)|maximum context|too many tokens`)
	contextNumber = regexp.MustCompile(`(?i)(?:maximum context length is|context size \(|context window of) ?(\d{1,9})`)
	promptNumber  = regexp.MustCompile(`(?i)(?:\((?:about )?|request \(|prompt contains |resulted in )(\d{1,9}) (?:in the (?:messages|prompt)|tokens|input)`)
)

// overflow tells whether the prompt was too long.
func (r *refusal) overflow() bool {
	if slices.Contains(overflowCodes, r.code) || slices.Contains(overflowCodes, r.kind) {
		return true
	}
	return (r.status < 500 || r.status == http.StatusInternalServerError) && r.status != http.StatusTooManyRequests && overflowWords.MatchString(r.message)
}

// again tells whether the same request may be sent once more without harm and with hope. A 500 may be the answer to an
// invalid request, and 502 and 504 leave a server at work.
func (r *refusal) again() bool {
	return r.status == http.StatusTooManyRequests && r.code != "insufficient_quota" || r.status == http.StatusServiceUnavailable
}

// ill tells whether the refusal says something of the server's health, and not of the request.
func (r *refusal) ill() bool {
	return r.status == 0 || r.status == http.StatusBadGateway || r.status == http.StatusServiceUnavailable || r.status == http.StatusGatewayTimeout
}

// refusals is middleware that turns every status but 2xx into a refusal, reading a bounded part of its body.
func refusals(req *http.Request, next option.MiddlewareNext) (*http.Response, error) {
	res, err := next(req)
	if err != nil || res.StatusCode/100 == 2 {
		return res, err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(io.LimitReader(res.Body, maxRefusal))
	if err != nil && len(body) == 0 {
		body = nil // the status says enough
	}
	r := parseRefusal(body)
	r.status, r.retryAfter = res.StatusCode, retryAfter(res.Header)
	return nil, r
}

// retryAfter reads Retry-After: seconds or a date; 0 without one.
func retryAfter(h http.Header) time.Duration {
	v := h.Get("Retry-After")
	if s, err := strconv.ParseFloat(v, 64); err == nil && s >= 0 && s < 1e6 {
		return time.Duration(s * float64(time.Second))
	}
	if t, err := http.ParseTime(v); err == nil {
		return max(time.Until(t), 0)
	}
	return 0
}

// parseRefusal reads an error body: {"error": {...}}, {"error": "text"}, {"detail": ...}, {"message": ...}, text or nothing.
func parseRefusal(body []byte) *refusal {
	r := &refusal{message: strings.TrimSpace(string(body))}
	var outer struct {
		Error   json.RawMessage `json:"error"`
		Detail  json.RawMessage `json:"detail"`
		Message json.RawMessage `json:"message"`
	}
	if json.Unmarshal(body, &outer) == nil {
		r.object(outer.Error)
		for _, text := range []json.RawMessage{outer.Detail, outer.Message} {
			if r.message == strings.TrimSpace(string(body)) && len(text) > 0 {
				r.message = plain(text)
			}
		}
	}
	if r.overflow() {
		r.context, r.prompt = orNumber(r.context, contextNumber, r.message), orNumber(r.prompt, promptNumber, r.message)
	}
	if r.message == "" {
		r.message = "no message"
	}
	r.message = shorten(r.message)
	return r
}

// object reads what stands under "error".
func (r *refusal) object(raw json.RawMessage) {
	if len(raw) == 0 || string(raw) == "null" {
		return
	}
	var inner struct {
		Code    json.RawMessage `json:"code"`
		Type    json.RawMessage `json:"type"`
		Message json.RawMessage `json:"message"`
		Prompt  json.Number     `json:"n_prompt_tokens"`
		Context json.Number     `json:"n_ctx"`
	}
	if json.Unmarshal(raw, &inner) != nil {
		r.message = plain(raw)
		return
	}
	r.code, r.kind, r.message = plain(inner.Code), plain(inner.Type), plain(inner.Message)
	r.prompt, r.context = whole(inner.Prompt), whole(inner.Context)
}

// plain is a JSON string's text, "" for null, and any other value as it stands.
func plain(raw json.RawMessage) string {
	var s string
	switch {
	case len(raw) == 0 || string(raw) == "null":
		return ""
	case json.Unmarshal(raw, &s) == nil:
		return s
	}
	return string(raw)
}

func whole(n json.Number) int {
	v, err := strconv.Atoi(n.String())
	if err != nil || v < 0 {
		return 0
	}
	return v
}

func orNumber(known int, re *regexp.Regexp, s string) int {
	if m := re.FindStringSubmatch(s); known == 0 && m != nil {
		return whole(json.Number(m[1]))
	}
	return known
}

func shorten(s string) string {
	if len(s) <= maxMessage {
		return s
	}
	return strings.ToValidUTF8(s[:maxMessage], "") + "..."
}
