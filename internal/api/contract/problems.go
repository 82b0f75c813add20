package contract

import (
	"fmt"
	"net/http"
	"slices"

	"github.com/docketapi/docket/internal/core/fault"
)

// everywhere are the codes that any operation may answer: each checks its query, and each may be cut short.
var everywhere = []fault.Code{fault.CodeMalformed, fault.CodeValidation, fault.CodeUnavailable, fault.CodeTimeout, fault.CodeInternal}

// ofParameter are the codes that come with a parameter.
var ofParameter = map[string][]fault.Code{
	"cursor": {fault.CodeInvalidCursor},
	"Range":  {fault.CodeRangeInvalid},
}

// Problems is every code that the operation may answer, sorted: those that follow from what it takes, and those that
// x-docket-problems names.
func (o *Operation) Problems() []fault.Code {
	codes := slices.Concat(everywhere, o.problems)
	if !o.Public {
		codes = append(codes, fault.CodeUnauthorized, fault.CodeRateLimited)
	}
	if len(o.Scopes) > 0 || o.changes() { // a page of another origin may change nothing
		codes = append(codes, fault.CodeForbidden)
	}
	if len(o.uses) > 0 {
		codes = append(codes, fault.CodeQuota)
	}
	if len(o.Answers) > 0 {
		codes = append(codes, fault.CodeNotAcceptable)
	}
	if takesBody(o.Method) {
		codes = append(codes, fault.CodeUnsupportedMedia)
	}
	if len(o.Accepts) > 0 {
		codes = append(codes, fault.CodeBodyTooLarge)
	}
	if o.changes() || o.states(ifMatch) {
		codes = append(codes, fault.CodePreconditionFailed)
	}
	for _, p := range o.params {
		if p.Value.Name == ifMatch && p.Value.Required {
			codes = append(codes, fault.CodePreconditionMissing)
		}
		codes = append(codes, ofParameter[p.Value.Name]...)
		if p.Value.In == "path" {
			codes = append(codes, fault.CodeNotFound)
		}
		if p.Value.Name == idempotencyKey && o.Method == http.MethodPost && !o.Safe {
			codes = append(codes, fault.CodeIdempotencyReuse, fault.CodeIdempotencyBusy)
		}
	}
	slices.Sort(codes)
	return slices.Compact(codes)
}

// readProblems reads x-docket-problems. A code that the registry does not have is an error.
func (o *Operation) readProblems(extensions map[string]any) error {
	if err := extension(extensions, "x-docket-problems", &o.problems); err != nil {
		return err
	}
	known := fault.Registry()
	for _, code := range o.problems {
		if _, is := known[code]; !is {
			return fmt.Errorf("read x-docket-problems: there is no code %s", code)
		}
	}
	return nil
}
