package kind

import (
	"slices"
	"strings"
	"sync"
	"unicode"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/reading/fields/layout"
	"github.com/docketapi/docket/internal/reading/fields/locale"
)

// papersFile is one language's papers.json.
type papersFile struct {
	// Titles are the headings of each kind of paper.
	Titles map[Paper][]string `json:"titles"`
	// Disclaimers say that a paper is no invoice.
	Disclaimers []string `json:"disclaimers"`
	// Unpaid are what a reminder says of an invoice.
	Unpaid []string `json:"unpaid"`
}

// vocabulary is all languages' words of papers, folded.
type vocabulary struct {
	titles              map[string]Paper
	disclaimers, unpaid []string
}

var papers = sync.OnceValue(func() vocabulary {
	v := vocabulary{titles: map[string]Paper{}}
	for _, f := range lang.ReadJSON[papersFile]("papers.json") {
		for paper, titles := range f.Data.Titles {
			if names[paper] == "" {
				panic("papers of " + f.Language + ": unknown kind " + string(paper)) // a test loads every file
			}
			for _, t := range titles {
				v.titles[lang.Key(t)] = paper
			}
		}
		for _, d := range f.Data.Disclaimers {
			v.disclaimers = append(v.disclaimers, sentence(d))
		}
		for _, u := range f.Data.Unpaid {
			v.unpaid = append(v.unpaid, sentence(u))
		}
	}
	return v
})

// namesPaper is the kind that a whole text names, "" for none. The letters of text that goes from right to left may stand in
// either order.
func namesPaper(text string) Paper {
	key := lang.Key(text)
	if p := papers().titles[key]; p != "" || !strings.ContainsFunc(text, rightToLeft) {
		return p
	}
	letters := []rune(key)
	slices.Reverse(letters)
	if p := papers().titles[string(letters)]; p != "" {
		return p
	}
	w := strings.Fields(text)
	slices.Reverse(w)
	return papers().titles[lang.Key(strings.Join(w, ""))]
}

func rightToLeft(r rune) bool { return unicode.In(r, unicode.Arabic, unicode.Hebrew) }

// wholePaper is the kind that a line names, alone or with the next one in letters as large, "" for none.
func wholePaper(s *layout.Segment) Paper {
	if p := namesPaper(s.Text); p != "" {
		return p
	}
	next := s.CloseLine()
	if next == nil || len(next.Words) > titleWords || next.Box.Height() < headingValue*s.Box.Height() {
		return ""
	}
	return namesPaper(s.Text + " " + next.Text)
}

// headingIn finds the heading of a paper in a line: at its start or behind a numeral, and of a reminder anywhere.
func headingIn(s *layout.Segment) (Sheet, bool) {
	if p := wholePaper(s); p != "" {
		return Sheet{Paper: p, Named: layout.Span{Seg: s, End: len(s.Text)}}, true
	}
	starts := wordStarts(s.Text)
	for i, start := range starts {
		anywhere := i > 0 && (i > 1 || !numeral(s.Text[:start]))
		for j := min(len(starts)-1, i+titleWords); j >= i; j-- {
			end := len(s.Text)
			if j+1 < len(starts) {
				end = starts[j+1] - 1
			}
			p := papers().titles[lang.Key(s.Text[start:end])]
			if p == "" || anywhere && (p != Reminder || end-start < subjectLetters) || joinedWithInvoice(s.Text[end:]) {
				continue
			}
			return Sheet{Paper: p, Named: layout.Span{Seg: s, Start: start, End: end}}, true
		}
	}
	return Sheet{}, false
}

// joinedWithInvoice tells whether a heading goes on as that of an invoice: "Delivery note / Invoice".
func joinedWithInvoice(rest string) bool {
	rest = strings.TrimSpace(rest)
	for _, join := range []string{"/", "&", "+", "-", "–", "|"} {
		after, ok := strings.CutPrefix(rest, join)
		if !ok {
			continue
		}
		first, _, _ := strings.Cut(strings.TrimSpace(after), " ")
		return len(locale.Default().Titles(lang.Key(first))) > 0 || len(locale.Default().Titles(lang.Key(after))) > 0
	}
	return false
}

// words is what a page says of itself.
type words struct {
	disclaims, unpaid    bool
	disclaimer, reminder layout.Span
}

// spoken looks for sentences of papers that are no invoices on the first page, across its lines.
func spoken(in []*layout.Page) words {
	var out words
	text, at := " ", []*layout.Segment{}
	ends := []int{}
	for _, s := range in[0].Segments {
		text += strings.TrimLeft(sentence(s.Text), " ")
		at, ends = append(at, s), append(ends, len(text))
	}
	find := func(all []string) (layout.Span, bool) {
		for _, phrase := range all {
			i := strings.Index(text, phrase)
			if i < 0 {
				continue
			}
			for k, end := range ends {
				if i+1 < end {
					return layout.Span{Seg: at[k], End: len(at[k].Text)}, true
				}
			}
		}
		return layout.Span{}, false
	}
	out.disclaimer, out.disclaims = find(papers().disclaimers)
	out.reminder, out.unpaid = find(papers().unpaid)
	return out
}

// sentence is a text's words as they are compared, each between spaces; scripts without spaces have none.
func sentence(text string) string {
	var b strings.Builder
	b.WriteByte(' ')
	for _, w := range strings.Fields(text) {
		key := lang.Key(w)
		b.WriteString(key)
		if key != "" && !unspaced(key) {
			b.WriteByte(' ')
		}
	}
	out := b.String()
	if unspaced(out) {
		return strings.TrimLeft(out, " ")
	}
	return out
}

func unspaced(text string) bool {
	return strings.ContainsFunc(text, func(r rune) bool {
		return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul)
	})
}

// wordStarts are where the words of a segment's text begin.
func wordStarts(text string) []int {
	out := []int{0}
	for i := range len(text) {
		if text[i] == ' ' {
			out = append(out, i+1)
		}
	}
	return out
}

// numeral tells whether a text is a number in order: "2.", "3rd", "1ère".
func numeral(text string) bool {
	text = strings.TrimSpace(text)
	return text != "" && text[0] >= '1' && text[0] <= '9' && len(text) <= 6
}

func hasDigit(text string) bool { return strings.ContainsAny(text, "0123456789") }

func isBlank(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}
