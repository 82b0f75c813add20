package weaviate

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/vector"
)

// scripted is a server that answers by "METHOD /path" and keeps what it was asked.
type scripted struct {
	mu      sync.Mutex
	answers map[string]func(body string) (int, string)
	asked   []string
}

func (s *scripted) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	b, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	s.asked = append(s.asked, r.Method+" "+r.URL.RequestURI()+" "+string(b))
	answer := s.answers[r.Method+" "+r.URL.Path]
	s.mu.Unlock()
	if answer == nil {
		http.Error(w, `{"error":[{"message":"not found"}]}`, http.StatusNotFound)
		return
	}
	status, body := answer(string(b))
	w.WriteHeader(status)
	fmt.Fprint(w, body)
}

func (s *scripted) count(prefix string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.asked {
		if strings.HasPrefix(a, prefix) {
			n++
		}
	}
	return n
}

func always(status int, body string) func(string) (int, string) {
	return func(string) (int, string) { return status, body }
}

func engine(t *testing.T, s *scripted) *Engine {
	t.Helper()
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	e, err := New(strings.Replace(server.URL, "http", "weaviate", 1), "secret")
	if err != nil {
		t.Fatal(err)
	}
	return e
}

var (
	scope = vector.Scope{Generation: uuid.MustParse("018f0000-0000-7000-8000-000000000001"), Workspace: uuid.MustParse("018f0000-0000-7000-8000-000000000002")}
	chunk = uuid.MustParse("018f0000-0000-7000-8000-000000000003")
	class = collection(scope.Generation)
)

func TestAddress(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"weaviate://db":          "http://db:8080/v1",
		"weaviate://db:1234":     "http://db:1234/v1",
		"weaviates://db.example": "https://db.example/v1",
		"weaviates://db:1/base/": "https://db:1/base/v1",
	} {
		if e, err := New(address, ""); err != nil || e.base != want {
			t.Errorf("%s: %+v %v", address, e, err)
		}
	}
	for _, bad := range []string{"", "http://db", "weaviate://", "://"} {
		if _, err := New(bad, ""); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
}

func TestPutRefusesAnUnpreparedGeneration(t *testing.T) {
	t.Parallel()
	s := &scripted{}
	err := engine(t, s).Put(t.Context(), scope, []vector.Item{{ChunkID: chunk}})
	if fault.CodeOf(err) != fault.CodeUnavailable || s.count("POST") != 0 {
		t.Errorf("%v, asked %v", err, s.asked)
	}
}

func TestPutTellsOfASingleFailure(t *testing.T) {
	t.Parallel()
	s := &scripted{answers: map[string]func(string) (int, string){
		"GET /v1/schema/" + class: always(200, `{}`),
		"POST /v1/batch/objects":  always(200, `[{"result":{"status":"FAILED","errors":{"error":[{"message":"vector lengths don't match"}]}}}]`),
	}}
	err := engine(t, s).Put(t.Context(), scope, []vector.Item{{ChunkID: chunk, Vector: []float32{1}, CreatedAt: time.Unix(0, 0)}})
	if fault.CodeOf(err) != fault.CodeUnavailable || !strings.Contains(err.Error(), "lengths") {
		t.Error(err)
	}
	var sent struct {
		Objects []struct {
			Class, Tenant string
			ID            uuid.UUID
			Properties    map[string]string
		}
	}
	_, members, _ := strings.Cut(s.asked[len(s.asked)-1], " {")
	if err := json.Unmarshal([]byte("{"+members), &sent); err != nil {
		t.Fatal(err)
	}
	if o := sent.Objects[0]; o.Class != class || o.Tenant != scope.Workspace.String() || o.ID != chunk || o.Properties["language"] != "und" || o.Properties["created"] != "1970-01-01T00:00:00Z" {
		t.Errorf("sent %+v", o)
	}
}

func TestSearchInAWorkspaceThatHasNothing(t *testing.T) {
	t.Parallel()
	s := &scripted{answers: map[string]func(string) (int, string){
		"GET /v1/schema/" + class: always(200, `{}`),
		"POST /v1/graphql":        always(200, `{"data":{"Get":{}},"errors":[{"message":"explorer: tenant not found"}]}`),
	}}
	e := engine(t, s)
	if got, err := e.Nearest(t.Context(), vector.Query{Scope: scope, Vector: []float32{1}, K: 3}); err != nil || len(got) != 0 {
		t.Errorf("no tenant: %v %v", got, err)
	}
	s.answers["HEAD /v1/schema/"+class+"/tenants/"+scope.Workspace.String()] = always(200, "")
	if _, err := e.Nearest(t.Context(), vector.Query{Scope: scope, Vector: []float32{1}, K: 3}); fault.CodeOf(err) != fault.CodeUnavailable {
		t.Errorf("a tenant that is there: %v", err)
	}
}

// TestShortAnswerIsCompleted has a graph that finds one of two objects that pass.
func TestShortAnswerIsCompleted(t *testing.T) {
	t.Parallel()
	other := uuid.MustParse("018f0000-0000-7000-8000-000000000004")
	object := func(id uuid.UUID, v, language string) string {
		return fmt.Sprintf(`{"id":%q,"vector":%s,"properties":{"document":%q,"language":%q,"mediaType":"text/plain","created":"2026-01-02T00:00:00Z"}}`, id, v, chunk, language)
	}
	s := &scripted{answers: map[string]func(string) (int, string){
		"POST /v1/graphql": func(body string) (int, string) {
			if strings.Contains(body, "Aggregate") {
				return 200, fmt.Sprintf(`{"data":{"Aggregate":{%q:[{"meta":{"count":2}}]}}}`, class)
			}
			return 200, fmt.Sprintf(`{"data":{"Get":{%q:[{"_additional":{"id":%q,"distance":0.25}}]}}}`, class, chunk)
		},
		"GET /v1/objects": always(200, `{"objects":[`+object(chunk, "[0.6,0.8]", "und")+`,`+object(other, "[1,0]", "und")+`,`+object(uuid.Nil, "[1,0]", "de")+`]}`),
	}}
	e := engine(t, s)
	got, err := e.Nearest(t.Context(), vector.Query{Scope: scope, Vector: []float32{1, 0}, K: 3, Filter: vector.Filter{Languages: []string{""}}})
	if err != nil || len(got) != 2 || got[0].ChunkID != other || got[1].Similarity < 0.59 || got[1].Similarity > 0.61 {
		t.Errorf("%v %v", got, err)
	}
	one, err := e.Nearest(t.Context(), vector.Query{Scope: scope, Vector: []float32{1, 0}, K: 1})
	if err != nil || len(one) != 1 || one[0].Similarity != 0.75 {
		t.Errorf("%v %v", one, err)
	}
}

func TestFilterIsData(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	got := where(vector.Filter{Languages: []string{"", `"}]) {evil`}, MediaTypes: []string{"text/plain"}, CreatedFrom: at, CreatedBefore: at.Add(time.Hour)})
	want := `{operator:And,operands:[{path:["language"],operator:ContainsAny,valueText:["und","\"}]) {evil"]},` +
		`{path:["mediaType"],operator:ContainsAny,valueText:["text/plain"]},` +
		`{path:["created"],operator:GreaterThanEqual,valueDate:"2026-05-01T00:00:00Z"},{path:["created"],operator:LessThan,valueDate:"2026-05-01T01:00:00Z"}]}`
	if got != want {
		t.Errorf("\n got %s\nwant %s", got, want)
	}
	if where(vector.Filter{}) != "" {
		t.Error("an empty filter asks for something")
	}
}

func TestWhatPassesIsTriedAgain(t *testing.T) {
	t.Parallel()
	n := 0
	s := &scripted{answers: map[string]func(string) (int, string){"GET /v1/.well-known/ready": func(string) (int, string) {
		if n++; n < 3 {
			return http.StatusServiceUnavailable, "starting"
		}
		return 200, ""
	}}}
	if err := engine(t, s).Ready(t.Context()); err != nil || n != 3 {
		t.Errorf("%v after %d", err, n)
	}
	refuses := &scripted{answers: map[string]func(string) (int, string){"GET /v1/.well-known/ready": always(http.StatusUnauthorized, "who are you")}}
	if err := engine(t, refuses).Ready(t.Context()); fault.CodeOf(err) != fault.CodeUnavailable || len(refuses.asked) != 1 {
		t.Errorf("%v after %d", err, len(refuses.asked))
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := engine(t, s).Ready(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestDeleteGoesOnUntilNothingIsLeft(t *testing.T) {
	t.Parallel()
	left := 25
	s := &scripted{answers: map[string]func(string) (int, string){
		"HEAD /v1/schema/" + class + "/tenants/" + scope.Workspace.String(): always(200, ""),
		"DELETE /v1/batch/objects": func(string) (int, string) {
			matches := left
			left = max(0, left-10)
			return 200, fmt.Sprintf(`{"results":{"matches":%d,"limit":10,"successful":%d,"failed":0}}`, matches, min(matches, 10))
		},
	}}
	if err := engine(t, s).Delete(t.Context(), scope, chunk); err != nil || left != 0 {
		t.Errorf("%d left: %v", left, err)
	}
}
