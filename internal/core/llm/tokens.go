package llm

import "unicode"

// What a message and a tool cost besides their text: role marks, separators, the frame that a template puts around them.
const (
	messageTokens = 8
	toolTokens    = 24
	lettersAToken = 4 // of Latin letters, in languages of all kinds nearer to 4 than to 3
	digitsAToken  = 2 // tokenizers take digits one by one or in threes
)

// EstimateTokens guesses how many tokens a text is, rather too many than too few: no two models count alike, and a prompt
// that is a little shorter than it could be does less harm than one that is refused.
func EstimateTokens(s string) int {
	n, run, was := 0, 0, rune(0)
	flush := func() {
		switch {
		case run == 0:
		case was == 'a':
			n += (run + lettersAToken - 1) / lettersAToken
		case was == '0':
			n += (run + digitsAToken - 1) / digitsAToken
		case was == ' ': // one space goes with the word behind it
			n += (run - 1 + 7) / 8
		}
		run = 0
	}
	for _, r := range s {
		c, weight := class(r)
		if c != was {
			flush()
			was = c
		}
		if c == '*' {
			n += weight
			continue
		}
		run += weight
	}
	flush()
	return n
}

// class sorts characters by how tokenizers cut them: words of Latin letters (a letter beyond ASCII weighs more), digits,
// spaces, and those that stand alone.
func class(r rune) (kind rune, weight int) {
	switch {
	case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z':
		return 'a', 1
	case r >= '0' && r <= '9':
		return '0', 1
	case r == ' ':
		return ' ', 1
	case r < 0x80:
		return '*', 1
	case r < 0x250 && unicode.IsLetter(r):
		return 'a', 3
	case r > 0xffff:
		return '*', 4
	default:
		return '*', 2
	}
}

// EstimatePrompt guesses how many tokens a request's prompt is: messages, tools and the schema of its answer.
func EstimatePrompt(r Request) int {
	n := messageTokens
	for _, m := range r.Messages {
		n += estimateMessage(m)
	}
	for _, t := range r.Tools {
		n += toolTokens + EstimateTokens(t.Name) + EstimateTokens(t.Description) + EstimateTokens(string(t.Parameters))
	}
	if len(r.Schema) > 0 {
		n += toolTokens + EstimateTokens(string(r.Schema))
	}
	return n
}

func estimateMessage(m Message) int {
	n := messageTokens + EstimateTokens(m.Content) + EstimateTokens(m.ToolCallID)
	for _, c := range m.ToolCalls {
		n += toolTokens + EstimateTokens(c.ID) + EstimateTokens(c.Name) + EstimateTokens(c.Arguments)
	}
	return n
}
