//go:build external

package api_test

import (
	"bufio"
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"
	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	genv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/infra/llm"
	"github.com/docketapi/docket/internal/infra/llm/llamatest"
)

// talk is a conversation with a real model over a workspace with one document.
type talk struct {
	*apitest.Stack
	server   *llamatest.Server
	caller   *apitest.Doer
	messages string // path of the conversation's messages
}

// realTalk begins a conversation; members are added to each request to the server, which is taken to hold context tokens.
func realTalk(t *testing.T, server *llamatest.Server, context int, members map[string]any) talk {
	t.Helper()
	model, err := llm.New(llm.Config{BaseURL: server.URL, Model: llamatest.ModelName, ContextTokens: context, FirstToken: time.Minute, HTTP: llamatest.Adding(members)})
	if err != nil {
		t.Fatal(err)
	}
	s := apitest.StartWith(t, readFields, model)
	workspace := s.Workspace()
	res, body := post(t, s, s.Caller(workspace, auth.Member), "/v1/uploads?process=none", "Lease\n\n"+lease)
	status(t, "upload", res, body, http.StatusCreated)
	s.Index(workspace, decoded[genv2Document](t, body).ID, lease, "The rent of 1,250.00 EUR is due on the third working day of each month.")
	k := talk{Stack: s, server: server, caller: s.CallerOf("v2", workspace, auth.Viewer)}
	res, body = s.Send(k.caller, "POST", "/v2/chatbot/conversations", `{}`, "Content-Type", jsonBody)
	status(t, "conversation", res, body, http.StatusCreated)
	k.messages = res.Header.Get("Location") + "/messages"
	return k
}

type genv2Document struct {
	ID uuid.UUID `json:"id"`
}

// said are the events of a streamed answer, and its text.
func (k talk) said(t *testing.T, question string) (list []genv2.ChatEvent, text string) {
	t.Helper()
	ask, _ := json.Marshal(map[string]string{"message": question})
	res, body := k.Send(k.caller, "POST", k.messages, string(ask), "Content-Type", jsonBody, "Accept", "text/event-stream")
	status(t, "answer", res, body, http.StatusOK)
	list = events(t, strings.NewReader(body))
	for _, e := range list {
		if e.Text != nil {
			text += *e.Text
		}
	}
	return list, text
}

// TestRealModelAnswers asks a model that knows English: what is streamed is what is kept.
func TestRealModelAnswers(t *testing.T) {
	k := realTalk(t, llamatest.SmolLM(t), llamatest.ContextTokens, map[string]any{"temperature": 0})
	list, text := k.said(t, "How long is the notice of the lease?")
	if list[len(list)-1].Type != genv2.ChatEventTypeDone || len(strings.Fields(text)) < 3 {
		t.Fatalf("%d events, said %q", len(list), text)
	}
	_, body := k.Send(k.caller, "GET", k.messages, "")
	kept := decoded[genv2.MessagePage](t, body).Items
	if len(kept) != 2 || kept[1].Text != text || kept[1].Usage == nil || kept[1].Usage.CompletionTokens < 3 {
		t.Errorf("said %q, kept %s", text, body)
	}
	if _, again := k.said(t, "And when is the rent due?"); again == "" {
		t.Error("no second answer")
	}
}

// TestRealModelIsStopped hangs up on one endless answer and cancels another: the server rests within a second.
func TestRealModelIsStopped(t *testing.T) {
	k := realTalk(t, llamatest.SmolLM(t), llamatest.ContextTokens, map[string]any{"ignore_eos": true, "max_tokens": 3000})
	rests := func(how string) {
		t.Helper()
		for late := time.Now().Add(time.Second); k.server.Busy(t) > 0; time.Sleep(10 * time.Millisecond) {
			if time.Now().After(late) {
				t.Fatalf("the model works on a second after the %s", how)
			}
		}
	}
	ctx, hangUp := context.WithCancel(t.Context())
	k.begin(ctx, t)
	hangUp()
	rests("hang-up")
	first := k.last(t)
	k.begin(t.Context(), t)
	running := k.last(t)
	if running.ID == first.ID || running.State != genv2.MessageStateRunning {
		t.Fatalf("running is %+v", running)
	}
	res, body := k.Send(k.caller, "POST", k.messages+"/"+running.ID.String()+"/cancel", "")
	status(t, "cancel", res, body, http.StatusOK)
	rests("cancel")
	for _, id := range []uuid.UUID{first.ID, running.ID} {
		if m := k.ended(t, id); m.State != genv2.MessageStateCancelled || m.Text == "" {
			t.Errorf("kept %+v", m)
		}
	}
}

// ended is a message once it is no longer being answered.
func (k talk) ended(t *testing.T, id uuid.UUID) genv2.Message {
	t.Helper()
	for late := time.Now().Add(5 * time.Second); ; time.Sleep(10 * time.Millisecond) {
		_, body := k.Send(k.caller, "GET", k.messages+"/"+id.String(), "")
		if m := decoded[genv2.Message](t, body); m.State != genv2.MessageStateRunning || time.Now().After(late) {
			return m
		}
	}
}

// begin asks for a stream and reads it to its first words.
func (k talk) begin(ctx context.Context, t *testing.T) {
	t.Helper()
	r, _ := http.NewRequestWithContext(ctx, http.MethodPost, k.URL+k.messages, strings.NewReader(`{"message":"Go on for ever about the lease."}`))
	r.Header.Set("Authorization", "Bearer "+k.caller.Key)
	r.Header.Set("Content-Type", jsonBody)
	r.Header.Set("Accept", "text/event-stream")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { res.Body.Close() })
	for lines := bufio.NewScanner(res.Body); !strings.HasPrefix(lines.Text(), "event: delta"); {
		if !lines.Scan() {
			t.Fatalf("no answer has begun: %d, %v", res.StatusCode, lines.Err())
		}
	}
}

// last is the conversation's last message.
func (k talk) last(t *testing.T) genv2.Message {
	t.Helper()
	_, body := k.Send(k.caller, "GET", k.messages, "")
	list := decoded[genv2.MessagePage](t, body).Items
	return list[len(list)-1]
}

// TestRealModelCallsTools has a model that calls tools over and over: ours run, a bounded number of times, and a caller's
// own come back to it.
func TestRealModelCallsTools(t *testing.T) {
	k := realTalk(t, llamatest.Wide(t), llamatest.WideTokens, map[string]any{"logit_bias": map[string]any{"5": 60}, "max_tokens": 300})
	list, text := k.said(t, "What does the lease cost?")
	tools := 0
	for _, e := range list {
		if e.Type == genv2.ChatEventTypeTool {
			tools++
		}
	}
	if end := list[len(list)-1].Type; tools == 0 || end != genv2.ChatEventTypeDone && end != genv2.ChatEventTypeError {
		last, _ := json.Marshal(list[len(list)-1])
		t.Errorf("%d tools, ended by %s after %q", tools, last, text)
	}
	client := openai.NewClient(option.WithBaseURL(k.URL+"/v2"), option.WithAPIKey(k.caller.Key))
	done, err := client.Chat.Completions.New(t.Context(), openai.ChatCompletionNewParams{
		Model: llamatest.ModelName, Messages: []openai.ChatCompletionMessageParamUnion{openai.UserMessage("Weather?")},
		ToolChoice: openai.ChatCompletionToolChoiceOptionUnionParam{OfAuto: openai.String("required")},
		Tools: []openai.ChatCompletionToolUnionParam{openai.ChatCompletionFunctionTool(openai.FunctionDefinitionParam{Name: "weather",
			Parameters: openai.FunctionParameters{"type": "object", "properties": map[string]any{"of": map[string]any{"enum": []string{"kiel", "lyon"}}},
				"required": []string{"of"}, "additionalProperties": false}})},
	})
	if err != nil {
		t.Fatal(err)
	}
	if calls := done.Choices[0].Message.ToolCalls; len(calls) == 0 || calls[0].Function.Name != "weather" || calls[0].ID == "" {
		t.Errorf("gave %s", done.RawJSON())
	}
}

// TestRealModelNeverOverflows has a server whose context is far smaller than the settings say: passages and history go, the
// question is answered.
func TestRealModelNeverOverflows(t *testing.T) {
	k := realTalk(t, llamatest.Tiny(t), 100_000, map[string]any{"ignore_eos": true, "max_tokens": 20, "tools": nil})
	for i := range 6 {
		list, _ := k.said(t, strings.Repeat("notice of the lease ", 90))
		if end := list[len(list)-1].Type; end != genv2.ChatEventTypeDone {
			last, _ := json.Marshal(list[len(list)-1])
			t.Fatalf("question %d ended by %s", i, last)
		}
	}
}
