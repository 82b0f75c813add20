package chat

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/services/chat/attribution"
)

// writer turns a model's text into the answer's: sentence by sentence, each with the marker of what it rests on.
type writer struct {
	run     *run
	found   *found
	buffer  string
	raw     bool // code or JSON: nothing is added to it
	begun   bool
	numbers map[place]int
}

// place is what one number stands for.
type place struct {
	chunk uuid.UUID
	at    attribution.Stretch
}

func newWriter(r *run, f *found) *writer {
	return &writer{run: r, found: f, numbers: map[place]int{}}
}

// write takes more of the model's text and says the sentences that are whole.
func (w *writer) write(text string) error {
	w.buffer += text
	return w.drain(false)
}

// flush says what is left: the model has ended.
func (w *writer) flush() error { return w.drain(true) }

func (w *writer) drain(final bool) error {
	for w.buffer != "" {
		n, whole := attribution.Next(w.buffer, final)
		if !whole {
			return nil
		}
		part := w.buffer[:n]
		w.buffer = w.buffer[n:]
		if err := w.sentence(part); err != nil {
			return err
		}
	}
	return nil
}

// sentence says one sentence with the white space around it.
func (w *writer) sentence(part string) error {
	body := strings.TrimSpace(part)
	if !w.begun && body != "" {
		w.begun = true
		w.raw = body[0] == '{' || body[0] == '['
	}
	if strings.HasPrefix(body, "```") {
		w.raw = !w.raw
		return w.run.say(part)
	}
	if w.raw || body == "" {
		return w.run.say(part)
	}
	left := part[:len(part)-len(strings.TrimLeftFunc(part, unicode.IsSpace))]
	right := part[len(strings.TrimRightFunc(part, unicode.IsSpace)):]
	clean, preferred := dropMarkers(body)
	if err := w.run.say(left); err != nil {
		return err
	}
	if err := w.body(clean, preferred); err != nil {
		return err
	}
	return w.run.say(right)
}

func (w *writer) body(text string, preferred []int) error {
	start := w.run.chars
	if attribution.Claimless(text) {
		return w.run.say(text)
	}
	q, ok := w.found.sources.Support(text, preferred...)
	if !ok {
		if err := w.run.say(text); err != nil {
			return err
		}
		w.unmarked(text, Stretch{start, w.run.chars})
		return nil
	}
	hit := w.found.hits[q.Source]
	n := w.number(place{hit.ChunkID, q.Stretch})
	if err := w.run.say(withMarker(text, "["+strconv.Itoa(n)+"]")); err != nil {
		return err
	}
	return w.run.cite(citationOf(hit, q.Stretch, n, start, w.run.chars))
}

// unmarked notes a sentence without a passage: it rests on a tool's result, or on nothing.
func (w *writer) unmarked(text string, at Stretch) {
	tools := w.run.message.Tools
	for i := len(tools) - 1; i >= 0; i-- {
		if attribution.StatedIn(text, tools[i].Arguments+" "+tools[i].Result+" "+w.found.query) {
			tools[i].Supports = append(tools[i].Supports, at)
			return
		}
	}
	w.run.message.Unsupported = append(w.run.message.Unsupported, at)
}

func (w *writer) number(p place) int {
	if _, ok := w.numbers[p]; !ok {
		w.numbers[p] = len(w.numbers) + 1
	}
	return w.numbers[p]
}

// marker is what models write as a reference: [1], [1, 2], [^1], 【1】, (source 1) is left alone.
var marker = regexp.MustCompile(`[ \t]*(?:\[\^?\d{1,2}(?:\s*[,;]\s*\^?\d{1,2})*\]|【\d{1,2}[^】]{0,20}】)`)

var markerNumber = regexp.MustCompile(`\d{1,2}`)

// dropMarkers takes the model's references out and gives the sources they named, from 0: they are believed only where the
// source supports the sentence.
func dropMarkers(text string) (clean string, sources []int) {
	clean = marker.ReplaceAllStringFunc(text, func(m string) string {
		if n, err := strconv.Atoi(markerNumber.FindString(m)); err == nil && n > 0 {
			sources = append(sources, n-1)
		}
		return ""
	})
	if strings.TrimSpace(clean) == "" {
		return text, nil // a list's number, not a reference
	}
	return clean, sources
}

// withMarker puts a marker before the sign that ends a sentence, and before the bar that ends a table's row.
func withMarker(text, mark string) string {
	end := strings.TrimRight(text, "*_`\"'“”») ")
	if last := len(end) - 1; last > 0 && strings.ContainsRune(".!|", rune(end[last])) && !strings.HasSuffix(end, "..") {
		head := strings.TrimRight(end[:last], " ")
		space := ""
		if end[last] == '|' {
			space = " "
		}
		return head + " " + mark + space + text[last:]
	}
	return text + " " + mark
}
