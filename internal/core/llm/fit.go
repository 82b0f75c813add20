package llm

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/docketapi/docket/internal/core/fault"
)

// Scale is what a Model may know better than the estimate: by how much its own counts exceed EstimateTokens.
type Scale interface {
	// TokenScale is at what an estimate is multiplied; 1 where nothing is known.
	TokenScale() float64
}

// Bounds of what is trimmed.
const (
	// minAnswer is the least room for an answer; with less there is no use in asking.
	minAnswer = 64
	// minResult is what stays of a tool's result that is cut.
	minResult = 32
	cutMark   = "\n[...]"
)

// Room is how many estimated tokens a prompt may have beside an answer of answer tokens (0: a quarter of the context).
func Room(m Model, answer int) int {
	total := m.ContextTokens()
	if answer <= 0 {
		answer = total / 4
	}
	answer = min(answer, max(total/2, minAnswer))
	scale := 1.0
	if s, ok := m.(Scale); ok {
		scale = s.TokenScale()
	}
	return int(float64(total-answer) / scale)
}

// Fit trims a request until prompt and answer fit m's context. System messages, the last message of the user and what
// follows it stay; before them the oldest messages go first, a tool call always together with its results. Then results of
// tools are cut, the longest first. Error: context_overflow when that is not enough. The caller's slices are not changed.
func Fit(m Model, r Request) (Request, error) {
	room := Room(m, r.MaxTokens)
	over := EstimatePrompt(r) - room
	if over <= 0 {
		return r, nil
	}
	r.Messages, over = dropOldest(slices.Clone(r.Messages), over)
	if over > 0 {
		over = cutResults(r.Messages, over)
	}
	if over > 0 {
		return r, fault.New(fault.CodeContextOverflow, "the request is about %d tokens too long for the model's context of %d", over, m.ContextTokens())
	}
	return r, nil
}

// FitPassages tells how many of the texts, in their order, fit beside a request, whose Messages hold everything but them.
// overhead is what each text costs besides, in tokens: its number, its marks.
func FitPassages(m Model, r Request, passages []string, overhead int) int {
	room := Room(m, r.MaxTokens) - EstimatePrompt(r)
	for i, p := range passages {
		if room -= EstimateTokens(p) + overhead; room < 0 {
			return i
		}
	}
	return len(passages)
}

// dropOldest takes messages out, the oldest first, until over tokens are saved; it gives what is still too much.
func dropOldest(list []Message, over int) ([]Message, int) {
	last := len(list) - 1
	for last > 0 && list[last].Role != RoleUser {
		last--
	}
	for i := 0; i < last && over > 0; {
		if list[i].Role == RoleSystem {
			i++
			continue
		}
		end := i + 1
		for end < last && list[end].Role == RoleTool {
			end++
		}
		for _, m := range list[i:end] {
			over -= estimateMessage(m)
		}
		list = slices.Delete(list, i, end)
		last -= end - i
	}
	return list, over
}

// cutResults shortens the results of tools in place, the longest first; it gives what is still too much.
func cutResults(list []Message, over int) int {
	for over > 0 {
		longest, size := -1, minResult
		for i, m := range list {
			if n := EstimateTokens(m.Content); m.Role == RoleTool && n > size {
				longest, size = i, n
			}
		}
		if longest < 0 {
			return over
		}
		m := &list[longest]
		m.Content = Cut(m.Content, max(minResult, min(size-over, size*3/4)))
		over -= size - EstimateTokens(m.Content)
	}
	return over
}

// Cut is the beginning of a text that is estimated at no more than tokens, with a mark where it was cut.
func Cut(s string, tokens int) string {
	if EstimateTokens(s) <= tokens {
		return s
	}
	low, high := 0, len(s)
	for low < high { // the estimate grows with the text
		mid := (low + high + 1) / 2
		if EstimateTokens(s[:mid]+cutMark) <= tokens {
			low = mid
		} else {
			high = mid - 1
		}
	}
	for low > 0 && !utf8.RuneStart(s[low]) {
		low--
	}
	return strings.TrimRight(s[:low], " ") + cutMark
}
