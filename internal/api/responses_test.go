package api_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"
	"github.com/openai/openai-go/v3/responses"

	genv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
)

// The official client reads responses, whole and streamed, and finds a model.
func TestResponsesOfTheOpenAIClient(t *testing.T) {
	t.Parallel()
	s, workspace, document := leased(t)
	caller := s.CallerOf("v2", workspace, auth.Viewer)
	client := openai.NewClient(option.WithBaseURL(s.URL+"/v2"), option.WithAPIKey(caller.Key))
	ask := responses.ResponseNewParams{Model: "docket-passages", Instructions: openai.String("Be short."),
		Input: responses.ResponseNewParamsInputUnion{OfString: openai.String("How long is the notice of the lease?")}}
	whole, err := client.Responses.New(t.Context(), ask)
	if err != nil {
		t.Fatal(err)
	}
	text := whole.Output[0].Content[0]
	if whole.Status != "completed" || !strings.Contains(whole.OutputText(), "three months") || !strings.Contains(text.Annotations[0].URL, document.String()) {
		t.Errorf("answered %s", whole.RawJSON())
	}
	stream := client.Responses.NewStreaming(t.Context(), ask)
	var said, kinds strings.Builder
	last, annotated := int64(-1), false
	for stream.Next() {
		e := stream.Current()
		if e.SequenceNumber != last+1 {
			t.Errorf("%s is number %d after %d", e.Type, e.SequenceNumber, last)
		}
		last = e.SequenceNumber
		if e.Type == "response.output_text.delta" {
			said.WriteString(e.Delta)
			continue
		}
		annotated = annotated || e.Type == "response.output_text.annotation.added"
		if e.Type != "response.output_text.annotation.added" {
			kinds.WriteString(strings.TrimPrefix(e.Type, "response.") + " ")
		}
	}
	if err := stream.Err(); err != nil {
		t.Fatal(err)
	}
	const order = "created in_progress output_item.added content_part.added output_text.done content_part.done output_item.done completed "
	if said.String() != whole.OutputText() || kinds.String() != order || !annotated {
		t.Errorf("streamed %q by %s", said.String(), kinds.String())
	}
	if m, err := client.Models.Get(t.Context(), "docket-passages"); err != nil || m.ID != "docket-passages" {
		t.Errorf("a model: %v %v", m, err)
	}
	if _, err := client.Models.Get(t.Context(), "gpt-none"); err == nil {
		t.Error("found a model that there is not")
	}
}

// TestResponseMembers holds what a request of responses may have, and that what it cannot have is named.
func TestResponseMembers(t *testing.T) {
	t.Parallel()
	s, workspace, _ := leased(t)
	caller := s.CallerOf("v2", workspace, auth.Viewer)
	for name, tc := range map[string]struct {
		body   string
		status int
	}{
		"messages":         {`{"input":[{"role":"developer","content":"Be short."},{"role":"user","content":[{"type":"input_text","text":"notice of the lease?"}]}]}`, 200},
		"what was said":    {`{"input":[{"role":"user","content":"Hello."},{"type":"message","role":"assistant","content":[{"type":"output_text","text":"Hi."}]},{"role":"user","content":"notice of the lease?"}]}`, 200},
		"calls":            {`{"input":[{"role":"user","content":"notice of the lease?"},{"type":"function_call","call_id":"c","name":"f","arguments":"{}"},{"type":"function_call_output","call_id":"c","output":"7"}]}`, 200},
		"unknown members":  {`{"input":"notice of the lease?","store":true,"reasoning":{"effort":"low"},"include":[],"truncation":"auto"}`, 200},
		"plain text":       {`{"input":"notice of the lease?","text":{"format":{"type":"text"}},"previous_response_id":null,"background":false}`, 200},
		"a schema":         {`{"input":"x","text":{"format":{"type":"json_schema","name":"x","schema":{}}}}`, 422},
		"what is not kept": {`{"input":"x","previous_response_id":"resp_1"}`, 422},
		"no user":          {`{"input":[{"role":"assistant","content":"x"}]}`, 422},
		"spaces":           {`{"input":"   "}`, 422},
		"a picture":        {`{"input":[{"role":"user","content":[{"type":"input_image","image_url":"https://example.com/a.png"}]}]}`, 422},
		"no role":          {`{"input":[{"content":"x"}]}`, 422},
		"a nameless call":  {`{"input":[{"role":"user","content":"x"},{"type":"function_call","arguments":"{}"}]}`, 422},
		"another tool":     {`{"input":"x","tools":[{"type":"web_search"}]}`, 422},
		"another model":    {`{"input":"x","model":"gpt-none"}`, 404},
		"nothing":          {`{}`, 422},
		"a number":         {`{"input":7}`, 422},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			res, body := s.Send(caller, "POST", "/v2/responses", tc.body, "Content-Type", jsonBody)
			status(t, name, res, body, tc.status)
			if tc.status != http.StatusOK && !strings.Contains(body, `"error":{`) {
				t.Errorf("not an error of OpenAI's form: %s", body)
			}
		})
	}
}

// A conversation is renamed by whoever it belongs to only, and to a title that says something.
func TestRenamingAConversation(t *testing.T) {
	t.Parallel()
	s, workspace, _ := leased(t)
	caller, other := s.CallerOf("v2", workspace, auth.Viewer), s.CallerOf("v2", s.Workspace(), auth.Viewer)
	res, body := s.Send(caller, "POST", "/v2/chatbot/conversations", `{"title":"Old"}`, "Content-Type", jsonBody)
	status(t, "begin", res, body, http.StatusCreated)
	at := "/v2/chatbot/conversations/" + decoded[genv2.Conversation](t, body).ID.String()
	for _, tc := range []struct {
		as          *apitest.Doer
		title, want string
		status      int
	}{{caller, "New  title", "New title", 200}, {caller, "  ", "", 422}, {caller, strings.Repeat("x", 201), "", 422}, {other, "Theirs", "", 404}} {
		res, body := s.Send(tc.as, "PATCH", at, `{"title":"`+tc.title+`"}`, "Content-Type", "application/merge-patch+json")
		status(t, tc.title, res, body, tc.status)
		if tc.want != "" && decoded[genv2.Conversation](t, body).Title != tc.want {
			t.Errorf("renamed to %s", body)
		}
	}
}
