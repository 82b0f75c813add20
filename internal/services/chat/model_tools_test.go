package chat_test

import (
	"context"
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/core/vector"
	"github.com/docketapi/docket/internal/services/chat"
)

func TestToolsRunAsTheCaller(t *testing.T) {
	t.Parallel()
	list := bills()[:40]
	summary := calls(chat.ToolQuery, `{"measure":"count","group_by":["seller"],"filter":null}`)
	m := &script{answers: []func(context.Context, func(llm.Event, error) bool){summary, says("Fertig."), summary, says("Fertig.")}}
	st := counters(t, list)
	st.s = st.service(t, func(d *chat.Config) { st.counting(d); withModel(m)(d) })
	st.put("Ein Satz über Fische.")
	ask := func(scopes ...string) chat.Message {
		answer, err := st.s.Ask(t.Context(), summaryScopes(st.caller, scopes...), chat.AskInput{Text: "Was ist mit den Fischen?"}, nil)
		must(t, err)
		return answer
	}
	counted := 0
	for _, b := range list {
		if b.status != "rejected" {
			counted++
		}
	}
	var result struct {
		Items []struct{ Count int }
		Error string
	}
	must(t, json.Unmarshal([]byte(ask("documents:read", "invoices:read").Tools[0].Result), &result))
	sum := 0
	for _, g := range result.Items {
		sum += g.Count
	}
	if sum != counted {
		t.Errorf("the tool counted %d invoices, of %d", sum, counted)
	}
	answer := ask("documents:read")
	must(t, json.Unmarshal([]byte(answer.Tools[0].Result), &result))
	if result.Error != "not_found" {
		t.Errorf("without the scope: %s", answer.Tools[0].Result)
	}
	if tools := m.requests[2].Tools; len(tools) != 1 || tools[0].Name != chat.ToolSearch {
		t.Errorf("without invoices:read there were %v", tools)
	}
}

func TestToolResultSupports(t *testing.T) {
	t.Parallel()
	m := &script{answers: []func(context.Context, func(llm.Event, error) bool){
		calls(chat.ToolQuery, `{"measure":"count","group_by":["seller"]}`), says("Durand hat 3 Rechnungen geschickt. Sie kosten 77.777,00 EUR."),
	}}
	st := newStack(t, func(d *chat.Config) {
		withModel(m)(d)
		d.Tools, d.Queries = specs, fixed{{Seller: "Durand", Count: 3}}
	})
	answer, _ := st.ask(t, "Erzähle mir etwas über die Lage")
	part := func(s chat.Stretch) string { return string([]rune(answer.Text)[s.Start:s.End]) }
	if len(answer.Tools) != 1 || len(answer.Tools[0].Supports) != 1 || part(answer.Tools[0].Supports[0]) != "Durand hat 3 Rechnungen geschickt." {
		t.Errorf("tools: %+v", answer.Tools)
	}
	if len(answer.Unsupported) != 1 || part(answer.Unsupported[0]) != "Sie kosten 77.777,00 EUR." {
		t.Errorf("unsupported: %v", answer.Unsupported)
	}
}

// A small model is asked without our tools rather than not at all.
func TestToolsGoBeforeTheAnswerDoes(t *testing.T) {
	t.Parallel()
	m := &script{context: 4096, answers: []func(context.Context, func(llm.Event, error) bool){says("Gut.")}}
	wide := slices.Clone(specs)
	wide[0].Description = strings.Repeat("Find passages of documents. ", 600)
	st := newStack(t, func(d *chat.Config) { d.Model, d.Tools = m, wide })
	st.put("Fische fressen Algen.")
	own := llm.Tool{Name: "get_weather", Parameters: json.RawMessage(`{"type":"object"}`)}
	made, err := st.s.Complete(t.Context(), st.caller, chat.CompletionInput{Tools: []llm.Tool{own},
		Messages: []llm.Message{{Role: llm.RoleUser, Content: "Was fressen Fische?"}}}, nil)
	must(t, err)
	if made.Text != "Gut." || len(m.requests) != 1 || len(m.requests[0].Tools) != 1 || m.requests[0].Tools[0].Name != "get_weather" {
		t.Errorf("got %q after %+v", made.Text, m.requests)
	}
}

func TestCompletionGivesCallersToolsBack(t *testing.T) {
	t.Parallel()
	own := llm.Tool{Name: "get_weather", Parameters: json.RawMessage(`{"type":"object"}`)}
	m := &script{answers: []func(context.Context, func(llm.Event, error) bool){calls("get_weather", `{"city":"Ulm"}`), says("Sonnig.")}}
	st := newStack(t, func(d *chat.Config) { withModel(m)(d); d.Tools = specs })
	in := chat.CompletionInput{Messages: []llm.Message{{Role: llm.RoleUser, Content: "Wie ist das Wetter in Ulm?"}}, Tools: []llm.Tool{own}}
	made, err := st.s.Complete(t.Context(), st.caller, in, nil)
	must(t, err)
	if len(made.ToolCalls) != 1 || made.ToolCalls[0].Name != "get_weather" || made.Finish != chat.FinishToolCalls || len(made.Tools) != 0 {
		t.Errorf("got %+v", made)
	}
	if !slices.ContainsFunc(m.requests[0].Tools, func(t llm.Tool) bool { return t.Name == chat.ToolSearch }) {
		t.Error("our tools were not offered beside the caller's")
	}
	in.Messages = append(in.Messages, llm.Message{Role: llm.RoleAssistant, ToolCalls: made.ToolCalls}, llm.Message{Role: llm.RoleTool, ToolCallID: made.ToolCalls[0].ID, Content: "sonnig"})
	made, err = st.s.Complete(t.Context(), st.caller, in, nil)
	must(t, err)
	if last := m.requests[1].Messages; made.Text != "Sonnig." || last[len(last)-1].Role != llm.RoleTool {
		t.Errorf("got %+v", made)
	}
}

// A model that goes on asking for tools is cut off: it is asked once more, without them, and what it says then counts.
func TestToolRoundsEnd(t *testing.T) {
	t.Parallel()
	search := calls(chat.ToolSearch, `{"query":"Fische"}`)
	m := &script{answers: []func(context.Context, func(llm.Event, error) bool){search, search, search, search, says("Genug gesucht.")}}
	st := newStack(t, func(d *chat.Config) { withModel(m)(d); d.Tools = specs })
	st.put("Fische fressen Algen.")
	answer, err := st.s.Ask(t.Context(), st.caller, chat.AskInput{Text: "Was fressen Fische?"}, nil)
	must(t, err)
	if answer.Text != "Genug gesucht." || len(answer.Tools) != 4 || len(m.requests) != 5 {
		t.Errorf("%d requests, %d calls, said %q", len(m.requests), len(answer.Tools), answer.Text)
	}
	for i, r := range m.requests {
		if offered := len(r.Tools) > 0; offered != (i < 4) {
			t.Errorf("request %d offers %d tools", i+1, len(r.Tools))
		}
	}
}

// What a model makes up for a tool is answered as a problem it can read; nothing runs.
func TestToolArgumentsAreHeldToTheirSchema(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, tool, arguments, code string }{
		{"no JSON", chat.ToolSearch, `{"query":`, "validation_failed"},
		{"a member that is not there", chat.ToolSearch, `{"query":"Fische","workspace_id":"01a206b3-36ed-705f-88fa-408ab358fe1d"}`, "validation_failed"},
		{"a wrong type", chat.ToolSearch, `{"query":7}`, "validation_failed"},
		{"a tool that is not there", "delete_documents", `{}`, "not_found"},
	} {
		m := &script{answers: []func(context.Context, func(llm.Event, error) bool){calls(tc.tool, tc.arguments), says("Nichts.")}}
		st := newStack(t, func(d *chat.Config) { withModel(m)(d); d.Tools = specs })
		st.put("Fische fressen Algen.")
		answer, err := st.s.Ask(t.Context(), st.caller, chat.AskInput{Text: "Was fressen Fische?"}, nil)
		must(t, err)
		var result struct{ Error string }
		if len(answer.Tools) != 1 || json.Unmarshal([]byte(answer.Tools[0].Result), &result) != nil || result.Error != tc.code {
			t.Errorf("%s: %+v", tc.name, answer.Tools)
		}
	}
}

// A question about some documents is not answered from the invoices of all.
func TestFiltersBindTheTools(t *testing.T) {
	t.Parallel()
	m := &script{answers: []func(context.Context, func(llm.Event, error) bool){says("Gut.")}}
	st := newStack(t, func(d *chat.Config) {
		d.Model, d.Tools, d.Queries = m, specs, fixed{{Seller: "Durand", Count: 3}}
	})
	st.put(lease)
	_, err := st.s.Complete(t.Context(), st.caller, chat.CompletionInput{Filter: vector.Filter{Languages: []string{"de"}},
		Messages: []llm.Message{{Role: llm.RoleUser, Content: "Wie hoch ist die Miete?"}}}, nil)
	must(t, err)
	for _, r := range m.requests {
		for _, offered := range r.Tools {
			if offered.Name != chat.ToolSearch {
				t.Errorf("%s was offered, which looks at all documents", offered.Name)
			}
		}
	}
	if len(m.requests) == 0 || len(m.requests[0].Tools) != 1 {
		t.Errorf("asked %+v", m.requests)
	}
}
