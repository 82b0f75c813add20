package contract

import (
	"fmt"
	"slices"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/docketapi/docket/internal/core/auth"
)

// Roles is what the contract lets each role do.
type Roles struct {
	scopes map[string][]string
	// installation are the scopes that no role has, but the installation's own key.
	installation []string
}

// ReadRoles reads x-docket-roles, where each role has its own scopes and all those of the roles before it, and
// x-docket-installation-scopes.
func ReadRoles(shared *openapi3.T) (Roles, error) {
	var list []struct {
		Role   string   `json:"role"`
		Scopes []string `json:"scopes"`
	}
	r := Roles{scopes: map[string][]string{}}
	if err := extension(shared.Extensions, "x-docket-roles", &list); err != nil {
		return r, err
	}
	if len(list) == 0 {
		return r, fmt.Errorf("read roles: the contract has no x-docket-roles")
	}
	var all []string
	for _, of := range list {
		all = append(slices.Clone(all), of.Scopes...)
		r.scopes[of.Role] = all
	}
	return r, extension(shared.Extensions, "x-docket-installation-scopes", &r.installation)
}

// Of is what a caller may do: what its role may, as far as its credentials are good for it, and with the installation's own key what
// that may.
func (r Roles) Of(p auth.Principal) []string {
	all := r.scopes[string(p.Role)]
	if p.Installation {
		all = slices.Concat(all, r.installation)
	}
	if p.Only == nil {
		return all
	}
	return slices.DeleteFunc(slices.Clone(all), func(scope string) bool { return !slices.Contains(p.Only, scope) })
}

// unheld is the first scope that nobody has, "" without one.
func (r Roles) unheld(scopes []string) string {
	for _, scope := range scopes {
		held := slices.Contains(r.installation, scope)
		for _, of := range r.scopes {
			held = held || slices.Contains(of, scope)
		}
		if !held {
			return scope
		}
	}
	return ""
}
