package v2

import (
	"fmt"
	"slices"

	apiv2 "github.com/docketapi/docket/gen/api/v2"
)

// plain tells of members that ask for another form of answer whether they ask for the one there is: one cited text. Ignoring them
// would give their sender an answer that it cannot read.
var plain = map[string]struct {
	ok  func(v any) bool
	why string
}{
	"n":               {func(v any) bool { n, ok := v.(float64); return ok && n == 1 }, "one answer is given to each request"},
	"response_format": {isPlainFormat, "answers are cited text; the type may be text"},
	"logprobs":        {func(v any) bool { return v == false }, "the probabilities of tokens are not told"},
	"top_logprobs":    {func(v any) bool { n, ok := v.(float64); return ok && n == 0 }, "the probabilities of tokens are not told"},
	"modalities":      {isPlainModalities, "answers are text"},
	"audio":           {func(any) bool { return false }, "answers are text"},
	"functions":       {isEmptyList, "functions are given as tools"},
	"function_call":   {func(v any) bool { return v == "auto" || v == "none" }, "functions are given as tools"},
}

func isPlainFormat(v any) bool {
	format, ok := v.(map[string]any)
	return ok && format["type"] == "text"
}

func isPlainModalities(v any) bool {
	list, ok := v.([]any)
	return ok && !slices.ContainsFunc(list, func(m any) bool { return m != "text" })
}

func isEmptyList(v any) bool {
	list, ok := v.([]any)
	return ok && len(list) == 0
}

// checkForm refuses a request for another form of answer. null is as good as nothing.
func checkForm(b *apiv2.CompletionRequest) error {
	names := make([]string, 0, len(plain))
	for name := range plain {
		names = append(names, name)
	}
	slices.Sort(names) // the same complaint each time
	for _, name := range names {
		if v, ok := b.AdditionalProperties[name]; ok && v != nil && !plain[name].ok(v) {
			return invalidMember("/"+name, fmt.Sprintf("is not offered: %s", plain[name].why))
		}
	}
	return nil
}
