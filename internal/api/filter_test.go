package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	genv1 "github.com/docketapi/docket/gen/api/v1"
	genv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/core/auth"
)

// TestEmptyListsOfFiltersLetNothingThrough asks about no documents at all, in each way that takes filters.
func TestEmptyListsOfFiltersLetNothingThrough(t *testing.T) {
	t.Parallel()
	s, workspace, document := leased(t)
	viewer, two := s.Caller(workspace, auth.Viewer), s.CallerOf("v2", workspace, auth.Viewer)
	const question = "How long is the notice of the lease?"
	res, body := s.Send(two, "POST", "/v2/chatbot/conversations", `{}`, "Content-Type", jsonBody)
	status(t, "conversation", res, body, http.StatusCreated)
	conversation := res.Header.Get("Location")
	for filters, found := range map[string]bool{
		`{"document_ids":[]}`:                            false,
		`{"languages":[]}`:                               false,
		`{"media_types":[]}`:                             false,
		`{"document_ids":["` + someID + `"]}`:            false,
		`{"document_ids":["` + document.String() + `"]}`: true,
		`{}`: true,
	} {
		for _, mode := range []string{"text", "hybrid", "vector"} {
			res, body := s.Send(viewer, "POST", "/v1/search", `{"query":"notice","mode":"`+mode+`","filters":`+filters+`}`, "Content-Type", jsonBody)
			status(t, filters, res, body, http.StatusOK)
			if got := len(decoded[genv1.SearchResult](t, body).Items) > 0; got != found {
				t.Errorf("search %s under %s: %s", mode, filters, body)
			}
		}
		res, body := s.Send(two, "POST", conversation+"/messages", `{"message":"`+question+`","filters":`+filters+`}`, "Content-Type", jsonBody)
		status(t, filters, res, body, http.StatusOK)
		if got := len(decoded[genv2.Message](t, body).Citations) > 0; got != found {
			t.Errorf("chat under %s: %s", filters, body)
		}
		res, body = s.Send(viewer, "POST", "/v1/chatbot/messages", `{"message":"`+question+`","filters":`+filters+`}`, "Content-Type", jsonBody)
		status(t, filters, res, body, http.StatusOK)
		if got := len(decoded[genv1.ChatbotAnswer](t, body).Citations) > 0; got != found {
			t.Errorf("version 1's chat under %s: %s", filters, body)
		}
		res, body = s.Send(two, "POST", "/v2/chat/completions", `{"messages":[{"role":"user","content":"`+question+`"}],"filters":`+filters+`}`, "Content-Type", jsonBody)
		status(t, filters, res, body, http.StatusOK)
		var completion struct {
			Choices []struct {
				Message struct{ Annotations []json.RawMessage }
			}
		}
		if err := json.Unmarshal([]byte(body), &completion); err != nil {
			t.Fatal(err)
		}
		if got := len(completion.Choices[0].Message.Annotations) > 0; got != found {
			t.Errorf("completion under %s: %s", filters, body)
		}
	}
	res, body = s.Send(two, "POST", "/v2/chat/completions", `{"messages":[{"role":"user","content":"x"}],"filters":{"document_ids":["7"]}}`, "Content-Type", jsonBody)
	status(t, "filters that are none", res, body, http.StatusUnprocessableEntity)
	if !strings.Contains(body, "/filters/document_ids/0") {
		t.Errorf("refused with %s", body)
	}
}
