package chat

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"reflect"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/services/query"
)

// The bounds of a tool's use.
const (
	maxArguments = 16 << 10
	maxResult    = 24 << 10
)

// tool is an operation of the contract that a model may call. It runs as the caller: with the caller's workspace and, since
// only tools whose scopes the caller has are offered and run, the caller's rights.
type tool struct {
	ToolSpec
	schema *jsonschema.Schema
	run    func(ctx context.Context, g *generation, arguments []byte) (any, error)
}

// kinds are the tools there are; a kind that needs a part which is not there is not offered.
var kinds = map[string]struct {
	there func(*Service) bool
	knows map[string]bool // arguments
	run   func(ctx context.Context, g *generation, arguments []byte) (any, error)
}{
	ToolSearch: {func(s *Service) bool { return s.search != nil }, members(reflect.TypeFor[searchArguments]()), runSearch},
	ToolQuery:  {func(s *Service) bool { return s.queries != nil }, members(reflect.TypeFor[query.Query]()), runQuery},
}

func (s *Service) makeTools(specs []ToolSpec) ([]tool, error) {
	var out []tool
	for _, spec := range specs {
		kind, ok := kinds[spec.Name]
		if !ok {
			return nil, fmt.Errorf("make chat: unknown tool %q", spec.Name)
		}
		schema, err := compile(spec.Parameters)
		if err != nil {
			return nil, fmt.Errorf("read parameters of tool %s: %w", spec.Name, err)
		}
		if kind.there(s) {
			out = append(out, tool{ToolSpec: spec, schema: schema, run: kind.run})
		}
	}
	return out, nil
}

// noFiles keeps a schema from reaching for other documents.
type noFiles struct{}

// Load refuses.
func (noFiles) Load(url string) (any, error) {
	return nil, fmt.Errorf("a schema may not refer to %s", url)
}

func compile(raw json.RawMessage) (*jsonschema.Schema, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	c.UseLoader(noFiles{})
	c.AssertFormat()
	if err := c.AddResource("tool.json", doc); err != nil {
		return nil, err
	}
	return c.Compile("tool.json")
}

// may tells whether the caller has every scope of the tool.
func (t tool) may(p auth.Principal) bool {
	for _, scope := range t.Scopes {
		if !p.Has(scope) {
			return false
		}
	}
	return true
}

// toolsOf are the tools that a turn's caller may use; a tool of the caller's own under the same name goes before ours. Where the
// question is about some documents only, those that look at invoices of all documents are left out.
func (s *Service) toolsOf(t turn) []tool {
	var out []tool
	for _, own := range s.tools {
		if own.may(t.caller) && !named(t.tools, own.Name) && (t.filter.Empty() || own.Name == ToolSearch) {
			out = append(out, own)
		}
	}
	return out
}

func named(list []llm.Tool, name string) bool {
	for _, t := range list {
		if t.Name == name {
			return true
		}
	}
	return false
}

// use runs one call and gives the result for the model. Only what ends the whole answer is an error: what is wrong with the
// call is a result too, so that the model can mend it.
func (g *generation) use(ctx context.Context, call llm.ToolCall, within bool) (string, error) {
	use := ToolUse{ID: call.ID, Name: short(call.Name), Arguments: clip(call.Arguments, maxArguments)}
	var result any
	var err error
	if within {
		result, err = g.execute(ctx, call)
	} else {
		err = fault.New(fault.CodeValidation, "too many calls at once")
	}
	if ctx.Err() != nil {
		return "", ctx.Err()
	}
	if err != nil {
		result = toolProblem(err)
	}
	b, err := json.Marshal(result)
	if err != nil {
		return "", fmt.Errorf("write result of tool %s: %w", use.Name, err)
	}
	if len(b) > maxResult {
		b, _ = json.Marshal(problem{Code: "too_large", Detail: "the result is too large: narrow the arguments"})
	}
	if !json.Valid([]byte(use.Arguments)) {
		use.Arguments, _ = asJSON(use.Arguments)
	}
	use.Result = string(b)
	g.r.message.Tools = append(g.r.message.Tools, use)
	return fenced(use.Result), g.r.send(Event{Kind: EventTool, Tool: use})
}

func asJSON(text string) (string, error) {
	b, err := json.Marshal(text)
	return string(b), err
}

// problem is what a model is told of a call that failed.
type problem struct {
	Code   string `json:"error"`
	Detail string `json:"detail"`
}

// toolProblem is the public face of an error.
func toolProblem(err error) problem {
	if f, ok := fault.As(err); ok && f.Kind() != fault.Internal {
		return problem{Code: string(f.Code), Detail: f.Message}
	}
	return problem{Code: string(fault.CodeInternal), Detail: fault.CodeInternal.Title()}
}

func (g *generation) execute(ctx context.Context, call llm.ToolCall) (any, error) {
	for _, t := range g.tools {
		if t.Name != call.Name {
			continue
		}
		arguments, err := t.check(call.Arguments)
		if err != nil {
			return nil, err
		}
		return t.run(ctx, g, arguments)
	}
	// The same for a tool that is not there and one that the caller may not use.
	return nil, fault.New(fault.CodeNotFound, "there is no tool %q", short(call.Name))
}

// check holds a model's arguments against the tool's schema. Missing and null members are left out: models write null for
// what they do not want to say.
func (t tool) check(arguments string) ([]byte, error) {
	if strings.TrimSpace(arguments) == "" {
		arguments = "{}"
	}
	if len(arguments) > maxArguments {
		return nil, fault.New(fault.CodeValidation, "the arguments are too long")
	}
	value, err := jsonschema.UnmarshalJSON(strings.NewReader(arguments))
	if err != nil {
		return nil, fault.New(fault.CodeValidation, "the arguments are no JSON object")
	}
	object, ok := value.(map[string]any)
	if !ok {
		return nil, fault.New(fault.CodeValidation, "the arguments are no JSON object")
	}
	for k, v := range object {
		if v == nil {
			delete(object, k)
		}
	}
	if err := t.schema.Validate(object); err != nil {
		return nil, fault.Wrap(err, fault.CodeValidation, "the arguments break the schema: %s", clip(oneLine(err.Error()), 400))
	}
	return json.Marshal(object)
}

// decode reads checked arguments; a member that the type does not know is an error, never ignored: a filter that is not
// applied gives a wrong number.
func decode[T any](arguments []byte) (T, error) {
	var out T
	d := json.NewDecoder(bytes.NewReader(arguments))
	d.DisallowUnknownFields()
	if err := d.Decode(&out); err != nil {
		return out, fault.Wrap(err, fault.CodeValidation, "the arguments do not fit: %s", clip(oneLine(err.Error()), 200))
	}
	return out, nil
}

// CheckTools tells whether chat understands every argument of the tools: one that a schema offers and the service does not
// know would be refused each time a model uses it.
func CheckTools(specs []ToolSpec) error {
	for _, spec := range specs {
		var schema struct {
			Properties map[string]json.RawMessage `json:"properties"`
		}
		if err := json.Unmarshal(spec.Parameters, &schema); err != nil {
			return fmt.Errorf("read parameters of tool %s: %w", spec.Name, err)
		}
		for name := range schema.Properties {
			if !kinds[spec.Name].knows[name] {
				return fmt.Errorf("tool %s does not know %q", spec.Name, name)
			}
		}
	}
	return nil
}

// members are the JSON names of a struct's fields, those of embedded structs among them.
func members(of reflect.Type) map[string]bool {
	out := map[string]bool{}
	for _, f := range reflect.VisibleFields(of) {
		if !f.Anonymous {
			name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
			out[name] = true
		}
	}
	return out
}
