package llm

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strconv"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
)

var (
	errNoJSON = errors.New("it is not a JSON value")
	errNumber = errors.New("it has a number that is too large")
)

// maxExponent bounds numbers before they are compared: a few characters may stand for one of a billion digits.
const maxExponent = 1000

// schema checks answers.
type schema struct{ s *jsonschema.Schema }

// noFiles keeps a schema from reaching for other documents.
type noFiles struct{}

// Load refuses.
func (noFiles) Load(url string) (any, error) {
	return nil, fmt.Errorf("a schema may not refer to %s", url)
}

func compileSchema(raw json.RawMessage) (*schema, error) {
	doc, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("read the answer's schema: %w", err)
	}
	c := jsonschema.NewCompiler()
	c.UseLoader(noFiles{})
	if err := c.AddResource("answer.json", doc); err != nil {
		return nil, fmt.Errorf("add the answer's schema: %w", err)
	}
	s, err := c.Compile("answer.json")
	if err != nil {
		return nil, fmt.Errorf("compile the answer's schema: %w", err)
	}
	return &schema{s}, nil
}

// check finds the JSON value in an answer and checks it. The errors say what is wrong in words that a model can use.
func (s *schema) check(answer string) (json.RawMessage, error) {
	raw, err := findValue(answer)
	if err != nil {
		return nil, err
	}
	if err := boundNumbers(raw); err != nil {
		return nil, err
	}
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(raw))
	if err != nil {
		return nil, errNoJSON
	}
	if err := s.s.Validate(value); err != nil {
		return nil, fmt.Errorf("it does not fit the schema: %s", firstLines(err.Error()))
	}
	return raw, nil
}

var (
	thought = regexp.MustCompile(`(?s)^\s*<think>.*?</think>`)
	fence   = regexp.MustCompile("(?s)```[a-zA-Z]*\\s*\n(.*?)```")
)

// findValue takes the JSON value out of what models put around it: thoughts, code fences, a sentence.
func findValue(answer string) (json.RawMessage, error) {
	answer = strings.TrimSpace(thought.ReplaceAllString(answer, ""))
	tries := []string{answer}
	if m := fence.FindStringSubmatch(answer); m != nil {
		tries = append(tries, m[1])
	}
	if at := strings.IndexAny(answer, "{["); at >= 0 {
		tries = append(tries, answer[at:])
	}
	for i, text := range tries {
		d := json.NewDecoder(strings.NewReader(text))
		var raw json.RawMessage
		if d.Decode(&raw) != nil {
			continue
		}
		if _, err := d.Token(); i < len(tries)-1 && !errors.Is(err, io.EOF) { // only the last try may have words behind it
			continue
		}
		return raw, nil
	}
	return nil, errNoJSON
}

// boundNumbers refuses numbers with an exponent beyond all use.
func boundNumbers(raw json.RawMessage) error {
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return errNoJSON
		}
		n, is := token.(json.Number)
		if !is {
			continue
		}
		if _, exponent, has := strings.Cut(strings.ToLower(n.String()), "e"); has {
			if e, err := strconv.Atoi(exponent); err != nil || e > maxExponent || e < -maxExponent {
				return errNumber
			}
		}
	}
}

// firstLines drops the address of the schema and bounds what is said.
func firstLines(s string) string {
	if _, rest, ok := strings.Cut(s, "\n"); ok {
		s = rest
	}
	return shorten(strings.TrimSpace(s))
}
