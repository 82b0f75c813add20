package contract

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/docketapi/docket/internal/core/fault"
)

// maxDetails bounds how many faults of one body are looked for and listed.
const maxDetails = 50

// checker holds a decoded value against a schema in one walk, which ends when enough is known to be wrong. The walk over objects and
// lists is its own; a single value, and what a schema combines, is judged by the library, whose own walk has no end and copies each
// value that is wrong.
type checker struct {
	defaults bool // fill them in
	at       place
	problem  *fault.Error
	refused  error // the value as a whole
	names    map[*openapi3.Schema][]string
}

// check refuses a value that is not as the schema says, with pointers to what is wrong. It writes into the value: integers as Go's
// decoder takes them, and defaults where they are asked for. The value that it gives is the checked one.
func check(s *openapi3.Schema, value any, defaults bool) (any, error) {
	c := checker{defaults: defaults, problem: fault.New(fault.CodeValidation, "the body is not as the contract says"), names: map[*openapi3.Schema][]string{}}
	value = c.value(s, value)
	switch {
	case c.refused != nil:
		return nil, c.refused
	case len(c.problem.Details) > 0:
		return nil, c.problem
	}
	return value, nil
}

// full tells that the walk need not go on.
func (c *checker) full() bool { return c.refused != nil || len(c.problem.Details) >= maxDetails }

func (c *checker) wrong(why string, below ...string) {
	if !c.full() {
		c.problem.At(c.at.pointer(below...), why)
	}
}

func (c *checker) value(s *openapi3.Schema, value any) any {
	if value == nil {
		c.single(s, value)
		return value
	}
	s = plain(s)
	switch v := value.(type) {
	case map[string]any:
		if s.Type.Is(openapi3.TypeObject) && !combines(s) {
			c.object(s, v)
			return v
		}
	case []any:
		if s.Type.Is(openapi3.TypeArray) && !combines(s) {
			c.array(s, v)
			return v
		}
	case json.Number:
		if s.Type.Is(openapi3.TypeInteger) {
			value = whole(v)
		}
	case string:
		if anyText(s) {
			return v
		}
	}
	c.single(s, value)
	return value
}

// combines tells schemas whose parts cannot be judged one by one.
func combines(s *openapi3.Schema) bool {
	return len(s.OneOf)+len(s.AnyOf)+len(s.AllOf)+len(s.Enum) > 0 || s.Not != nil || s.UniqueItems || s.MinProps > 0 || s.MaxProps != nil
}

// anyText tells schemas that take every text.
func anyText(s *openapi3.Schema) bool {
	return s.Type.Is(openapi3.TypeString) && s.Pattern == "" && s.Format == "" && s.MinLength == 0 && s.MaxLength == nil && !combines(s)
}

func (c *checker) object(s *openapi3.Schema, v map[string]any) {
	known := 0
	for _, name := range c.members(s) {
		if c.full() {
			return
		}
		member := s.Properties[name].Value
		given, is := v[name]
		if is {
			known++
			c.at.enter(name)
			v[name] = c.value(member, given)
			c.at.leave()
		}
		if given = v[name]; given == nil && c.defaults && member.Default != nil {
			v[name] = copied(member.Default)
		}
	}
	if known < len(v) {
		c.others(s, v)
	}
	for _, name := range s.Required {
		if _, is := v[name]; !is {
			c.wrong("is missing", name)
		}
	}
}

// members are the names that a schema has, in one order.
func (c *checker) members(s *openapi3.Schema) []string {
	names, known := c.names[s]
	if !known {
		names = slices.Sorted(maps.Keys(s.Properties))
		c.names[s] = names
	}
	return names
}

// others judges the members that the schema does not name.
func (c *checker) others(s *openapi3.Schema, v map[string]any) {
	forbidden := s.AdditionalProperties.Has != nil && !*s.AdditionalProperties.Has
	of := s.AdditionalProperties.Schema
	if !forbidden && of == nil {
		return
	}
	var names []string
	for name := range v {
		if s.Properties[name] == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	for _, name := range names {
		switch {
		case c.full():
			return
		case forbidden:
			c.wrong("is not a member of this object", name)
		default:
			c.at.enter(name)
			v[name] = c.value(of.Value, v[name])
			c.at.leave()
		}
	}
}

func (c *checker) array(s *openapi3.Schema, v []any) {
	if tooMany(s, len(v)) {
		c.refused = tooManyItems(s, c.at.pointer())
		return
	}
	if uint64(len(v)) < s.MinItems {
		c.wrong("minimum number of items is " + strconv.FormatUint(s.MinItems, 10))
	}
	if s.Items == nil {
		return
	}
	for i, item := range v {
		if c.full() {
			return
		}
		c.at.enterItem(i)
		v[i] = c.value(s.Items.Value, item)
		c.at.leave()
	}
}

// single judges a value by the library.
func (c *checker) single(s *openapi3.Schema, value any) {
	if err := s.VisitJSON(value, openapi3.VisitAsRequest(), openapi3.MultiErrors()); err != nil {
		c.collect(err)
		return
	}
	if text, is := value.(string); is && !ofCalendar(s.Format, text) {
		c.wrong("is not a day of the calendar")
	}
}

func (c *checker) collect(err error) {
	var many openapi3.MultiError
	if errors.As(err, &many) {
		for _, e := range many {
			c.collect(e)
		}
		return
	}
	var schema *openapi3.SchemaError
	if !errors.As(err, &schema) {
		c.wrong(reason(err))
		return
	}
	below, why := schema.JSONPointer(), reason(schema)
	switch name, unknown := unknownMember(schema.Reason); {
	case unknown:
		below, why = append(slices.Clone(below), name), "is not a member of this object"
	case schema.SchemaField == "required":
		why = "is missing"
	}
	c.wrong(why, below...)
}

// unknownMember is the name in the validator's sentence about a member that an object does not have.
func unknownMember(sentence string) (string, bool) {
	quoted, is := strings.CutSuffix(sentence, " is unsupported")
	quoted, named := strings.CutPrefix(quoted, "property ")
	name, err := strconv.Unquote(quoted)
	return name, is && named && err == nil
}

// layouts are the formats of the contract that are times to Go.
var layouts = map[string]string{"date": time.DateOnly, "date-time": time.RFC3339}

// ofCalendar refuses days that no calendar has: the library's patterns take the 31st of every month.
func ofCalendar(format, text string) bool {
	layout, is := layouts[format]
	if !is {
		return true
	}
	t, err := time.Parse(layout, text)
	return err == nil && t.Year() >= 1
}

// copied is a default that its taker may write into.
func copied(value any) any {
	switch v := value.(type) {
	case map[string]any:
		out := make(map[string]any, len(v))
		for name, member := range v {
			out[name] = copied(member)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = copied(item)
		}
		return out
	}
	return value
}
