package api_test

import (
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"
	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

	"github.com/docketapi/docket/gen/api/common"
	genv1 "github.com/docketapi/docket/gen/api/v1"
	genv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
)

const lease = "The lease may be ended with three months' notice to the end of a quarter."

// leased is a workspace with a document about a lease.
func leased(t *testing.T) (s *apitest.Stack, workspace, document uuid.UUID) {
	t.Helper()
	s = apitest.Start(t, readFields)
	workspace = s.Workspace()
	member := s.Caller(workspace, auth.Member)
	res, body := post(t, s, member, "/v1/uploads?process=none", "Lease\n\n"+lease)
	status(t, "upload", res, body, http.StatusCreated)
	document = decoded[genv1.Document](t, body).ID
	s.Index(workspace, document, lease, "The rent of 1,250.00 EUR is due on the third working day of each month.")
	return s, workspace, document
}

func decoded[T any](t *testing.T, body string) T {
	t.Helper()
	var v T
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		t.Fatalf("%v: %.300s", err, body)
	}
	return v
}

const jsonBody = "application/json"

func TestSearchOverHTTP(t *testing.T) {
	t.Parallel()
	s, workspace, document := leased(t)
	viewer := s.Caller(workspace, auth.Viewer)
	res, body := s.Send(viewer, "POST", "/v1/search", `{"query":"notice quarter","limit":1}`, "Content-Type", jsonBody)
	status(t, "search", res, body, http.StatusOK)
	found := decoded[genv1.SearchResult](t, body)
	if len(found.Items) != 1 || found.Items[0].DocumentID != document || !strings.Contains(found.Items[0].Snippet, "three months") {
		t.Fatalf("found %s", body)
	}
	if !found.Degraded || found.Mode != genv1.SearchResultModeText || found.Detail == nil {
		t.Errorf("hybrid without a model: %s", body)
	}
	if boxes, err := found.Items[0].Boxes.Get(); err != nil || len(boxes) != 1 || boxes[0].Page != 1 {
		t.Errorf("stands at %v", boxes)
	}
	_, body = s.Send(viewer, "POST", "/v1/search", `{"query":"notice","filters":{"document_ids":["`+uuid.NewString()+`"]}}`, "Content-Type", jsonBody)
	if strings.Contains(body, "chunk_id") {
		t.Errorf("a filter lets through %s", body)
	}
	_, body = s.Send(s.Caller(s.Workspace(), auth.Viewer), "POST", "/v1/search", `{"query":"notice"}`, "Content-Type", jsonBody)
	if strings.Contains(body, "chunk_id") {
		t.Errorf("another workspace finds %s", body)
	}
	installation := s.Installation()
	res, body = s.Send(installation, "GET", "/v1/admin/index", "")
	status(t, "index", res, body, http.StatusOK)
	if list := decoded[genv1.Index](t, body).Generations; len(list) != 1 || list[0].Chunks != 2 || list[0].State != genv1.IndexGenerationStateLive {
		t.Errorf("index %s", body)
	}
	res, body = s.Send(installation, "POST", "/v1/admin/reindex", "")
	status(t, "reindex", res, body, http.StatusAccepted)
	res, body = s.Send(installation, "POST", "/v1/admin/reindex", "")
	status(t, "reindex again", res, body, http.StatusConflict)
}

func TestChatbotsOverHTTP(t *testing.T) {
	t.Parallel()
	s, workspace, document := leased(t)
	viewer := s.Caller(workspace, auth.Viewer)
	res, body := s.Send(viewer, "POST", "/v1/chatbot/messages", `{"message":"How long is the notice of the lease?"}`, "Content-Type", jsonBody)
	status(t, "version 1", res, body, http.StatusOK)
	if res.Header.Get("Deprecation") == "" || res.Header.Get("Sunset") == "" || !strings.Contains(res.Header.Get("Link"), "successor-version") {
		t.Errorf("deprecation is not told: %v", res.Header)
	}
	answer := decoded[genv1.ChatbotAnswer](t, body)
	cited(t, answer.Answer, answer.Citations, document)

	two := s.CallerOf("v2", workspace, auth.Viewer)
	res, body = s.Send(two, "POST", "/v2/chatbot/conversations", `{}`, "Content-Type", jsonBody)
	status(t, "conversation", res, body, http.StatusCreated)
	at := res.Header.Get("Location")
	res, body = s.Send(two, "POST", at+"/messages", `{"message":"How long is the notice of the lease?"}`, "Content-Type", jsonBody, "Idempotency-Key", "the-same-question")
	status(t, "message", res, body, http.StatusOK)
	message := decoded[genv2.Message](t, body)
	cited(t, message.Text, message.Citations, document)
	_, again := s.Send(two, "POST", at+"/messages", `{"message":"How long is the notice of the lease?"}`, "Content-Type", jsonBody, "Idempotency-Key", "the-same-question")
	if decoded[genv2.Message](t, again).ID != message.ID {
		t.Error("the same key asked again")
	}
	res, body = s.Send(two, "GET", at+"/messages", "")
	status(t, "messages", res, body, http.StatusOK)
	if list := decoded[genv2.MessagePage](t, body).Items; len(list) != 2 {
		t.Errorf("%d messages", len(list))
	}
	res, body = s.Send(two, "GET", at+"/messages/"+message.ID.String()+"/events", "", "Accept", "text/event-stream")
	status(t, "events", res, body, http.StatusOK)
	if !strings.Contains(body, "event: citation") || !strings.Contains(body, "event: done") {
		t.Errorf("kept events: %s", body)
	}
	kept := apitest.ParseEvents(body)
	res, body = s.Send(two, "GET", at+"/messages/"+message.ID.String()+"/events", "", "Last-Event-ID", kept[len(kept)-1]["id"])
	status(t, "nothing more", res, body, http.StatusNoContent)
	res, body = s.Send(two, "POST", at+"/messages", `{"message":"How long is the notice of the lease?"}`, "Content-Type", jsonBody, "Accept", "text/event-stream")
	status(t, "streamed", res, body, http.StatusOK)
	res, body = s.Send(two, "POST", at+"/messages", `{"message":"`+strings.Repeat("lease ", 1300)+`"}`, "Content-Type", jsonBody)
	status(t, "a long question", res, body, http.StatusOK)
	res, body = s.Send(two, "POST", "/v2/chat/completions", `{"messages":[{"role":"user","content":"How long is the notice of the lease?"}],"stream":true,"stream_options":{"include_usage":true},"stop":null,"tool_choice":null,"max_tokens":5e1}`, "Content-Type", jsonBody)
	status(t, "streamed completion", res, body, http.StatusOK)
	res, body = s.Send(s.CallerOf("v2", s.Workspace(), auth.Admin), "GET", at, "")
	status(t, "another workspace", res, body, http.StatusNotFound)
	res, body = s.Send(two, "DELETE", at, "")
	status(t, "delete", res, body, http.StatusNoContent)
}

func cited(t *testing.T, text string, list []common.Citation, document uuid.UUID) {
	t.Helper()
	if len(list) == 0 || list[0].DocumentID != document || !strings.Contains(text, "[1]") {
		t.Fatalf("%q with %+v", text, list)
	}
	for _, c := range list {
		if !strings.Contains(lease, c.Quote) && !strings.Contains(c.Quote, "rent") {
			t.Errorf("quotes %q", c.Quote)
		}
	}
}

// The official client of OpenAI works unchanged.
func TestOpenAIClient(t *testing.T) {
	t.Parallel()
	s, workspace, document := leased(t)
	caller := s.CallerOf("v2", workspace, auth.Viewer)
	client := openai.NewClient(option.WithBaseURL(s.URL+"/v2"), option.WithAPIKey(caller.Key))
	ask := openai.ChatCompletionNewParams{Model: "docket-passages",
		Messages:      []openai.ChatCompletionMessageParamUnion{openai.UserMessage("How long is the notice of the lease?")},
		StreamOptions: openai.ChatCompletionStreamOptionsParam{IncludeUsage: openai.Bool(true)}}
	whole, err := client.Chat.Completions.New(t.Context(), openai.ChatCompletionNewParams{Model: ask.Model, Messages: ask.Messages})
	if err != nil {
		t.Fatal(err)
	}
	said := whole.Choices[0].Message
	if !strings.Contains(said.Content, "three months") || len(said.Annotations) == 0 || !strings.Contains(said.Annotations[0].URLCitation.URL, document.String()) {
		t.Errorf("answered %+v", said)
	}
	stream := client.Chat.Completions.NewStreaming(t.Context(), ask)
	gathered := openai.ChatCompletionAccumulator{}
	annotated := false
	for stream.Next() {
		chunk := stream.Current()
		if !gathered.AddChunk(chunk) {
			t.Errorf("a chunk does not fit: %s", chunk.RawJSON())
		}
		annotated = annotated || strings.Contains(chunk.RawJSON(), "url_citation")
	}
	if err := stream.Err(); err != nil {
		t.Fatal(err)
	}
	if got := gathered.Choices[0].Message.Content; got != said.Content || !annotated || gathered.Choices[0].FinishReason != "stop" {
		t.Errorf("streamed %q (%s), annotated %v", got, gathered.Choices[0].FinishReason, annotated)
	}
	list, err := client.Models.List(t.Context())
	if err != nil || len(list.Data) != 1 || list.Data[0].ID != "docket-passages" {
		t.Errorf("models %v %v", list, err)
	}
	var refused *openai.Error
	_, err = client.Chat.Completions.New(t.Context(), openai.ChatCompletionNewParams{Model: "unknown", Messages: ask.Messages})
	if !errors.As(err, &refused) || refused.StatusCode != http.StatusNotFound || refused.Type != "invalid_request_error" {
		t.Errorf("an unknown model: %v", err)
	}
}

func TestSummaryOverHTTP(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	workspace := s.Workspace()
	member := s.Caller(workspace, auth.Member)
	s.Work()
	for _, fields := range []string{"A-1 Oak EUR 2026-03-04 100.00", "A-2 Oak EUR 2026-03-09 20.50", "A-3 Elm EUR 2026-04-01 7.00", "A-4 Oak SEK 2026-04-01 900.00"} {
		res, body := post(t, s, member, "/v1/invoices", "<Invoice "+fields+"/>", "Prefer", "wait=20")
		status(t, fields, res, body, http.StatusCreated)
	}
	for query, want := range map[string]string{
		"":                                "currency=SEK count=1 gross=900.00; currency=EUR count=3 gross=127.50",
		"?group_by=seller&currency=EUR":   "seller=Oak currency=EUR count=2 gross=120.50; seller=Elm currency=EUR count=1 gross=7.00",
		"?group_by=month&seller=oak":      "month=2026-04 currency=SEK count=1 gross=900.00; month=2026-03 currency=EUR count=2 gross=120.50",
		"?issue_date_from=2026-04-01":     "currency=SEK count=1 gross=900.00; currency=EUR count=1 gross=7.00",
		"?status=rejected":                "",
		"?group_by=currency&gross_max=10": "currency=EUR count=1 gross=7.00",
	} {
		res, body := s.Send(member, "GET", "/v1/invoices/summary"+query, "")
		status(t, query, res, body, http.StatusOK)
		var groups []string
		for _, g := range decoded[genv1.InvoiceSummary](t, body).Items {
			line := ""
			for _, m := range []struct {
				name string
				v    *string
			}{{"seller", g.SellerName}, {"month", g.Month}, {"currency", g.Currency}} {
				if m.v != nil {
					line += m.name + "=" + *m.v + " "
				}
			}
			groups = append(groups, line+"count="+strconv.FormatInt(g.Count, 10)+" gross="+*g.Gross)
		}
		if got := strings.Join(groups, "; "); got != want {
			t.Errorf("%s: got %s, want %s", query, got, want)
		}
	}
	res, body := s.Send(member, "GET", "/v1/invoices/summary?group_by=colour", "")
	status(t, "unknown group", res, body, http.StatusUnprocessableEntity)
}

func TestFollowingAJob(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	workspace := s.Workspace()
	by := s.Caller(workspace, auth.Member)
	res, body := post(t, s, by, "/v1/invoices", "<Invoice A-1 Oak EUR 2026-03-04 100.00/>")
	status(t, "post", res, body, http.StatusAccepted)
	at := "/v1/jobs/" + member(t, body, "job_id") + "/events"
	s.Work()
	res, body = s.Send(by, "GET", at, "", "Accept", "text/event-stream")
	status(t, "events", res, body, http.StatusOK)
	if !strings.HasSuffix(res.Header.Get("Content-Type"), "event-stream") || !strings.Contains(body, "event: job") || !strings.Contains(body, `"state":"completed"`) {
		t.Errorf("got %s", body)
	}
	events := apitest.ParseEvents(body)
	res, body = s.Send(by, "GET", at, "", "Last-Event-ID", events[len(events)-1]["id"])
	status(t, "nothing new", res, body, http.StatusNoContent)
	res, body = s.Send(s.Caller(s.Workspace(), auth.Admin), "GET", at, "")
	status(t, "another workspace", res, body, http.StatusNotFound)
}
