package llm_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/core/fault"
	corellm "github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/infra/llm"
	"github.com/docketapi/docket/internal/infra/llm/llmtest"
)

const totalSchema = `{"type":"object","properties":{"total":{"type":"string","pattern":"^[0-9.]+$"},"n":{"type":"number"}},"required":["total"],"additionalProperties":false}`

func totalRequest() corellm.Request {
	return corellm.Request{
		Messages:   []corellm.Message{{Role: corellm.RoleSystem, Content: "Find the total."}, {Role: corellm.RoleUser, Content: "Total 12.50"}},
		SchemaName: "the total", Schema: json.RawMessage(totalSchema),
	}
}

// refuses answers requests in that way by an error and all others with the total.
func refuses(status int, formats ...string) func(*llmtest.Request) llmtest.Reply {
	return func(r *llmtest.Request) llmtest.Reply {
		for _, f := range formats {
			if r.Format() == f {
				return llmtest.Refuse(status, `{"error":{"message":"response_format is not understood","code":null}}`)
			}
		}
		return llmtest.Say(`{"total": "12.50"}`)
	}
}

// TestLadder goes down rung by rung, remembers where it stood, and forgets after a time.
func TestLadder(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		respond func(*llmtest.Request) llmtest.Reply
		formats []string // of the first call
		next    string   // of the second
	}{
		"takes a schema":            {refuses(0), []string{"json_schema"}, "json_schema"},
		"takes an object":           {refuses(400, "json_schema"), []string{"json_schema", "json_object"}, "json_object"},
		"takes an object, says 500": {refuses(500, "json_schema"), []string{"json_schema", "json_object"}, "json_object"},
		"takes neither":             {refuses(422, "json_schema", "json_object"), []string{"json_schema", "json_object", ""}, ""},
		"does not heed it": {func(r *llmtest.Request) llmtest.Reply {
			if strings.Contains(r.Text("system"), `"pattern"`) {
				return llmtest.Say("Sure:\n```json\n{\"total\": \"12.50\"}\n```")
			}
			return llmtest.Say("The total is 12.50.")
		}, []string{"json_schema", "json_schema"}, "json_object"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := llmtest.New(t)
			srv.Respond(c.respond)
			now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
			m := srv.Model(func(cfg *llm.Config) { cfg.Now = func() time.Time { return now } })
			for range 2 {
				if v, u, err := m.JSON(t.Context(), totalRequest()); err != nil || total(v) != "12.50" || u.PromptTokens == 0 {
					t.Fatalf("got %s, %+v, %v", v, u, err)
				}
			}
			for i, want := range append(c.formats, c.next) {
				req := srv.Request(i)
				if req.Format() != want {
					t.Errorf("request %d: %q, want %q", i, req.Format(), want)
				}
				inPrompt := strings.Contains(req.Text("system"), `"pattern"`)
				if repair := i > 0 && c.formats[min(i, len(c.formats)-1)] == c.formats[0] && i < len(c.formats); inPrompt != (want != "json_schema" || repair) {
					t.Errorf("request %d (%s): schema in the prompt: %v", i, want, inPrompt)
				}
			}
			now = now.Add(time.Hour)
			n := len(srv.Requests())
			if _, _, err := m.JSON(t.Context(), totalRequest()); err != nil || srv.Request(n).Format() != "json_schema" {
				t.Errorf("never tried again: %v", err)
			}
		})
	}
}

func total(v json.RawMessage) string {
	var out struct{ Total string }
	if json.Unmarshal(v, &out) != nil {
		return ""
	}
	return out.Total
}

// TestAnswersInJSON checks what models put around a value, and what does not fit.
func TestAnswersInJSON(t *testing.T) {
	t.Parallel()
	const good = `{"total": "12.50"}`
	for name, c := range map[string]struct {
		answers []string
		code    fault.Code
	}{
		"bare":             {answers: []string{good}},
		"white space":      {answers: []string{"\n " + good + "\n"}},
		"fenced":           {answers: []string{"```json\n" + good + "\n```"}},
		"fenced, no name":  {answers: []string{"```\n" + good + "\n```\n"}},
		"with a sentence":  {answers: []string{"Here it is: " + good + " I hope it helps."}},
		"with thoughts":    {answers: []string{"<think>{\"total\": \"1\"} no</think>\n" + good}},
		"repaired":         {answers: []string{`{"total": 12.5}`, good}},
		"repaired, prose":  {answers: []string{"It is 12.50", good}},
		"wrong twice":      {answers: []string{`{"total": 12.5}`, `{"total": 12.5}`}, code: fault.CodeInvalidAnswer},
		"unknown member":   {answers: []string{`{"total": "1", "x": 1}`, `{"total": "1", "x": 1}`}, code: fault.CodeInvalidAnswer},
		"cut off":          {answers: []string{`{"total": "12`, `{"total": "12`}, code: fault.CodeInvalidAnswer},
		"nothing":          {answers: []string{"", ""}, code: fault.CodeInvalidAnswer},
		"number too large": {answers: []string{`{"total": "1", "n": 1e999999999}`, `{"total": "1", "n": 1e-999999999}`}, code: fault.CodeInvalidAnswer},
		"beyond float64":   {answers: []string{`{"total": "12.50", "n": 128.6E504}`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			srv := llmtest.New(t)
			for _, a := range c.answers {
				srv.Add(llmtest.Say(a))
			}
			v, _, err := srv.Model().JSON(t.Context(), totalRequest())
			if codeOf(err) != c.code || err == nil && total(v) != "12.50" && name != "beyond float64" {
				t.Errorf("got %s, %v", v, err)
			}
			if n := len(srv.Requests()); n != len(c.answers) {
				t.Errorf("asked %d times", n)
			}
		})
	}
}

func TestJSONThatEndsForAnotherReason(t *testing.T) {
	t.Parallel()
	for _, reason := range []string{"length", "content_filter"} {
		srv := llmtest.New(t)
		srv.Add(llmtest.Reply{llmtest.Text(`{"total": "1"}`), llmtest.Finish(reason), llmtest.Done()})
		if _, _, err := srv.Model().JSON(t.Context(), totalRequest()); codeOf(err) != fault.CodeInvalidAnswer || len(srv.Requests()) != 1 {
			t.Errorf("%s: got %v", reason, err)
		}
	}
}

// TestRepairShowsWhatWasWrong looks at the second request.
func TestRepairShowsWhatWasWrong(t *testing.T) {
	t.Parallel()
	srv := llmtest.New(t)
	srv.Add(llmtest.Say(`{"sum": 1}`), llmtest.Say(`{"total": "1"}`))
	if _, u, err := srv.Model().JSON(t.Context(), totalRequest()); err != nil || u.PromptTokens != 40 || u.CompletionTokens != 2 {
		t.Fatalf("got %+v, %v", u, err)
	}
	text := srv.Request(1).Text("user")
	for _, want := range []string{"Total 12.50", `{"sum": 1}`, "total"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in %q", want, text)
		}
	}
	if len(srv.Request(1).Parsed.Messages) != 2 {
		t.Errorf("got %s", srv.Request(1).Body)
	}
}

func TestSchemasThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	srv := llmtest.New(t)
	for _, s := range []string{``, `{`, `{"type": 5}`, `{"$ref": "file:///etc/passwd"}`, `{"$ref": "http://127.0.0.1/x.json"}`} {
		r := totalRequest()
		r.Schema = json.RawMessage(s)
		if _, _, err := srv.Model().JSON(t.Context(), r); err == nil || len(srv.Requests()) > 0 {
			t.Errorf("%s: got %v", s, err)
		}
	}
}

func TestJSONDoesNotStepDownForOtherReasons(t *testing.T) {
	t.Parallel()
	for body, status := range map[string]int{overNative: 400, `{"detail":"Invalid API key"}`: 401, "bad gateway": 502} {
		srv := llmtest.New(t)
		srv.Add(llmtest.Refuse(status, body), llmtest.Refuse(status, body))
		_, _, err := srv.Model().JSON(t.Context(), totalRequest())
		if err == nil || len(srv.Requests()) > 2 {
			t.Errorf("%d: %v", status, err)
		}
		for _, r := range srv.Requests() {
			if r.Format() != "json_schema" {
				t.Errorf("%d: stepped down to %q", status, r.Format())
			}
		}
	}
}
