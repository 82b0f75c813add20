package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/core/auth"
)

// TestCompletionMembers sends what clients of OpenAI send besides a question: each gets an answer, or an error in OpenAI's form that
// names the member.
func TestCompletionMembers(t *testing.T) {
	t.Parallel()
	s, workspace, _ := leased(t)
	caller := s.CallerOf("v2", workspace, auth.Viewer)
	const question = `{"role":"user","content":"How long is the notice of the lease?"}`
	for name, tc := range map[string]struct {
		members, messages string // "" is the question
		status            int
		param             string
	}{
		"max_completion_tokens":    {`"max_completion_tokens":200`, "", 200, ""},
		"both limits":              {`"max_tokens":100,"max_completion_tokens":200`, "", 200, ""},
		"no tokens":                {`"max_completion_tokens":0`, "", 422, "max_completion_tokens"},
		"one stop":                 {`"stop":"END"`, "", 200, ""},
		"four stops":               {`"stop":["a1","b2","c3","d4"]`, "", 200, ""},
		"five stops":               {`"stop":["a","b","c","d","e"]`, "", 422, "stop"},
		"seed and user":            {`"seed":7,"user":"u-1","metadata":{"a":"b"},"store":false`, "", 200, ""},
		"samplers":                 {`"top_p":0.5,"presence_penalty":0.1,"frequency_penalty":0.1,"logit_bias":{}`, "", 200, ""},
		"unknown members":          {`"reasoning_effort":"low","service_tier":"auto","parallel_tool_calls":true,"made_up":1`, "", 200, ""},
		"one answer":               {`"n":1`, "", 200, ""},
		"two answers":              {`"n":2`, "", 422, "n"},
		"text":                     {`"response_format":{"type":"text"}`, "", 200, ""},
		"a schema":                 {`"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object"}}}`, "", 422, "response_format"},
		"JSON":                     {`"response_format":{"type":"json_object"}`, "", 422, "response_format"},
		"nulls":                    {`"n":null,"response_format":null,"stop":null,"tools":null,"logprobs":null,"max_tokens":null`, "", 200, ""},
		"probabilities":            {`"logprobs":true,"top_logprobs":3`, "", 422, "logprobs"},
		"audio":                    {`"modalities":["text","audio"],"audio":{"voice":"a","format":"wav"}`, "", 422, "audio"},
		"old functions":            {`"functions":[{"name":"f","parameters":{}}]`, "", 422, "functions"},
		"warmth":                   {`"temperature":3`, "", 422, "temperature"},
		"another model":            {`"model":"gpt-none"`, "", 404, "model"},
		"parts":                    {"", `{"role":"user","content":[{"type":"text","text":"How long is the notice "},{"type":"text","text":"of the lease?"}]}`, 200, ""},
		"a picture":                {"", `{"role":"user","content":[{"type":"image_url","image_url":{"url":"data:image/png;base64,AA=="}}]}`, 422, "messages"},
		"a developer":              {"", `{"role":"developer","content":"Be short."},` + question, 200, ""},
		"a named user":             {"", `{"role":"user","name":"ann","content":"How long is the notice of the lease?"}`, 200, ""},
		"a tool's answer":          {"", question + `,{"role":"assistant","content":null,"tool_calls":[{"id":"c1","type":"function","function":{"name":"f","arguments":"{}"}}]},{"role":"tool","tool_call_id":"c1","content":"42"}`, 200, ""},
		"another role":             {"", `{"role":"wizard","content":"x"}`, 422, "messages/0/role"},
		"an empty message":         {"", `{"role":"user","content":""}`, 422, "messages"},
		"spaces":                   {"", `{"role":"user","content":"  "}`, 422, "messages"},
		"nobody's question":        {"", `{"role":"assistant","content":"Hello."}`, 422, "messages"},
		"a number for content":     {"", `{"role":"user","content":7}`, 422, "messages"},
		"a long question":          {"", `{"role":"user","content":"` + strings.Repeat("notice of the lease ", 40_000) + `"}`, 200, ""},
		"more than the body may":   {"", `{"role":"user","content":"` + strings.Repeat("x", 5<<20) + `"}`, 413, ""},
		"a thousand messages more": {"", strings.TrimSuffix(strings.Repeat(question+",", 1001), ","), 422, "messages"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			messages, members := tc.messages, tc.members
			if messages == "" {
				messages = question
			}
			if members != "" {
				members += ","
			}
			res, body := s.Send(caller, "POST", "/v2/chat/completions", `{`+members+`"messages":[`+messages+`]}`, "Content-Type", jsonBody)
			status(t, name, res, body, tc.status)
			if tc.status == http.StatusOK {
				return
			}
			var refused struct {
				Error struct{ Message, Type, Param, Code string }
			}
			if err := json.Unmarshal([]byte(body), &refused); err != nil {
				t.Fatal(err)
			}
			e := refused.Error
			if e.Type != "invalid_request_error" || e.Code == "" || e.Message == "" || !strings.HasPrefix(e.Param, tc.param) {
				t.Errorf("refused with %+v", e)
			}
		})
	}
	for _, ask := range []bool{true, false} {
		_, body := s.Send(caller, "POST", "/v2/chat/completions",
			fmt.Sprintf(`{"messages":[%s],"stream":true,"stream_options":{"include_usage":%v}}`, question, ask), "Content-Type", jsonBody)
		if got := strings.Contains(body, `"total_tokens"`); got != ask || !strings.HasSuffix(strings.TrimSpace(body), "data: [DONE]") {
			t.Errorf("include_usage %v: %s", ask, body)
		}
	}
}
