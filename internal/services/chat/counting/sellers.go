package counting

import (
	"slices"
	"strings"

	"github.com/docketapi/docket/internal/services/chat/lingo"
)

// directory is the sellers of a workspace, found by words of their names.
type directory struct {
	names  []string
	words  [][]string       // of each name, without its legal form, as keys
	forms  []string         // the legal form, as one key
	byWord map[string][]int // key -> sellers
}

// legalForms are words of names that say what kind of company it is.
var legalForms = func() map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(`gmbh mbh ag kg ohg gbr ug se ev eg co kgaa ek inc llc ltd limited plc corp corporation company lp llp
		sarl sas sasu sa eurl snc sci sca bv nv srl spa oy ab as aps oü sp zoo kft doo`) {
		out[w] = true
	}
	return out
}()

var digraphs = strings.NewReplacer("ae", "a", "oe", "o", "ue", "u")

// key makes spellings of a word one: Müller, Mueller and Muller.
func key(folded string) string { return digraphs.Replace(folded) }

func newDirectory(names []string) directory {
	d := directory{byWord: map[string][]int{}}
	for _, name := range names {
		var words, forms []string
		for _, t := range tokens(name) {
			switch k := key(t.folded); {
			case legalForms[t.folded]:
				forms = append(forms, k)
			case k != "&" && k != "+" && k != "-":
				words = append(words, k)
			}
		}
		if len(words) == 0 {
			continue
		}
		id := len(d.names)
		d.names, d.words, d.forms = append(d.names, name), append(d.words, words), append(d.forms, strings.Join(forms, " "))
		for _, w := range words {
			if list := d.byWord[w]; len(list) == 0 || list[len(list)-1] != id {
				d.byWord[w] = append(list, id)
			}
		}
	}
	return d
}

// mention is a run of a question's tokens that names a seller, or several.
type mention struct {
	start, end int
	sellers    []int
	doubtful   bool // a guess: written otherwise, or half a name where the thing bought may be meant
}

// connectors stand inside names without being looked for.
var connectors = map[string]bool{"&": true, "+": true, "-": true, "und": true, "and": true, "et": true, "de": true, "of": true, "the": true, "der": true, "die": true, "le": true, "la": true, "les": true, "du": true, "des": true, "d": true, "l": true}

// generic are words that name a trade as well as a part of a seller's name.
var generic = func() map[string]bool {
	b, err := data.ReadFile("data/generic.txt")
	if err != nil {
		panic(err) // the file is part of the program
	}
	out := map[string]bool{}
	for _, line := range strings.Split(string(b), "\n") {
		if !strings.HasPrefix(line, "#") {
			for _, w := range strings.Fields(line) {
				out[key(w)] = true
			}
		}
	}
	return out
}()

// thingWords come before what is bought rather than before who sells it.
var thingWords = map[string]bool{"on": true, "for": true, "fur": true, "pour": true, "en": true}

// thing tells whether what follows may be what was bought: "spent for light", but not "total for Light".
func thing(before []token, lex lexicon) bool {
	n := len(before)
	return n > 0 && thingWords[before[n-1].folded] && (n == 1 || lex.is(before, n-2, "sum") == 0 && lex.is(before, n-2, "invoice") == 0)
}

// sellerWords come before a seller's name.
var sellerWords = map[string]bool{"from": true, "by": true, "to": true, "with": true, "von": true, "vom": true, "bei": true, "beim": true, "an": true, "de": true, "chez": true, "par": true, "a": true, "d": true, "mit": true, "avec": true}

// mentions finds the sellers that a question names. unsure: a word may name one and may mean something else.
func (d directory) mentions(list []token, lex lexicon) (found []mention, unsure bool) {
	for i := 0; i < len(list); i++ {
		m, plain := d.at(list, i, lex)
		if m.end == 0 {
			continue
		}
		if plain { // only words that mean something else too
			switch {
			case i == 0 || !sellerWords[list[i-1].folded]:
				continue
			case monthNames[list[i].folded] > 0:
				if m.end < len(list) && beginsYear(list[m.end]) {
					continue
				}
				return nil, true
			case !d.whole(m, list):
				continue
			}
		}
		half := !d.whole(m, list)
		if half && isGeneric(list[m.start:m.end]) {
			return nil, true
		}
		m.doubtful = half && (!d.exact(list[m.start:m.end]) || thing(list[:i], lex))
		m.end = d.swallowForm(list, m.end)
		found = append(found, d.narrow(m, list))
		i = m.end - 1
	}
	return found, false
}

// at reads the longest name, or part of one, that begins at i. plain: the question's language knows each of its words.
func (d directory) at(list []token, i int, lex lexicon) (m mention, plain bool) {
	common := d.find(list[i], lex)
	if len(common) == 0 {
		return mention{}, false
	}
	m = mention{start: i, end: i + 1, sellers: common}
	plain = isPlain(list[i], lex)
	for j := i + 1; j < len(list); j++ {
		if next := intersect(m.sellers, d.find(list[j], lex)); len(next) > 0 && !repeats(list[i:j], list[j]) {
			m.sellers, m.end = next, j+1
			plain = plain && isPlain(list[j], lex)
			continue
		}
		if !connectors[list[j].folded] || j-m.end > 1 {
			break
		}
	}
	return m, plain
}

func beginsYear(t token) bool {
	_, ok := t.year()
	return ok
}

func isGeneric(list []token) bool {
	return !slices.ContainsFunc(list, func(t token) bool { return !generic[key(t.folded)] && !connectors[t.folded] })
}

// exact tells whether at least one word is one of a name as it is written, in a mention that is not all of generic words.
func (d directory) exact(list []token) bool {
	return slices.ContainsFunc(list, func(t token) bool {
		k := key(t.folded)
		stem, _ := strings.CutSuffix(k, "s")
		return !generic[k] && (d.byWord[k] != nil || len(stem) >= 3 && d.byWord[stem] != nil)
	})
}

func repeats(list []token, t token) bool {
	return slices.ContainsFunc(list, func(o token) bool { return o.folded == t.folded })
}

func isPlain(t token, lex lexicon) bool {
	_, number := t.number()
	return lex.knows(t.folded) || monthNames[t.folded] > 0 || number || connectors[t.folded]
}

// find gives the sellers with a word: as it is, without the s of a genitive, or, for a word that means nothing else, with a
// slip of the pen.
func (d directory) find(t token, lex lexicon) []int {
	k := key(t.folded)
	if ids := d.byWord[k]; ids != nil {
		return ids
	}
	if stem, ok := strings.CutSuffix(k, "s"); ok && len(stem) >= 3 {
		if ids := d.byWord[stem]; ids != nil {
			return ids
		}
	}
	if isPlain(t, lex) || legalForms[t.folded] || len(k) < 5 {
		return nil
	}
	var out []int
	for w, ids := range d.byWord {
		if len(w) >= 5 && w[0] == k[0] && near(w, k) {
			out = append(out, ids...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// near tells whether two words are one slip apart, or two when both are long.
func near(a, b string) bool {
	limit := 1
	if min(len(a), len(b)) >= 9 {
		limit = 2
	}
	if len(a)-len(b) > limit || len(b)-len(a) > limit {
		return false
	}
	return distance(a, b) <= limit
}

// distance is the edits between two words, two letters in the wrong order counting as one.
func distance(a, b string) int {
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(a); i++ {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
	}
	return row[len(b)]
}

func intersect(a, b []int) []int {
	var out []int
	for _, x := range a {
		if slices.Contains(b, x) {
			out = append(out, x)
		}
	}
	return out
}

// whole tells whether a mention has all words of one of its sellers.
func (d directory) whole(m mention, list []token) bool {
	return slices.ContainsFunc(m.sellers, func(id int) bool { return d.says(list[m.start:m.end], id) })
}

// says tells whether the tokens have all words of a seller's name.
func (d directory) says(list []token, id int) bool {
	for _, w := range d.words[id] {
		if !connectors[w] && !slices.ContainsFunc(list, func(t token) bool { k := key(t.folded); return k == w || k == w+"s" }) {
			return false
		}
	}
	return true
}

// swallowForm takes a legal form after a name into its mention.
func (d directory) swallowForm(list []token, end int) int {
	for end < len(list) {
		switch {
		case legalForms[list[end].folded]:
			end++
		case (list[end].folded == "&" || list[end].folded == "+") && end+1 < len(list) && legalForms[list[end+1].folded]:
			end += 2
		default:
			return end
		}
	}
	return end
}

// narrow keeps of several sellers those whose whole name with its legal form was said, if there are any.
func (d directory) narrow(m mention, list []token) mention {
	var forms []string
	for _, t := range list[m.start:m.end] {
		if legalForms[t.folded] {
			forms = append(forms, key(t.folded))
		}
	}
	if len(forms) == 0 {
		return m
	}
	form := strings.Join(forms, " ")
	var named, whole []int
	for _, id := range m.sellers {
		if d.forms[id] != form {
			continue
		}
		named = append(named, id)
		if d.says(list[m.start:m.end], id) {
			whole = append(whole, id)
		}
	}
	switch {
	case len(whole) > 0:
		m.sellers = whole
	case len(named) > 0:
		m.sellers = named
	}
	return m
}

// same tells whether all the sellers are spellings of one.
func (d directory) same(ids []int) bool {
	for _, id := range ids[1:] {
		if d.forms[id] != d.forms[ids[0]] || !slices.Equal(d.words[id], d.words[ids[0]]) {
			return false
		}
	}
	return true
}

// spellings adds to a seller all others that are the same one written otherwise.
func (d directory) spellings(id int) []string {
	var out []string
	for _, other := range d.byWord[d.words[id][0]] {
		if d.same([]int{id, other}) {
			out = append(out, d.names[other])
		}
	}
	return out
}

// Named is the part of a question that names the candidates.
func Named(question string, candidates []string) string {
	list := tokens(question)
	d := newDirectory(candidates)
	var words []string
	for _, t := range list {
		if len(d.find(t, lexicon{})) == len(candidates) && !connectors[t.folded] {
			words = append(words, t.text)
		}
	}
	if len(words) == 0 {
		return candidates[0]
	}
	return strings.Join(words, " ")
}

// NameWords are the words of a question that may be part of a name.
func NameWords(question string) []string {
	const most = 6
	var out []string
	for _, t := range tokens(question) {
		if len(out) < most && len([]rune(t.text)) >= 3 && !isPlain(t, lexicons[lingo.Detect(question)]) && !legalForms[t.folded] {
			out = append(out, t.text)
		}
	}
	return out
}
