package weaviate

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/core/vector"
)

// Nearest gives the K nearest that pass the filter, best first: fewer only when there are no more.
func (e *Engine) Nearest(ctx context.Context, q vector.Query) ([]vector.Neighbour, error) {
	if q.K < 1 || q.Filter.Nothing() { // the server takes an empty list for no filter
		return nil, nil
	}
	if q.Exact {
		return e.exact(ctx, q)
	}
	filter := where(q.Filter)
	got, err := e.nearVector(ctx, q.Scope, q.Vector, q.K, filter)
	if err != nil {
		return e.orNothing(ctx, q.Scope, err)
	}
	if len(got) == q.K {
		return got, nil
	}
	// Fewer than asked for: because there are no more, or because the graph led nowhere?
	n, err := e.count(ctx, q.Generation, q.Workspace, filter)
	if err != nil || n <= int64(len(got)) {
		return got, err
	}
	return e.exact(ctx, q)
}

// orNothing turns the error of a search in a workspace that never had an object into no neighbours.
func (e *Engine) orNothing(ctx context.Context, s vector.Scope, err error) ([]vector.Neighbour, error) {
	if prepared, asked := e.prepared(ctx, s.Generation); asked != nil || !prepared {
		return nil, err
	}
	if there, asked := e.hasTenant(ctx, s.Generation, s.Workspace); asked != nil || there {
		return nil, err
	}
	return nil, nil
}

// Similarities gives the exact similarity of the named chunks; those it does not hold are left out. So few candidates are
// compared one by one.
func (e *Engine) Similarities(ctx context.Context, s vector.Scope, question []float32, chunks []uuid.UUID) ([]vector.Neighbour, error) {
	if len(chunks) == 0 {
		return nil, nil
	}
	ids := make([]string, len(chunks))
	for i, c := range chunks {
		ids[i] = c.String()
	}
	got, err := e.nearVector(ctx, s, question, len(chunks), `{path:["id"],operator:ContainsAny,valueText:`+quote(ids)+`}`)
	if err != nil {
		return e.orNothing(ctx, s, err)
	}
	return got, nil
}

// nearVector asks for the k nearest under a filter in GraphQL, "" for none.
func (e *Engine) nearVector(ctx context.Context, s vector.Scope, question []float32, k int, filter string) ([]vector.Neighbour, error) {
	name := collection(s.Generation)
	var answer struct {
		Get map[string][]struct {
			Additional struct {
				ID       uuid.UUID `json:"id"`
				Distance float64   `json:"distance"`
			} `json:"_additional"`
		}
	}
	query := fmt.Sprintf(`{Get{%s(tenant:%s,limit:%d,nearVector:{vector:%s}%s){_additional{id distance}}}}`,
		name, quote(s.Workspace.String()), k, quote(question), clause(filter))
	if err := e.ask(ctx, query, &answer); err != nil {
		return nil, err
	}
	out := make([]vector.Neighbour, 0, k)
	for _, o := range answer.Get[name] {
		out = append(out, vector.Neighbour{ChunkID: o.Additional.ID, Similarity: 1 - o.Additional.Distance})
	}
	return out, nil
}

// count is how many objects of a workspace pass a filter in GraphQL, "" for none.
func (e *Engine) count(ctx context.Context, generation, workspace uuid.UUID, filter string) (int64, error) {
	name := collection(generation)
	var answer struct {
		Aggregate map[string][]struct {
			Meta struct {
				Count int64 `json:"count"`
			} `json:"meta"`
		}
	}
	query := fmt.Sprintf(`{Aggregate{%s(tenant:%s%s){meta{count}}}}`, name, quote(workspace.String()), clause(filter))
	if err := e.ask(ctx, query, &answer); err != nil || len(answer.Aggregate[name]) == 0 {
		return 0, err
	}
	return answer.Aggregate[name][0].Meta.Count, nil
}

func clause(filter string) string {
	if filter == "" {
		return ""
	}
	return ",where:" + filter
}

// quote writes a value as GraphQL, whose strings, numbers and lists are JSON's.
func quote(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		return "null" // numbers that are none: the server refuses it
	}
	return string(b)
}

// where is the filter in GraphQL, "" when it is empty.
func where(f vector.Filter) string {
	var parts []string
	anyOf := func(property string, values []string) {
		if len(values) > 0 {
			parts = append(parts, fmt.Sprintf(`{path:[%q],operator:ContainsAny,valueText:%s}`, property, quote(values)))
		}
	}
	documents := make([]string, len(f.DocumentIDs))
	for i, d := range f.DocumentIDs {
		documents[i] = d.String()
	}
	languages := make([]string, len(f.Languages))
	for i, l := range f.Languages {
		languages[i] = language(l)
	}
	anyOf(propDocument, documents)
	anyOf(propLanguage, languages)
	anyOf(propMediaType, f.MediaTypes)
	for _, bound := range []struct {
		operator string
		at       time.Time
	}{{"GreaterThanEqual", f.CreatedFrom}, {"LessThan", f.CreatedBefore}} {
		if !bound.at.IsZero() {
			parts = append(parts, fmt.Sprintf(`{path:[%q],operator:%s,valueDate:%s}`, propCreated, bound.operator, quote(bound.at.UTC().Format(time.RFC3339Nano))))
		}
	}
	switch len(parts) {
	case 0:
		return ""
	case 1:
		return parts[0]
	}
	return `{operator:And,operands:[` + strings.Join(parts, ",") + `]}`
}

// pageSize is how many objects an exact search fetches at once.
const pageSize = 1000

// exact compares with every object of the workspace, here: the server has no way to be told so for one search. Meant for
// measuring the index, and for the rare search that it leaves short.
func (e *Engine) exact(ctx context.Context, q vector.Query) ([]vector.Neighbour, error) {
	var out []vector.Neighbour
	order := func(a, b vector.Neighbour) int { return cmp.Compare(b.Similarity, a.Similarity) }
	for after := ""; ; {
		list, err := e.page(ctx, q.Scope, after)
		if err != nil {
			return e.orNothing(ctx, q.Scope, err)
		}
		for _, o := range list {
			if o.passes(q.Filter) {
				out = append(out, vector.Neighbour{ChunkID: o.ID, Similarity: o.similarity(q.Vector)})
			}
		}
		slices.SortFunc(out, order)
		out = out[:min(len(out), q.K)]
		if len(list) < pageSize {
			return out, nil
		}
		after = list[len(list)-1].ID.String()
	}
}

// stored is an object as the server gives it back.
type stored struct {
	ID         uuid.UUID `json:"id"`
	Vector     []float32 `json:"vector"`
	Properties struct {
		Document  uuid.UUID `json:"document"`
		Language  string    `json:"language"`
		MediaType string    `json:"mediaType"`
		Created   time.Time `json:"created"`
	} `json:"properties"`
}

func (e *Engine) page(ctx context.Context, s vector.Scope, after string) ([]stored, error) {
	var answer struct {
		Objects []stored `json:"objects"`
	}
	v := url.Values{"class": {collection(s.Generation)}, "tenant": {s.Workspace.String()}, "limit": {strconv.Itoa(pageSize)}, "include": {"vector"}, "after": {after}}
	return answer.Objects, e.do(ctx, http.MethodGet, "/objects?"+v.Encode(), nil, &answer)
}

func (o stored) similarity(question []float32) float64 {
	if len(o.Vector) != len(question) {
		return -1
	}
	var sum float64
	for i, x := range o.Vector {
		sum += float64(x) * float64(question[i])
	}
	return sum
}

func (o stored) passes(f vector.Filter) bool {
	p := o.Properties
	one := func(list []string, v string) bool { return list == nil || slices.Contains(list, v) }
	return (f.DocumentIDs == nil || slices.Contains(f.DocumentIDs, p.Document)) &&
		(f.Languages == nil || slices.ContainsFunc(f.Languages, func(l string) bool { return language(l) == p.Language })) &&
		one(f.MediaTypes, p.MediaType) &&
		(f.CreatedFrom.IsZero() || !p.Created.Before(f.CreatedFrom)) && (f.CreatedBefore.IsZero() || p.Created.Before(f.CreatedBefore))
}
