package contract

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/labstack/echo/v4"

	"github.com/docketapi/docket/internal/core/fault"
)

// checkParameters validates path, query and headers, and refuses query parameters the contract does not know: a
// misspelt filter must not answer with everything.
func (o *Operation) checkParameters(ec echo.Context) error {
	r := ec.Request()
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return fault.New(fault.CodeMalformed, "the query cannot be read")
	}
	problem := fault.New(fault.CodeValidation, "a parameter is not as the contract says")
	o.checkQueryNames(query, problem)
	// The validator reads a body it is given: this copy has none. Defaults that it fills in reach the shared URL.
	probe := r.Clone(r.Context())
	probe.Body, probe.GetBody, probe.URL = http.NoBody, nil, r.URL
	input := &openapi3filter.RequestValidationInput{Request: probe, PathParams: pathParams(ec), QueryParams: query}
	for _, p := range o.params {
		if p.Value.Name == ifMatch && p.Value.Required && r.Header.Get(ifMatch) == "" {
			return fault.New(fault.CodePreconditionMissing, "send If-Match with the ETag of the version you change").At("header/"+ifMatch, "is missing")
		}
		if leftOut(input, p.Value) {
			continue
		}
		if err := o.checkParameter(r.Context(), input, p.Value); err != nil {
			problem.At(p.Value.In+"/"+p.Value.Name, reason(err))
		}
	}
	if len(problem.Details) > 0 {
		return missing(problem)
	}
	return nil
}

// missing turns the refusal of a path parameter into a 404: an id that cannot exist does not exist.
func missing(problem *fault.Error) error {
	for _, d := range problem.Details {
		if strings.HasPrefix(d.Pointer, "path/") {
			return fault.New(fault.CodeNotFound, "there is no such resource").At(d.Pointer, d.Detail)
		}
	}
	return problem
}

func (o *Operation) checkQueryNames(query url.Values, problem *fault.Error) {
	for name, values := range query {
		mayRepeat, known := o.queryNames[name]
		switch {
		case !known && o.openQuery:
		case !known:
			problem.At("query/"+clip(name), "is not a parameter of this operation")
		case len(values) > 1 && !mayRepeat:
			problem.At("query/"+name, "is given more than once")
		}
	}
}

// leftOut tells a parameter that need not be given, is not, and has no default to fill in: most of them are, in most requests.
func leftOut(input *openapi3filter.RequestValidationInput, p *openapi3.Parameter) bool {
	if p.Required || p.Schema == nil || p.Schema.Value == nil || p.Schema.Value.Default != nil {
		return false
	}
	switch p.In {
	case openapi3.ParameterInQuery:
		return !input.QueryParams.Has(p.Name)
	case openapi3.ParameterInHeader:
		return len(input.Request.Header.Values(p.Name)) == 0
	default:
		return false
	}
}

func (o *Operation) checkParameter(ctx context.Context, input *openapi3filter.RequestValidationInput, p *openapi3.Parameter) error {
	if err := openapi3filter.ValidateParameter(ctx, input, p); err != nil {
		return err
	}
	for _, v := range given(input, p) {
		if v == "" && p.Schema != nil && p.Schema.Value != nil && !p.Schema.Value.Type.Is(openapi3.TypeString) {
			return errors.New("is empty") // the validator takes it for absent
		}
		if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
			return errors.New("is not text in UTF-8")
		}
		if p.Schema != nil && p.Schema.Value != nil && p.Schema.Value.Format == "date" {
			if _, err := time.Parse(time.DateOnly, v); err != nil {
				return errors.New("is not a date of the form YYYY-MM-DD")
			}
		}
	}
	return nil
}

func given(input *openapi3filter.RequestValidationInput, p *openapi3.Parameter) []string {
	switch p.In {
	case openapi3.ParameterInQuery:
		return input.QueryParams[p.Name]
	case openapi3.ParameterInHeader:
		return input.Request.Header.Values(p.Name)
	default:
		return nil
	}
}

func pathParams(ec echo.Context) map[string]string {
	out := make(map[string]string, len(ec.ParamNames()))
	for i, name := range ec.ParamNames() {
		v, err := url.PathUnescape(ec.ParamValues()[i])
		if err != nil {
			v = ec.ParamValues()[i]
		}
		out[name] = v
	}
	return out
}

// reason is the shortest true sentence about a refused value, without a copy of schema and value.
func reason(err error) string {
	var schema *openapi3.SchemaError
	if errors.As(err, &schema) {
		return clip(schema.Reason)
	}
	var parse *openapi3filter.ParseError
	if errors.As(err, &parse) {
		return clip(parse.Reason)
	}
	var request *openapi3filter.RequestError
	if errors.As(err, &request) {
		if request.Reason != "" {
			return clip(request.Reason)
		}
		if request.Err != nil {
			return clip(request.Err.Error())
		}
	}
	return clip(err.Error())
}

// clip keeps what a caller sent from filling the answer.
func clip(s string) string {
	const most = 200
	s = strings.ToValidUTF8(s, "�")
	if len(s) <= most {
		return s
	}
	cut := most
	for !utf8.RuneStart(s[cut]) {
		cut--
	}
	return s[:cut] + "…"
}
