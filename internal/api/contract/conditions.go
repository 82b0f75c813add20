package contract

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/labstack/echo/v4"

	"github.com/docketapi/docket/internal/core/fault"
)

// ifMatch is the header that guards a change: operations that need it state it as required. A read may have it too.
const (
	ifMatch     = "If-Match"
	ifNoneMatch = "If-None-Match"
)

// Tags are the entity tags of an If-Match or If-None-Match header (RFC 9110, 8.8.3), each in its quotes and, where it is weak, with
// its W/ before it.
type Tags struct {
	Any  bool // the header is *
	List []string
}

// ReadTags reads a header. One that is no list of entity tags names none: nothing is the version that it asks for.
func ReadTags(header string) Tags {
	rest := trim(header)
	if rest == "*" {
		return Tags{Any: true}
	}
	var out Tags
	for rest != "" {
		if rest[0] == ',' { // a list may have empty members
			rest = trim(rest[1:])
			continue
		}
		tag, after, ok := firstTag(rest)
		if !ok {
			return Tags{}
		}
		out.List, rest = append(out.List, tag), trim(after)
		if rest != "" && rest[0] != ',' {
			return Tags{}
		}
	}
	return out
}

// firstTag cuts the entity tag that a text begins with.
func firstTag(s string) (tag, after string, ok bool) {
	opaque, found := strings.CutPrefix(strings.TrimPrefix(s, "W/"), `"`)
	end := strings.IndexFunc(opaque, func(r rune) bool { return r <= ' ' || r == '"' || r == 0x7f })
	if !found || end < 0 || opaque[end] != '"' {
		return "", "", false
	}
	after = opaque[end+1:]
	return s[:len(s)-len(after)], after, true
}

func trim(s string) string { return strings.Trim(s, " \t") }

// Has tells whether the tags name this one. Weak tags are the same as their strong twins only where weak is true, as If-None-Match
// compares.
func (t Tags) Has(tag string, weak bool) bool {
	return t.Any || slices.ContainsFunc(t.List, func(named string) bool {
		if weak {
			named = strings.TrimPrefix(named, "W/")
		}
		return named == tag
	})
}

// Matches tells whether an If-None-Match or If-Match header names the tag, or any with *.
func Matches(header, tag string, weak bool) bool { return ReadTags(header).Has(tag, weak) }

// joinConditions makes one header of a list that came in several lines, which mean the same (RFC 9110, 5.3).
func (o *Operation) joinConditions(ec echo.Context) error {
	h := ec.Request().Header
	for _, name := range []string{ifMatch, ifNoneMatch} {
		if lines := h.Values(name); len(lines) > 1 {
			h.Set(name, strings.Join(lines, ", "))
		}
	}
	return nil
}

// IfMatch is the guard of a change that may be made without one; nil, where the caller sent none.
func IfMatch(header *string) func(tag string) error {
	if header == nil {
		return nil
	}
	return func(tag string) error { return CheckIfMatch(*header, tag) }
}

// noVersions refuses a condition on a resource without entity tags: none of those that are named can be its own
// (RFC 9110, 13.1.1). Operations that state the header judge it themselves.
func (o *Operation) noVersions(ec echo.Context) error {
	r := ec.Request()
	if !o.changes() || o.states(ifMatch) || r.Header.Get(ifMatch) == "" || Matches(r.Header.Get(ifMatch), "", false) {
		return nil
	}
	return fault.New(fault.CodePreconditionFailed, "the resource has no versions").At("header/"+ifMatch, "names a version")
}

// Changes tells operations that change something.
func (o *Operation) Changes() bool { return o.changes() }

// changes is Changes.
func (o *Operation) changes() bool { return o.Method != http.MethodGet && !o.Safe }

// states tells whether the contract names a parameter of the operation.
func (o *Operation) states(name string) bool {
	return slices.ContainsFunc(o.params, func(p *openapi3.ParameterRef) bool { return p.Value.Name == name })
}

// CheckIfMatch is the guard of a change: precondition_failed when the resource has moved on.
func CheckIfMatch(header, tag string) error { return ReadTags(header).Check(tag) }

// Check is CheckIfMatch for a header that was read.
func (t Tags) Check(tag string) error {
	if !t.Has(tag, false) {
		return moved(tag, ifMatch, "names another version")
	}
	return nil
}

func moved(tag, header, why string) error {
	return fault.New(fault.CodePreconditionFailed, "the resource is at %s now", tag).At("header/"+header, why)
}

// Conditions are those under which a read answers with what there is (RFC 9110, 13.1). A header that was not sent is nil.
type Conditions struct {
	Match, NoneMatch               *string
	UnmodifiedSince, ModifiedSince *string
}

// Check judges them in the order of RFC 9110, 13.2.2, for the version with this tag that changed last at this time, zero where no
// time is known: precondition_failed, or known where the caller has it already.
func (c Conditions) Check(tag string, changed time.Time) (known bool, err error) {
	switch {
	case c.Match != nil:
		err = CheckIfMatch(*c.Match, tag)
	case !changed.IsZero() && changedSince(c.UnmodifiedSince, changed):
		err = moved(tag, "If-Unmodified-Since", "is before the last change")
	}
	switch {
	case err != nil:
		return false, err
	case c.NoneMatch != nil:
		return Matches(*c.NoneMatch, tag, true), nil
	default:
		return !changed.IsZero() && NotChangedSince(c.ModifiedSince, changed), nil
	}
}

// changedSince tells whether a content has changed after the time of an If-Unmodified-Since header (RFC 9110, 13.1.4). A header that
// cannot be read says nothing.
func changedSince(header *string, changed time.Time) bool {
	if header == nil {
		return false
	}
	at, err := http.ParseTime(strings.TrimSpace(*header))
	return err == nil && changed.Truncate(time.Second).After(at)
}

// IfRange tells whether a range may be answered under an If-Range header (RFC 9110, 13.1.5): it names exactly the content that there
// is, by its strong tag or by the date of its last change. Without the header every range may.
func IfRange(header *string, tag string, changed time.Time) bool {
	if header == nil {
		return true
	}
	v := strings.TrimSpace(*header)
	if strings.HasPrefix(v, `"`) || strings.HasPrefix(v, "W/") {
		return v == tag && !strings.HasPrefix(tag, "W/")
	}
	at, err := http.ParseTime(v)
	return err == nil && at.Equal(changed.Truncate(time.Second))
}

// NotChangedSince tells whether a content has stayed as it was at the time of an If-Modified-Since header (RFC 9110, 13.1.3). A
// header that cannot be read says nothing.
func NotChangedSince(header *string, changed time.Time) bool {
	if header == nil {
		return false
	}
	at, err := http.ParseTime(strings.TrimSpace(*header))
	return err == nil && !changed.Truncate(time.Second).After(at)
}

// LastModified is a time as the header of the same name.
func LastModified(t time.Time) *string {
	s := t.UTC().Format(http.TimeFormat)
	return &s
}
