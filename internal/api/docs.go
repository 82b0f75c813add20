package api

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"html/template"
	"slices"
	"sort"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/docketapi/docket/gen/openapi"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/fault"
)

//go:embed docs.html
var docsTemplate string

// docsPage is the contract as a page, made once: no script, nothing loaded from elsewhere.
var docsPage = sync.OnceValues(func() ([]byte, error) {
	page := docsData{}
	rules, err := loaded()
	if err != nil {
		return nil, err
	}
	for _, v := range []struct {
		name string
		yaml []byte
	}{{"v1", openapi.V1}, {"v2", openapi.V2}} {
		spec, err := openapi3.NewLoader().LoadFromData(v.yaml)
		if err != nil {
			return nil, fmt.Errorf("load contract %s: %w", v.name, err)
		}
		page.Versions = append(page.Versions, describe(v.name, spec, rules))
	}
	for code, meaning := range fault.Registry() {
		page.Problems = append(page.Problems, docsProblem{string(code), meaning.Title, statusOf[meaning.Kind]})
	}
	sort.Slice(page.Problems, func(i, j int) bool { return page.Problems[i].Code < page.Problems[j].Code })
	var b bytes.Buffer
	t, err := template.New("docs").Parse(docsTemplate)
	if err != nil {
		return nil, fmt.Errorf("parse docs page: %w", err)
	}
	if err := t.Execute(&b, page); err != nil {
		return nil, fmt.Errorf("render docs page: %w", err)
	}
	return b.Bytes(), nil
})

type docsData struct {
	Versions []docsVersion
	Problems []docsProblem
}

type docsProblem struct {
	Code, Title string
	Status      int
}

type docsVersion struct {
	Name, Title, Description string
	Tags                     []docsTag
	Schemas                  []docsSchema
}

type docsTag struct {
	Name, Description string
	Operations        []docsOperation
}

type docsOperation struct {
	ID, Method, Path, Summary, Description, Scopes string
	Deprecated                                     bool
	Parameters                                     []docsField
	Bodies, Answers                                []docsContent
	Problems                                       []fault.Code
}

type docsField struct {
	Name, Where, Type, Description string
	Required                       bool
}

type docsContent struct{ Status, MediaType, Type, Description, Example string }

type docsSchema struct {
	Name, Description string
	Fields            []docsField
}

func describe(name string, spec *openapi3.T, rules *contract.Contract) docsVersion {
	v := docsVersion{Name: name, Title: spec.Info.Title, Description: spec.Info.Description}
	for _, tag := range spec.Tags {
		t := docsTag{Name: tag.Name, Description: tag.Description}
		for path, item := range spec.Paths.Map() {
			for method, op := range item.Operations() {
				if slices.Contains(op.Tags, tag.Name) {
					o := describeOperation(method, path, item, op)
					o.Problems = rules.Find(method, contract.RouterPath(path)).Problems()
					t.Operations = append(t.Operations, o)
				}
			}
		}
		slices.SortFunc(t.Operations, func(a, b docsOperation) int {
			return cmp.Or(strings.Compare(a.Path, b.Path), strings.Compare(a.Method, b.Method))
		})
		v.Tags = append(v.Tags, t)
	}
	for schemaName, s := range spec.Components.Schemas {
		if s.Value.Type.Is(openapi3.TypeObject) {
			v.Schemas = append(v.Schemas, docsSchema{schemaName, s.Value.Description, fields(s.Value)})
		}
	}
	sort.Slice(v.Schemas, func(i, j int) bool { return v.Schemas[i].Name < v.Schemas[j].Name })
	return v
}

func describeOperation(method, path string, item *openapi3.PathItem, op *openapi3.Operation) docsOperation {
	o := docsOperation{ID: op.OperationID, Method: method, Path: path, Summary: op.Summary, Description: op.Description, Deprecated: op.Deprecated}
	if op.Security != nil && len(*op.Security) > 0 {
		o.Scopes = strings.Join((*op.Security)[0]["bearer"], ", ")
	}
	for _, p := range append(slices.Clone(item.Parameters), op.Parameters...) {
		if p.Value.Name == "X-Request-Id" { // every operation has it; the page says so once
			continue
		}
		o.Parameters = append(o.Parameters, docsField{p.Value.Name, p.Value.In, typeName(p.Value.Schema), p.Value.Description, p.Value.Required})
	}
	if op.RequestBody != nil {
		o.Bodies = contents("", op.RequestBody.Value.Description, op.RequestBody.Value.Content)
	}
	for status, r := range op.Responses.Map() {
		if status == "default" { // a problem, everywhere
			continue
		}
		description := ""
		if r.Value.Description != nil {
			description = *r.Value.Description
		}
		o.Answers = append(o.Answers, contents(status, description, r.Value.Content)...)
	}
	sort.SliceStable(o.Answers, func(i, j int) bool { return o.Answers[i].Status < o.Answers[j].Status })
	return o
}

func contents(status, description string, content openapi3.Content) []docsContent {
	if len(content) == 0 {
		return []docsContent{{Status: status, Description: description}}
	}
	var out []docsContent
	for mediaType, m := range content {
		c := docsContent{Status: status, MediaType: mediaType, Type: typeName(m.Schema), Description: description}
		if m.Example != nil {
			if b, err := json.MarshalIndent(m.Example, "", "  "); err == nil {
				c.Example = string(b)
			}
		}
		out = append(out, c)
	}
	sort.Slice(out, func(i, j int) bool { return out[i].MediaType < out[j].MediaType })
	return out
}

func fields(s *openapi3.Schema) []docsField {
	var out []docsField
	for name, p := range s.Properties {
		out = append(out, docsField{Name: name, Type: typeName(p), Description: p.Value.Description, Required: slices.Contains(s.Required, name)})
	}
	sort.Slice(out, func(i, j int) bool { return out[i].Name < out[j].Name })
	return out
}

// typeName is a type in one or two words: the schema's name where it has one.
func typeName(ref *openapi3.SchemaRef) string {
	switch {
	case ref == nil || ref.Value == nil:
		return ""
	case ref.Ref != "":
		return ref.Ref[strings.LastIndex(ref.Ref, "/")+1:]
	case len(ref.Value.AllOf) == 1:
		return typeName(ref.Value.AllOf[0])
	case ref.Value.Type.Is(openapi3.TypeArray):
		return "list of " + typeName(ref.Value.Items)
	case len(ref.Value.Enum) > 0:
		var words []string
		for _, e := range ref.Value.Enum {
			words = append(words, fmt.Sprint(e))
		}
		return strings.Join(words, " | ")
	case ref.Value.Format != "":
		return ref.Value.Format
	case ref.Value.Type == nil || len(*ref.Value.Type) == 0:
		return "any"
	}
	return (*ref.Value.Type)[0]
}
