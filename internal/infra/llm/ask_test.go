package llm_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
	corellm "github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/infra/llm"
	"github.com/docketapi/docket/internal/infra/llm/llmtest"
)

const (
	loading    = `{"error":{"message":"Loading model","type":"unavailable_error","code":503}}`
	overNative = `{"error":{"code":400,"message":"request (6031 tokens) exceeds the available context size (4096 tokens), try increasing it","type":"exceed_context_size_error","n_prompt_tokens":6031,"n_ctx":4096}}`
	overPython = `{"error":{"message":"This model's maximum context length is 4096 tokens. However, you requested 6041 tokens (5029 in the messages, 1012 in the completion).","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}`
)

// TestRefusals answers with errors of all shapes: what the caller is told, and how often the server was asked.
func TestRefusals(t *testing.T) {
	t.Parallel()
	refuse := llmtest.Refuse
	for name, c := range map[string]struct {
		replies []llmtest.Reply
		code    fault.Code
		says    string
		after   time.Duration
	}{
		"loading, then up":        {replies: []llmtest.Reply{refuse(503, loading), refuse(503, loading), llmtest.Say("a")}},
		"loading for long":        {replies: []llmtest.Reply{refuse(503, loading), refuse(503, loading), refuse(503, loading)}, code: fault.CodeUnavailable, says: "Loading model"},
		"busy, then free":         {replies: []llmtest.Reply{refuse(429, "", "Retry-After", "2"), llmtest.Say("a")}},
		"busy for long":           {replies: []llmtest.Reply{refuse(429, "slow down", "Retry-After", "3600")}, code: fault.CodeUnavailable, says: "slow down", after: time.Hour},
		"no money":                {replies: []llmtest.Reply{refuse(429, `{"error":{"message":"You exceeded your quota","code":"insufficient_quota"}}`)}, code: fault.CodeUnavailable, says: "quota"},
		"500 is not asked again":  {replies: []llmtest.Reply{refuse(500, `{"error":{"message":"content must be a string","type":"internal_server_error","param":null,"code":null}}`)}, code: fault.CodeUnavailable, says: "content must be"},
		"502":                     {replies: []llmtest.Reply{refuse(502, "<html>Bad Gateway</html>")}, code: fault.CodeUnavailable, says: "Bad Gateway"},
		"nothing in it":           {replies: []llmtest.Reply{refuse(504, "")}, code: fault.CodeUnavailable, says: "no message"},
		"code is a number":        {replies: []llmtest.Reply{refuse(401, `{"error":{"message":"Invalid API Key","type":"authentication_error","code":401}}`)}, code: fault.CodeUnavailable, says: "configured key"},
		"detail":                  {replies: []llmtest.Reply{refuse(401, `{"detail":"Invalid API key"}`)}, code: fault.CodeUnavailable, says: "Invalid API key"},
		"detail is a list":        {replies: []llmtest.Reply{refuse(422, `{"detail":[{"loc":["body"],"msg":"field required"}]}`)}, code: fault.CodeUnavailable, says: "field required"},
		"error is a text":         {replies: []llmtest.Reply{refuse(400, `{"error":"model not found"}`)}, code: fault.CodeUnavailable, says: "model not found"},
		"error is null":           {replies: []llmtest.Reply{refuse(400, `{"error":null,"message":"odd"}`)}, code: fault.CodeUnavailable, says: "odd"},
		"not there":               {replies: []llmtest.Reply{refuse(501, `{"error":{"code":501,"message":"This server does not support it.","type":"not_supported_error"}}`)}, code: fault.CodeUnavailable, says: "does not support"},
		"moved":                   {replies: []llmtest.Reply{refuse(304, "")}, code: fault.CodeUnavailable, says: "304"},
		"cut before the status":   {replies: []llmtest.Reply{{llmtest.Break()}, llmtest.Say("a")}},
		"overflow by words":       {replies: []llmtest.Reply{refuse(500, `{"error":{"message":"Requested tokens exceed context window","code":null}}`)}, code: fault.CodeContextOverflow},
		"overflow by code, plain": {replies: []llmtest.Reply{refuse(400, `{"error":{"message":"too long","code":"context_length_exceeded"}}`)}, code: fault.CodeContextOverflow},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := llmtest.New(t)
			srv.Add(c.replies...)
			g := ask(t.Context(), srv.Model(), question("?"))
			if codeOf(g.err) != c.code {
				t.Fatalf("got %v", g.err)
			}
			if n := len(srv.Requests()); n != len(c.replies) {
				t.Errorf("asked %d times", n)
			}
			if g.err == nil {
				return
			}
			f, _ := fault.As(g.err)
			if !strings.Contains(g.err.Error(), c.says) || f.RetryAfter != c.after {
				t.Errorf("got %v after %v", g.err, f.RetryAfter)
			}
		})
	}
}

// TestPauses looks at how long is waited: longer each time, never the same for all, and as long as the server says.
func TestPauses(t *testing.T) {
	t.Parallel()
	srv := llmtest.New(t)
	srv.Add(llmtest.Refuse(503, loading), llmtest.Refuse(503, loading), llmtest.Refuse(503, loading, "Retry-After", "7"), llmtest.Say("a"))
	var waits []time.Duration
	m := srv.Model(func(c *llm.Config) {
		c.Retries = 5
		c.Pause = func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }
	})
	if g := ask(t.Context(), m, question("?")); g.err != nil {
		t.Fatal(g.err)
	}
	for i, bounds := range [][2]time.Duration{{125 * time.Millisecond, 250 * time.Millisecond}, {250 * time.Millisecond, 500 * time.Millisecond}, {7 * time.Second, 7 * time.Second}} {
		if waits[i] < bounds[0] || waits[i] > bounds[1] {
			t.Errorf("wait %d: %v", i, waits[i])
		}
	}
}

// TestOverflowTeaches has the server tell what it counts; the request is trimmed and sent once more.
func TestOverflowTeaches(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{"native": overNative, "python": overPython} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := llmtest.New(t)
			srv.Add(llmtest.Refuse(400, body), llmtest.Say("a"))
			m := srv.Model()
			r := corellm.Request{MaxTokens: 500}
			for i := range 40 {
				role := []corellm.Role{corellm.RoleUser, corellm.RoleAssistant}[i%2]
				r.Messages = append(r.Messages, corellm.Message{Role: role, Content: fmt.Sprintf("message %d %s", i, strings.Repeat("word and word ", 20))})
			}
			r.Messages = append(r.Messages, corellm.Message{Role: corellm.RoleUser, Content: "the question"})
			if g := ask(t.Context(), m, r); g.err != nil {
				t.Fatal(g.err)
			}
			first, second := srv.Request(0).Parsed.Messages, srv.Request(1).Parsed.Messages
			if m.ContextTokens() != 4096 || len(second) >= len(first) || *second[len(second)-1].Content != "the question" {
				t.Errorf("context %d, %d then %d messages", m.ContextTokens(), len(first), len(second))
			}
			srv.Add(llmtest.Say("b"))
			ask(t.Context(), m, r)
			if third := srv.Request(2).Parsed.Messages; len(third) != len(second) {
				t.Errorf("it has been forgotten: %d, then %d messages", len(second), len(third))
			}
		})
	}
}

func TestUsageTeaches(t *testing.T) {
	t.Parallel()
	srv := llmtest.New(t)
	m := srv.Model().(*llm.Client)
	text := strings.Repeat("word and word ", 100)
	actual := 4 * corellm.EstimatePrompt(question(text))
	srv.Respond(func(*llmtest.Request) llmtest.Reply {
		return llmtest.Reply{llmtest.Text("a"), stop, llmtest.Usage(actual, 1), done}
	})
	ask(t.Context(), m, question(text))
	if s := m.TokenScale(); s < 4 || s > 4.5 {
		t.Errorf("scale %f", s)
	}
	if err := ask(t.Context(), m, question(strings.Repeat(text, 6))).err; codeOf(err) != fault.CodeContextOverflow || len(srv.Requests()) != 1 {
		t.Errorf("got %v", err)
	}
}

// TestAnswerFitsBesideThePrompt asks for more than there is room for.
func TestAnswerFitsBesideThePrompt(t *testing.T) {
	t.Parallel()
	srv := llmtest.New(t)
	srv.Add(llmtest.Say("a"))
	m := srv.Model(func(c *llm.Config) { c.ContextTokens = 1000 })
	r := question(strings.Repeat("word and word ", 30))
	r.MaxTokens = 5000
	if g := ask(t.Context(), m, r); g.err != nil {
		t.Fatal(g.err)
	}
	if limit := *srv.Request(0).Parsed.MaxTokens; limit+corellm.EstimatePrompt(r) > 1000 || limit < 500 {
		t.Errorf("limit %d beside %d", limit, corellm.EstimatePrompt(r))
	}
}

// TestBreaker takes a server that is down for a while.
func TestBreaker(t *testing.T) {
	t.Parallel()
	srv := llmtest.New(t)
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	m := srv.Model(func(c *llm.Config) { c.Retries, c.Now = 0, func() time.Time { return now } })
	down := true
	srv.Respond(func(*llmtest.Request) llmtest.Reply {
		if down {
			return llmtest.Refuse(503, loading)
		}
		return llmtest.Say("a")
	})
	for range 5 {
		ask(t.Context(), m, question("?"))
	}
	refused := func(want int, rest time.Duration) {
		t.Helper()
		g := ask(t.Context(), m, question("?"))
		f, ok := fault.As(g.err)
		if !ok || f.Code != fault.CodeUnavailable || f.RetryAfter != rest || len(srv.Requests()) != want {
			t.Fatalf("got %v, asked %d times", g.err, len(srv.Requests()))
		}
	}
	refused(5, 5*time.Second)
	now = now.Add(5 * time.Second)
	ask(t.Context(), m, question("?")) // to see: still down
	refused(6, 10*time.Second)
	now = now.Add(10 * time.Second)
	down = false
	for range 3 {
		if g := ask(t.Context(), m, question("?")); g.err != nil {
			t.Fatal(g.err)
		}
	}
	down = true
	for range 4 { // the count starts anew
		ask(t.Context(), m, question("?"))
	}
	if n := len(srv.Requests()); n != 13 {
		t.Errorf("asked %d times", n)
	}
}

// TestBreakerLetsOneSee has two callers come when the rest is over.
func TestBreakerLetsOneSee(t *testing.T) {
	t.Parallel()
	srv := llmtest.New(t)
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	m := srv.Model(func(c *llm.Config) { c.Retries, c.Now = 0, func() time.Time { return now } })
	for range 5 {
		srv.Add(llmtest.Refuse(503, loading))
		ask(t.Context(), m, question("?"))
	}
	now = now.Add(time.Minute)
	resume := make(chan struct{})
	srv.Add(llmtest.Reply{llmtest.Wait(resume), llmtest.Text("a"), stop, done})
	probe := make(chan got)
	go func() { probe <- ask(t.Context(), m, question("?")) }()
	srv.Request(5)
	if g := ask(t.Context(), m, question("?")); codeOf(g.err) != fault.CodeUnavailable {
		t.Errorf("got %v", g.err)
	}
	close(resume)
	if g := <-probe; g.err != nil {
		t.Error(g.err)
	}
}

// TestWrongRequestsDoNotBreak keeps a server in use that refuses single requests.
func TestWrongRequestsDoNotBreak(t *testing.T) {
	t.Parallel()
	srv := llmtest.New(t)
	m := srv.Model()
	for _, status := range []int{400, 401, 404, 422, 429, 500, 501, 400, 500, 500, 500, 500, 500} {
		srv.Add(llmtest.Refuse(status, `{"error":{"code":"insufficient_quota"}}`))
		ask(t.Context(), m, question("?"))
	}
	srv.Add(llmtest.Say("a"))
	if g := ask(t.Context(), m, question("?")); g.err != nil {
		t.Error(g.err)
	}
}

// TestNoSecretInErrorsOrLogs has the server repeat the key.
func TestNoSecretInErrorsOrLogs(t *testing.T) {
	t.Parallel()
	const key = "key-that-nobody-may-see"
	var log bytes.Buffer
	srv := llmtest.New(t)
	srv.Respond(func(r *llmtest.Request) llmtest.Reply {
		return llmtest.Refuse(503, `{"error":{"message":"not for `+r.Header.Get("Authorization")+`"}}`)
	})
	m := srv.Model(func(c *llm.Config) {
		c.APIKey, c.Log = key, slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	})
	g := ask(t.Context(), m, question("?"))
	if all := fmt.Sprintf("%v %+v %s", g.err, errors.Unwrap(g.err), log.String()); strings.Contains(all, key) || !strings.Contains(all, "asked again") {
		t.Errorf("got %s", all)
	}
}

// TestKeyStaysWithItsServer redirects to another server.
func TestKeyStaysWithItsServer(t *testing.T) {
	t.Parallel()
	other := llmtest.New(t)
	other.Respond(func(*llmtest.Request) llmtest.Reply { return llmtest.Say("a") })
	srv := llmtest.New(t)
	srv.Add(llmtest.Refuse(http.StatusTemporaryRedirect, "", "Location", other.URL+"/chat/completions"))
	ask(t.Context(), srv.Model(func(c *llm.Config) { c.APIKey, c.Retries = "secret", 0 }), question("?"))
	for _, r := range other.Requests() {
		if r.Header.Get("Authorization") != "" {
			t.Errorf("the key went to another server")
		}
	}
}

func TestDeadlineOfTheCaller(t *testing.T) {
	t.Parallel()
	srv := llmtest.New(t)
	srv.Add(llmtest.Reply{llmtest.Hang()})
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
	defer cancel()
	if g := ask(ctx, srv.Model(), question("?")); codeOf(g.err) != fault.CodeTimeout {
		t.Errorf("got %v", g.err)
	}
	<-srv.Request(0).HungUp()
}

// TestServerThatTakesNoConnections counts how often is tried.
func TestServerThatTakesNoConnections(t *testing.T) {
	t.Parallel()
	dials := 0
	m, err := llm.New(llm.Config{BaseURL: "http://model.test/v1", Model: "m", Retries: 2, HTTP: &http.Client{Transport: &http.Transport{
		DialContext: func(context.Context, string, string) (net.Conn, error) {
			dials++
			return nil, errors.New("refused")
		}}}, Pause: func(context.Context, time.Duration) error { return nil }})
	if err != nil {
		t.Fatal(err)
	}
	if g := ask(t.Context(), m, question("?")); codeOf(g.err) != fault.CodeUnavailable || dials != 3 {
		t.Errorf("got %v after %d dials", g.err, dials)
	}
}

func TestSettingsThatCannotWork(t *testing.T) {
	t.Parallel()
	for _, c := range []llm.Config{{}, {BaseURL: "http://a"}, {Model: "m"}, {BaseURL: "http://a", Model: "m", MaxTokensField: "tokens"}} {
		if _, err := llm.New(c); err == nil {
			t.Errorf("%+v is taken", c)
		}
	}
	srv := llmtest.New(t)
	r := question("?")
	r.Tools, r.ToolChoice = []corellm.Tool{{Name: "f"}}, "g"
	if g := ask(t.Context(), srv.Model(), r); g.err == nil {
		t.Error("a tool that is not offered can be chosen")
	}
	r.Tools, r.ToolChoice = []corellm.Tool{{Name: "f", Parameters: []byte(`[`)}}, ""
	if g := ask(t.Context(), srv.Model(), r); g.err == nil {
		t.Error("parameters that are no JSON are taken")
	}
}
