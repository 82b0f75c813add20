package llm_test

import (
	"context"
	"encoding/json"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/core/fault"
	corellm "github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/infra/llm"
	"github.com/docketapi/docket/internal/infra/llm/llmtest"
)

// got is a whole answer as a caller gathers it.
type got struct {
	text   string
	pieces []string
	calls  []corellm.ToolCall
	reason string
	usage  corellm.Usage
	err    error
}

func ask(ctx context.Context, m corellm.Model, r corellm.Request) (g got) {
	for e, err := range m.Stream(ctx, r) {
		if err != nil {
			g.err = err
			return g
		}
		switch e.Kind {
		case corellm.EventText:
			g.text += e.Text
			g.pieces = append(g.pieces, e.Text)
		case corellm.EventTool:
			g.calls = append(g.calls, e.ToolCall)
		case corellm.EventDone:
			g.reason, g.usage = e.FinishReason, e.Usage
		}
	}
	return g
}

func question(text string) corellm.Request {
	return corellm.Request{Messages: []corellm.Message{{Role: corellm.RoleUser, Content: text}}}
}

// chunk is one chunk with a delta and a finish_reason as JSON.
func chunk(delta, finish string) llmtest.Step {
	return llmtest.Data(`{"choices":[{"index":0,"delta":` + delta + `,"finish_reason":` + finish + `}]}`)
}

var (
	stop = llmtest.Finish("stop")
	done = llmtest.Done()
)

func TestAnswersAsServersSendThem(t *testing.T) {
	t.Parallel()
	type R = llmtest.Reply
	native := llmtest.ToolCall{Index: 0, ID: "a1", Name: "get_total", Arguments: []string{"{", ` "of"`, `: "ash"}`}}
	second := llmtest.ToolCall{Index: 1, ID: "a2", Name: "search", Arguments: []string{`{}`}}
	for name, c := range map[string]struct {
		reply  llmtest.Reply
		text   string
		calls  []corellm.ToolCall
		reason string
		code   fault.Code
	}{
		"plain":                       {reply: llmtest.Say("Hello", " world"), text: "Hello world", reason: "stop"},
		"cut by its limit":            {reply: R{llmtest.Text("He"), llmtest.Finish("length"), done}, text: "He", reason: "length"},
		"filtered":                    {reply: R{llmtest.Finish("content_filter"), done}, reason: "content_filter"},
		"unknown reason":              {reply: R{llmtest.Text("a"), llmtest.Finish("eos"), done}, text: "a", reason: "stop"},
		"text beside the reason":      {reply: R{chunk(`{"content":"all"}`, `"stop"`), done}, text: "all", reason: "stop"},
		"no [DONE]":                   {reply: R{llmtest.Text("a"), stop}, text: "a", reason: "stop"},
		"cut after the reason":        {reply: R{llmtest.Text("a"), stop, llmtest.Break()}, text: "a", reason: "stop"},
		"last blank line missing":     {reply: R{llmtest.Text("a"), stop, llmtest.Raw("data: [DONE]")}, text: "a", reason: "stop"},
		"comments":                    {reply: R{llmtest.Comment(" ping"), llmtest.Comment(""), llmtest.Text("a"), llmtest.Comment(" ping"), stop, done}, text: "a", reason: "stop"},
		"CRLF and no space":           {reply: R{llmtest.Raw("data:{\"choices\":[{\"delta\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}]}\r\n\r\ndata:[DONE]\r\n\r\n")}, text: "a", reason: "stop"},
		"byte order mark":             {reply: R{llmtest.Raw("\ufeff"), llmtest.Text("a"), stop, done}, text: "a", reason: "stop"},
		"other fields":                {reply: R{llmtest.Raw("id: 7\nretry: 10\nevent: message\n"), llmtest.Text("a"), stop, done}, text: "a", reason: "stop"},
		"data over two lines":         {reply: R{llmtest.Raw("data: {\"choices\":\ndata: [{\"delta\":{\"content\":\"a\"}}]}\n\n"), stop, done}, text: "a", reason: "stop"},
		"no choices":                  {reply: R{llmtest.Data(`{"choices":null}`), llmtest.Data(`{}`), llmtest.Text("a"), stop, done}, text: "a", reason: "stop"},
		"another choice":              {reply: R{llmtest.Data(`{"choices":[{"index":1,"delta":{"content":"no"}}]}`), llmtest.Text("a"), stop, done}, text: "a", reason: "stop"},
		"numbers beyond float64":      {reply: R{llmtest.Data(`{"created":128.6E504,"choices":[{"index":0,"delta":{"content":"1"},"logprobs":{"x":128.6E504}}]}`), stop, done}, text: "1", reason: "stop"},
		"bytes split on the wire":     {reply: R{llmtest.Raw("data: {\"choices\":[{\"delta\":{\"content\":\"\xe2"), llmtest.Raw("\x82\xac\"}}]}\n"), llmtest.Raw("\n"), stop, done}, text: "€", reason: "stop"},
		"character split over chunks": {reply: R{llmtest.Data("{\"choices\":[{\"delta\":{\"content\":\"5 \xe2\"}}]}"), llmtest.Data("{\"choices\":[{\"delta\":{\"content\":\"\x82\"}}]}"), llmtest.Data("{\"choices\":[{\"delta\":{\"content\":\"\xac!\"}}]}"), stop, done}, text: "5 €!", reason: "stop"},
		"pair split over chunks":      {reply: R{chunk(`{"content":"a\ud83c"}`, "null"), chunk(`{"content":"\udf33\n"}`, "null"), stop, done}, text: "a🌳\n", reason: "stop"},
		"half a character at the end": {reply: R{llmtest.Data("{\"choices\":[{\"delta\":{\"content\":\"a\xe2\x82\"}}]}"), stop, done}, text: "a\uFFFD", reason: "stop"},
		"thoughts":                    {reply: R{chunk(`{"reasoning_content":"hm"}`, "null"), llmtest.Text("a"), stop, done}, text: "a", reason: "stop"},
		"a refusal":                   {reply: R{chunk(`{"refusal":"No."}`, "null"), stop, done}, text: "No.", reason: "stop"},
		"in one piece":                {reply: R{llmtest.Status(200, `{"choices":[{"index":0,"message":{"role":"assistant","content":"all"},"finish_reason":"stop"}]}`)}, text: "all", reason: "stop"},

		"tools, native":       {reply: llmtest.Calls(native, second), calls: []corellm.ToolCall{{ID: "a1", Name: "get_total", Arguments: `{ "of": "ash"}`}, {ID: "a2", Name: "search", Arguments: `{}`}}, reason: "tool_calls"},
		"tools, python":       {reply: R{llmtest.Python(native), llmtest.Python(second), llmtest.Finish("tool_calls"), done}, calls: []corellm.ToolCall{{ID: "a1", Name: "get_total", Arguments: `{ "of": "ash"}`}, {ID: "a2", Name: "search", Arguments: `{}`}}, reason: "tool_calls"},
		"tools, then stop":    {reply: R{llmtest.Native(second), stop, done}, calls: []corellm.ToolCall{{ID: "a2", Name: "search", Arguments: `{}`}}, reason: "tool_calls"},
		"one index for all":   {reply: R{chunk(`{"tool_calls":[{"index":0,"id":"x","function":{"name":"f","arguments":"{}"}}]}`, "null"), chunk(`{"tool_calls":[{"index":0,"id":"y","function":{"name":"g","arguments":"{}"}}]}`, "null"), stop, done}, calls: []corellm.ToolCall{{ID: "x", Name: "f", Arguments: "{}"}, {ID: "y", Name: "g", Arguments: "{}"}}, reason: "tool_calls"},
		"no index, no id":     {reply: R{chunk(`{"tool_calls":[{"function":{"name":"f","arguments":"{"}}]}`, "null"), chunk(`{"tool_calls":[{"function":{"arguments":"}"}}]}`, "null"), stop, done}, calls: []corellm.ToolCall{{ID: "call_0", Name: "f", Arguments: "{}"}}, reason: "tool_calls"},
		"arguments as object": {reply: R{chunk(`{"tool_calls":[{"index":0,"id":"x","function":{"name":"f","arguments":{"a":1}}}]}`, "null"), stop, done}, calls: []corellm.ToolCall{{ID: "x", Name: "f", Arguments: `{"a":1}`}}, reason: "tool_calls"},
		"function_call":       {reply: R{llmtest.Native(second), llmtest.Finish("function_call"), done}, calls: []corellm.ToolCall{{ID: "a2", Name: "search", Arguments: `{}`}}, reason: "tool_calls"},

		"empty body":              {reply: R{llmtest.Head()}, code: fault.CodeUnavailable},
		"[DONE] after content":    {reply: R{llmtest.Text("a"), done}, text: "a", code: fault.CodeUnavailable},
		"[DONE] at once":          {reply: R{done}, code: fault.CodeUnavailable},
		"end after content":       {reply: R{llmtest.Text("a")}, text: "a", code: fault.CodeUnavailable},
		"cut after content":       {reply: R{llmtest.Text("a"), llmtest.Break()}, text: "a", code: fault.CodeUnavailable},
		"empty JSON answer":       {reply: R{llmtest.Status(200, "", "Content-Type", "application/json")}, code: fault.CodeUnavailable},
		"unfinished JSON answer":  {reply: R{llmtest.Status(200, `{"choices":[]}`)}, code: fault.CodeUnavailable},
		"error event":             {reply: R{llmtest.Text("a"), llmtest.Data(`{"error":{"message":"slot broke","code":500}}`)}, text: "a", code: fault.CodeUnavailable},
		"error event with a name": {reply: R{llmtest.Raw("event: error\n"), llmtest.Data(`{"message":"slot broke","code":500}`)}, code: fault.CodeUnavailable},
		"error field":             {reply: R{llmtest.Raw("error: {\"message\":\"the request exceeds the available context size\",\"code\":400}\n\n")}, code: fault.CodeContextOverflow},
		"no JSON in a chunk":      {reply: R{llmtest.Data(`{"choices":`)}, code: fault.CodeUnavailable},
		"too many tool calls":     {reply: append(manyCalls(65), stop), code: fault.CodeInvalidAnswer},
		"a line without an end":   {reply: R{llmtest.Raw("data: " + strings.Repeat("x", 2<<20))}, code: fault.CodeInvalidAnswer},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := llmtest.New(t)
			srv.Add(c.reply)
			g := ask(t.Context(), srv.Model(), question("?"))
			if g.text != c.text || g.reason != c.reason {
				t.Errorf("got %q, %s; want %q, %s (%v)", g.text, g.reason, c.text, c.reason, g.err)
			}
			if !equalCalls(g.calls, c.calls) {
				t.Errorf("got calls %+v, want %+v", g.calls, c.calls)
			}
			if code := codeOf(g.err); code != c.code {
				t.Errorf("got %s (%v), want %s", code, g.err, c.code)
			}
			if n := len(srv.Requests()); n != 1 {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

func manyCalls(n int) llmtest.Reply {
	var r llmtest.Reply
	for i := range n {
		r = append(r, llmtest.Native(llmtest.ToolCall{Index: i, ID: "x", Name: "f", Arguments: []string{"{}"}}))
	}
	return r
}

func equalCalls(a, b []corellm.ToolCall) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}

func codeOf(err error) fault.Code {
	if err == nil {
		return ""
	}
	return fault.CodeOf(err)
}

func TestUsageIsTakenOrEstimated(t *testing.T) {
	t.Parallel()
	srv := llmtest.New(t)
	srv.Add(llmtest.Reply{llmtest.Text("Hello there"), stop, llmtest.Usage(33, 3), done}, llmtest.Reply{llmtest.Text("Hello there"), stop, done})
	m := srv.Model()
	if u := ask(t.Context(), m, question("Say hello")).usage; u != (corellm.Usage{PromptTokens: 33, CompletionTokens: 3}) {
		t.Errorf("got %+v", u)
	}
	if u := ask(t.Context(), m, question("Say hello")).usage; !u.Estimated || u.PromptTokens < 4 || u.CompletionTokens < 2 {
		t.Errorf("got %+v", u)
	}
}

// TestRequestOnTheWire looks at what a server is sent.
func TestRequestOnTheWire(t *testing.T) {
	t.Parallel()
	srv := llmtest.New(t)
	srv.Respond(func(*llmtest.Request) llmtest.Reply { return llmtest.Say("a") })
	warm := 0.5
	r := corellm.Request{
		Messages: []corellm.Message{
			{Role: corellm.RoleSystem, Content: "s"}, {Role: corellm.RoleUser, Content: "u"},
			{Role: corellm.RoleAssistant, ToolCalls: []corellm.ToolCall{{ID: "c", Name: "f", Arguments: `{"a":1}`}}},
			{Role: corellm.RoleTool, ToolCallID: "c", Content: ""},
		},
		Tools:      []corellm.Tool{{Name: "f", Description: "d", Parameters: json.RawMessage(`{"type":"object"}`)}, {Name: "g"}},
		ToolChoice: "f", MaxTokens: 77, Temperature: &warm, Stop: []string{"X"},
	}
	ask(t.Context(), srv.Model(func(c *llm.Config) { c.APIKey = "key-of-test" }), r)
	req := srv.Request(0)
	b := req.Parsed
	switch {
	case req.Header.Get("Authorization") != "Bearer key-of-test":
		t.Errorf("authorization: %q", req.Header.Get("Authorization"))
	case !b.Stream || !b.StreamOptions.IncludeUsage || b.Model != llmtest.ModelName:
		t.Errorf("got %s", req.Body)
	case b.MaxTokens == nil || *b.MaxTokens != 77 || b.MaxCompletionTokens != nil:
		t.Errorf("limit: %s", req.Body)
	case len(b.Tools) != 1 || b.Tools[0].Function.Name != "f" || string(b.ToolChoice) != `"required"`:
		t.Errorf("a named choice must offer that tool alone: %s", req.Body)
	case *b.Temperature != .5 || b.Stop[0] != "X":
		t.Errorf("got %s", req.Body)
	}
	for i, m := range b.Messages {
		if m.Content == nil {
			t.Errorf("content of message %d is null", i)
		}
	}
	if c := b.Messages[2].ToolCalls; len(c) != 1 || c[0].ID != "c" || c[0].Function.Arguments != `{"a":1}` || b.Messages[3].ToolCallID != "c" {
		t.Errorf("got %s", req.Body)
	}
	ask(t.Context(), srv.Model(func(c *llm.Config) { c.MaxTokensField = llm.FieldMaxCompletionTokens }), question("?"))
	b = srv.Request(1).Parsed
	if b.MaxTokens != nil || b.MaxCompletionTokens == nil || *b.MaxCompletionTokens != 1024 || srv.Request(1).Header.Get("Authorization") != "" {
		t.Errorf("got %s", srv.Request(1).Body)
	}
}

func TestEnvironmentOfTheSDKIsNotSent(t *testing.T) {
	t.Setenv("OPENAI_API_KEY", "somebody-else")
	t.Setenv("OPENAI_ORG_ID", "org-of-somebody")
	t.Setenv("OPENAI_BASE_URL", "http://127.0.0.1:1/")
	t.Setenv("OPENAI_CUSTOM_HEADERS", "X-Secret: s")
	srv := llmtest.New(t)
	srv.Add(llmtest.Say("a"))
	if g := ask(t.Context(), srv.Model(), question("?")); g.err != nil {
		t.Fatal(g.err)
	}
	h := srv.Request(0).Header
	if h.Get("Authorization") != "" || h.Get("OpenAI-Organization") != "" || h.Get("X-Secret") != "" {
		t.Errorf("sent %v", h)
	}
}
