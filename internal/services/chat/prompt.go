package chat

import (
	"crypto/rand"
	"embed"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"

	"github.com/docketapi/docket/internal/core/llm"
	"github.com/docketapi/docket/internal/services/search"
)

//go:embed prompts
var promptFiles embed.FS

func promptText(name string) string {
	b, err := promptFiles.ReadFile("prompts/" + name + ".txt")
	if err != nil {
		panic(err) // the file is part of the program
	}
	return strings.TrimSpace(string(b))
}

// The parts of a prompt.
var (
	rules      = promptText("answer")
	dataFrame  = promptText("passages")
	dataAbsent = promptText("nothing")
	unread     = promptText("pending")
)

// passageOverhead is what a passage costs in tokens beside its text: number, name, page.
const passageOverhead = 24

// passageShare is how much of the room passages may take while there is history that wants some too.
const passageShare = 0.6

// boundary is a line that no document can hold, because it is made up for one request.
func boundary() string {
	var b [12]byte
	_, _ = rand.Read(b[:]) // never fails
	return "=====" + hex.EncodeToString(b[:]) + "====="
}

// prompt makes the request of a turn: rules, what was said before, the passages that fit as data, and the question. It gives
// how many passages went in; at most most do.
func (s *Service) prompt(t turn, f *found, tools []llm.Tool, most int) (llm.Request, int) {
	r := llm.Request{Tools: tools, ToolChoice: t.toolChoice, MaxTokens: t.maxTokens, Temperature: t.temperature, Stop: t.stop}
	question := t.ask
	if question == nil {
		question = []llm.Message{{Role: llm.RoleUser, Content: t.question}}
	}
	system := llm.Message{Role: llm.RoleSystem, Content: strings.TrimSpace(rules + "\n\n" + t.system)}
	if f.pending > 0 {
		system.Content += "\n\n" + strings.Replace(unread, "{{n}}", strconv.Itoa(f.pending), 1)
	}
	r.Messages = append([]llm.Message{system}, question...)
	texts := make([]string, 0, len(f.hits))
	for _, h := range f.hits[:min(most, len(f.hits))] {
		texts = append(texts, h.Text)
	}
	n := llm.FitPassages(s.model, r, texts, passageOverhead)
	if len(t.history) > 0 {
		n = shareOf(texts[:n], int(passageShare*float64(llm.Room(s.model, r.MaxTokens)-llm.EstimatePrompt(r))))
	}
	system.Content += "\n\n" + passagesText(f.hits[:n])
	r.Messages = append(append([]llm.Message{system}, t.history...), question...)
	return r, n
}

// shareOf tells how many of the texts fit a share of the room; one always may, the history goes before it does.
func shareOf(texts []string, room int) int {
	for i, text := range texts {
		if room -= llm.EstimateTokens(text) + passageOverhead; room < 0 && i > 0 {
			return i
		}
	}
	return len(texts)
}

func passagesText(hits []search.Hit) string {
	if len(hits) == 0 {
		return dataAbsent
	}
	mark := boundary()
	var b strings.Builder
	for i, h := range hits {
		fmt.Fprintf(&b, "(%d) %s", i+1, short(h.Name))
		if h.Page > 0 {
			fmt.Fprintf(&b, ", page %d", h.Page)
		}
		b.WriteString(":\n" + strings.TrimSpace(h.Text) + "\n\n")
	}
	return strings.NewReplacer("{{boundary}}", mark, "{{passages}}", strings.TrimSpace(b.String())).Replace(dataFrame)
}

// fenced is a tool's result as data for the model.
func fenced(result string) string {
	mark := boundary()
	return "Result, as data:\n" + mark + "\n" + result + "\n" + mark
}
