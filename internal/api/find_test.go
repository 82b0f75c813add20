package api_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	genv1 "github.com/docketapi/docket/gen/api/v1"
	genv2 "github.com/docketapi/docket/gen/api/v2"
	"github.com/docketapi/docket/internal/api/apitest"
	"github.com/docketapi/docket/internal/core/auth"
)

// TestSearchFindsWhatPeopleType asks over HTTP and a real Postgres for identifiers, parts of them, and words with and without their
// accents.
func TestSearchFindsWhatPeopleType(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	workspace := s.Workspace()
	by := s.Caller(workspace, auth.Member)
	files := map[string]string{
		"invoice": "Rechnung RE-2026-00417 der Müller Metallbau GmbH, zahlbar auf DE89 3704 0044 0532 0130 00, USt-IdNr. DE123456789.",
		"menu":    "Le café « Déjà-vu » propose des crêpes à la crème brûlée.",
		"street":  "Die Lieferung geht in die Große Straße 12 in Köln-Mülheim, Lagerplatzverwaltung.",
	}
	ids := map[string]string{}
	for name, text := range files {
		res, body := post(t, s, by, "/v1/uploads?process=none", name+"\n\n"+text)
		status(t, "upload", res, body, http.StatusCreated)
		id := decoded[genv1.Document](t, body).ID
		ids[name] = id.String()
		s.Index(workspace, id, text)
	}
	for query, want := range map[string]string{
		"DE89 3704 0044 0532 0130 00": "invoice", "DE89370400440532013000": "invoice", "de89370400440532013000": "invoice",
		"RE-2026-00417": "invoice", "2026-00417": "invoice", "00417": "invoice", "re 2026 00417": "invoice", "RE202600417": "invoice",
		"DE123456789": "invoice", "DE 123 456 789": "invoice",
		"Müller": "invoice", "Mueller": "invoice", "Muller": "invoice", "MÜLLER": "invoice", "Metallbau": "invoice", "metall": "invoice",
		"creme brulee": "menu", "crème brûlée": "menu", "deja-vu": "menu", "CAFE": "menu",
		"Grosse Strasse": "street", "große straße": "street", "Koeln": "street", "Koln": "street", "Muelheim": "street", "Lagerplatz": "street",
	} {
		for _, mode := range []string{"text", "hybrid"} {
			ask, err := json.Marshal(map[string]any{"query": query, "mode": mode})
			if err != nil {
				t.Fatal(err)
			}
			res, body := s.Send(by, "POST", "/v1/search", string(ask), "Content-Type", jsonBody)
			status(t, query, res, body, http.StatusOK)
			found := decoded[genv1.SearchResult](t, body)
			if len(found.Items) == 0 || found.Items[0].DocumentID.String() != ids[want] {
				t.Errorf("%s (%s): want %s first, got %s", query, mode, want, body)
			}
		}
	}
	_, body := s.Send(by, "POST", "/v1/search", `{"query":"Müller","filters":{"document_ids":["`+ids["menu"]+`"]}}`, "Content-Type", jsonBody)
	if found := decoded[genv1.SearchResult](t, body); len(found.Items) != 0 {
		t.Errorf("a filter lets through %s", body)
	}
	res, body := s.Send(by, "POST", "/v1/search", `{"query":"Müller","mode":"vector"}`, "Content-Type", jsonBody)
	if found := decoded[genv1.SearchResult](t, body); res.StatusCode != http.StatusOK || !found.Degraded || found.Detail == nil {
		t.Errorf("vectors without a model: %s", body)
	}
}

// TestAskRightAfterUpload asks before the document can be found: every form of the answer says that it is still being read.
func TestAskRightAfterUpload(t *testing.T) {
	t.Parallel()
	s := apitest.Start(t, readFields)
	workspace := s.Workspace()
	by, two := s.Caller(workspace, auth.Member), s.CallerOf("v2", workspace, auth.Member)
	res, body := post(t, s, by, "/v1/uploads", "Lease\n\n"+lease)
	status(t, "upload", res, body, http.StatusCreated)
	const question = `How long is the notice of the lease?`
	_, body = s.Send(by, "POST", "/v1/search", `{"query":"notice"}`, "Content-Type", jsonBody)
	if found := decoded[genv1.SearchResult](t, body); found.Pending != 1 {
		t.Errorf("a search says %s", body)
	}
	_, body = s.Send(by, "POST", "/v1/chatbot/messages", `{"message":"`+question+`"}`, "Content-Type", jsonBody)
	if answer := decoded[genv1.ChatbotAnswer](t, body).Answer; !strings.Contains(answer, "still being read") {
		t.Errorf("version 1 says %s", answer)
	}
	_, body = s.Send(two, "POST", "/v2/chatbot/conversations", `{}`, "Content-Type", jsonBody)
	at := "/v2/chatbot/conversations/" + decoded[genv2.Conversation](t, body).ID.String() + "/messages"
	_, body = s.Send(two, "POST", at, `{"message":"`+question+`"}`, "Content-Type", jsonBody)
	if answer := decoded[genv2.Message](t, body).Text; !strings.Contains(answer, "still being read") {
		t.Errorf("version 2 says %s", answer)
	}
	_, body = s.Send(two, "POST", "/v2/chat/completions", `{"messages":[{"role":"user","content":"`+question+`"}]}`, "Content-Type", jsonBody)
	if !strings.Contains(body, "still being read") {
		t.Errorf("a completion says %s", body)
	}
}
