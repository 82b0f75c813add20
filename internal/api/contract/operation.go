// Package contract is the contract's machinery, once for every operation of every version: who may call, what may be
// sent, how much of it, and what a repeated request means. All of it is read from the OpenAPI files at start.
//
// It owns the checks and their order. It does not own any single operation (v1, v2) or how an error looks (api): every
// refusal is a fault.Error.
package contract

import (
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/docketapi/docket/internal/core/fault"
)

// Defaults of an operation that states no limit.
const (
	defaultBody    = 1 << 20
	defaultSeconds = 30
	// maxJSON bounds a JSON body whatever the operation's limit is: unlike a file it is held in memory.
	maxJSON = 16 << 20
)

// Operation is what the machinery needs to know of one operation.
type Operation struct {
	ID         string
	Method     string
	Path       string   // as in the contract, with {name}
	Scopes     []string // all are needed
	Public     bool     // needs no credentials
	Session    bool     // a browser's session lets in, too
	Body       int64    // bytes of body at most
	Timeout    time.Duration
	Held       int64    // how many times what a large body weighs the work on it holds
	Accepts    []string // media types of the body; none when it takes no body
	Answers    []string // media types of the answers
	BodyNeeded bool
	Safe       bool // changes nothing, although it is a POST (x-docket-safe)
	Secret     bool // its answer holds a secret, and so is never kept (x-docket-secret)
	Deprecated *Deprecation
	// OpenAIErrors: its errors are also told as OpenAI's clients expect (x-docket-openai-errors).
	OpenAIErrors bool

	params     openapi3.Parameters
	queryNames map[string]bool // name -> may repeat
	openQuery  bool            // others add parameters to it (x-docket-open-query)
	problems   []fault.Code    // of x-docket-problems
	uses       []string        // of the workspace's quotas (x-docket-uses)
	jsonBody   *openapi3.Schema
	defaults   bool // jsonBody has defaults
}

// Deprecation says until when an operation lives and what replaces it.
type Deprecation struct {
	Since     time.Time
	Sunset    time.Time
	Successor string // path
}

// Contract is every operation of the versions, by method and router path.
type Contract struct {
	operations map[string]*Operation
	methods    map[string][]string // router path -> methods
	roles      Roles
	// Guards keep callers within bounds.
	Guards Guards
	// Origins tells pages of this server, and of origins that are trusted, from others.
	Origins *http.CrossOriginProtection
}

// limits is the extension x-docket-limits: bytes of body, seconds of work, and how many times the memory of a body the work holds.
type limits struct {
	Body    int64 `json:"body"`
	Seconds int   `json:"seconds"`
	Held    int64 `json:"held"`
}

// lifetime is the extension x-docket-deprecation beside `deprecated: true`.
type lifetime struct {
	Since     string `json:"since"`
	Sunset    string `json:"sunset"`
	Successor string `json:"successor"`
}

// New reads the operations of all versions, and the roles of the shared file. An operation that cannot be enforced is
// an error: the process must not start with it.
func New(shared *openapi3.T, versions ...*openapi3.T) (*Contract, error) {
	roles, err := ReadRoles(shared)
	if err != nil {
		return nil, err
	}
	c := &Contract{operations: map[string]*Operation{}, methods: map[string][]string{}, roles: roles, Origins: http.NewCrossOriginProtection()}
	for _, spec := range versions {
		for path, item := range spec.Paths.Map() {
			for method, op := range item.Operations() {
				o, err := readOperation(spec, path, method, item, op)
				if err != nil {
					return nil, fmt.Errorf("read operation %s %s: %w", method, path, err)
				}
				if scope := roles.unheld(o.Scopes); scope != "" {
					return nil, fmt.Errorf("read operation %s %s: nobody has the scope %s", method, path, scope)
				}
				route := RouterPath(path)
				if c.operations[method+" "+route] != nil {
					return nil, fmt.Errorf("read operation %s %s: two versions have it", method, path)
				}
				c.operations[method+" "+route] = o
				c.methods[route] = append(c.methods[route], method)
			}
		}
	}
	for route, m := range c.methods {
		if slices.Contains(m, http.MethodGet) {
			m = append(m, http.MethodHead) // the edge answers it as GET without the body
		}
		slices.Sort(m)
		c.methods[route] = m
	}
	return c, nil
}

// RouterPath is a contract path as echo writes it: /v1/jobs/{job_id} becomes /v1/jobs/:job_id.
func RouterPath(path string) string {
	return strings.NewReplacer("{", ":", "}", "").Replace(path)
}

// Find is the operation behind a method and a router path, nil when there is none.
func (c *Contract) Find(method, routerPath string) *Operation {
	return c.operations[method+" "+routerPath]
}

// Operations is every operation, in no order.
func (c *Contract) Operations() []*Operation {
	out := make([]*Operation, 0, len(c.operations))
	for _, o := range c.operations {
		out = append(out, o)
	}
	return out
}

// Routes is every router path, sorted.
func (c *Contract) Routes() []string { return slices.Sorted(maps.Keys(c.methods)) }

// Compressible tells an operation whose answers are text.
func (o *Operation) Compressible() bool {
	return len(o.Answers) > 0 && !slices.ContainsFunc(o.Answers, func(mediaType string) bool {
		return !isJSON(mediaType) && !strings.HasPrefix(mediaType, "text/") && mediaType != "application/yaml" || mediaType == "text/event-stream"
	})
}

// Methods is which methods a router path has, sorted.
func (c *Contract) Methods(routerPath string) []string { return c.methods[routerPath] }
