package contract

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
)

func readOperation(spec *openapi3.T, path, method string, item *openapi3.PathItem, op *openapi3.Operation) (*Operation, error) {
	o := &Operation{ID: op.OperationID, Method: method, Path: path, Body: defaultBody, Timeout: defaultSeconds * time.Second, Held: 1}
	var l limits
	if err := extension(op.Extensions, "x-docket-limits", &l); err != nil {
		return nil, err
	}
	if err := extension(op.Extensions, "x-docket-safe", &o.Safe); err != nil {
		return nil, err
	}
	if err := extension(op.Extensions, "x-docket-uses", &o.uses); err != nil {
		return nil, err
	}
	if err := extension(op.Extensions, "x-docket-open-query", &o.openQuery); err != nil {
		return nil, err
	}
	if err := extension(op.Extensions, "x-docket-secret", &o.Secret); err != nil {
		return nil, err
	}
	if err := extension(op.Extensions, "x-docket-openai-errors", &o.OpenAIErrors); err != nil {
		return nil, err
	}
	if err := o.readProblems(op.Extensions); err != nil {
		return nil, err
	}
	if l.Body > 0 {
		o.Body = l.Body
	}
	if l.Held > 0 {
		o.Held = l.Held
	}
	if l.Seconds > 0 {
		o.Timeout = time.Duration(l.Seconds) * time.Second
	}
	if err := o.readSecurity(spec, op); err != nil {
		return nil, err
	}
	if err := o.readDeprecation(op); err != nil {
		return nil, err
	}
	o.readParameters(item, op)
	o.readBody(op)
	o.readAnswers(op)
	return o, nil
}

func (o *Operation) readSecurity(spec *openapi3.T, op *openapi3.Operation) error {
	needs := op.Security
	if needs == nil {
		needs = &spec.Security
	}
	if len(*needs) == 0 {
		if op.Security == nil {
			return fmt.Errorf("it states no security")
		}
		o.Public = true
		return nil
	}
	scopes, ok := (*needs)[0]["bearer"]
	if !ok || len((*needs)[0]) != 1 {
		return fmt.Errorf("its first security scheme is not bearer alone")
	}
	o.Scopes = scopes
	for _, other := range (*needs)[1:] {
		if _, ok := other["session"]; !ok || len(other) != 1 || o.Session {
			return fmt.Errorf("its second security scheme is not session alone")
		}
		o.Session = true
	}
	return nil
}

func (o *Operation) readDeprecation(op *openapi3.Operation) error {
	if !op.Deprecated {
		return nil
	}
	var l lifetime
	if err := extension(op.Extensions, "x-docket-deprecation", &l); err != nil {
		return err
	}
	since, err := time.Parse(time.DateOnly, l.Since)
	if err != nil {
		return fmt.Errorf("x-docket-deprecation.since: %w", err)
	}
	sunset, err := time.Parse(time.DateOnly, l.Sunset)
	if err != nil {
		return fmt.Errorf("x-docket-deprecation.sunset: %w", err)
	}
	if sunset.Before(since) {
		return fmt.Errorf("its sunset is before its deprecation (RFC 9745)")
	}
	o.Deprecated = &Deprecation{Since: since, Sunset: sunset, Successor: l.Successor}
	return nil
}

func (o *Operation) readParameters(item *openapi3.PathItem, op *openapi3.Operation) {
	o.params = append(slices.Clone(item.Parameters), op.Parameters...)
	o.queryNames = map[string]bool{}
	for _, p := range o.params {
		if p.Value.In == openapi3.ParameterInQuery {
			s := p.Value.Schema
			once := p.Value.Explode != nil && !*p.Value.Explode // all values stand in one
			o.queryNames[p.Value.Name] = !once && s != nil && s.Value != nil && s.Value.Type.Is(openapi3.TypeArray)
		}
	}
}

func (o *Operation) readBody(op *openapi3.Operation) {
	if op.RequestBody == nil {
		return
	}
	o.BodyNeeded = op.RequestBody.Value.Required
	for mediaType, m := range op.RequestBody.Value.Content {
		o.Accepts = append(o.Accepts, mediaType)
		if isJSON(mediaType) && m.Schema != nil {
			o.jsonBody, o.defaults = m.Schema.Value, hasDefault(m.Schema, 0)
		}
	}
	slices.Sort(o.Accepts)
}

// hasDefault tells whether a schema or one in it has a default. Schemas that hold themselves end at maxNesting.
func hasDefault(ref *openapi3.SchemaRef, depth int) bool {
	if ref == nil || ref.Value == nil || depth > maxNesting {
		return false
	}
	if ref.Value.Default != nil || hasDefault(ref.Value.Items, depth+1) {
		return true
	}
	for _, member := range ref.Value.Properties {
		if hasDefault(member, depth+1) {
			return true
		}
	}
	return false
}

func (o *Operation) readAnswers(op *openapi3.Operation) {
	for status, r := range op.Responses.Map() {
		if status == "default" {
			continue
		}
		for mediaType := range r.Value.Content {
			if !slices.Contains(o.Answers, mediaType) {
				o.Answers = append(o.Answers, mediaType)
			}
		}
	}
	slices.Sort(o.Answers)
}

// extension decodes an extension into out, which stays as it is when there is none.
func extension(extensions map[string]any, name string, out any) error {
	v, ok := extensions[name]
	if !ok {
		return nil
	}
	b, err := json.Marshal(v)
	if err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	if err := json.Unmarshal(b, out); err != nil {
		return fmt.Errorf("read %s: %w", name, err)
	}
	return nil
}

func isJSON(mediaType string) bool {
	return mediaType == "application/json" || strings.HasSuffix(mediaType, "+json")
}

// takesBody tells methods whose bodies have a meaning.
func takesBody(method string) bool {
	return method == http.MethodPost || method == http.MethodPut || method == http.MethodPatch
}
