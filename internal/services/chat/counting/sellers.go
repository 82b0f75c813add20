package counting

import (
	"slices"
	"strings"

	"github.com/docketapi/docket/internal/services/chat/wording"
)

// directory is the sellers of a workspace, found by words of their names.
type directory struct {
	names  []string
	ids    map[string][]string // of each name, its VAT identifiers
	words  [][]string          // of each name, without its legal form, as keys
	forms  []string            // the legal form, as one key
	byWord map[string][]int    // key -> sellers
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

func newDirectory(names []string, ids map[string][]string) directory {
	d := directory{byWord: map[string][]int{}, ids: ids}
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

// whole tells whether a mention has all words of one of its sellers.
func (d directory) whole(m mention, list []token) bool {
	return slices.ContainsFunc(m.sellers, func(id int) bool { return d.says(list[m.start:m.end], id) })
}

// says tells whether the tokens have all words of a seller's name.
func (d directory) says(list []token, id int) bool {
	for _, w := range d.words[id] {
		if !names().connectors[w] && !slices.ContainsFunc(list, func(t token) bool { k := key(t.folded); return k == w || k == w+"s" }) {
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

// narrow keeps of several sellers those that are written as the question writes them, and whose whole name with its legal form was
// said, if there are any.
func (d directory) narrow(m mention, list []token) mention {
	if len(m.sellers) > 1 {
		m = d.asWritten(m, list)
	}
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
	default:
		m.doubtful = true // there is none of that form
	}
	return m
}

// same tells whether all the sellers are spellings of one: names that differ in case or signs only, and with a VAT identifier in
// common those that differ in marks, too. Müller and Muller are two as long as nothing says that they are one.
func (d directory) same(ids []int) bool {
	for _, id := range ids[1:] {
		if d.forms[id] != d.forms[ids[0]] || !slices.Equal(d.words[id], d.words[ids[0]]) {
			return false
		}
		if !slices.Equal(marked(d.names[id]), marked(d.names[ids[0]])) && !d.shareID(id, ids[0]) {
			return false
		}
	}
	return true
}

func (d directory) shareID(a, b int) bool {
	return slices.ContainsFunc(d.ids[d.names[a]], func(id string) bool { return id != "" && slices.Contains(d.ids[d.names[b]], id) })
}

// marked are the words of a text in lower case, with the marks on their letters.
func marked(text string) []string {
	var out []string
	for _, t := range tokens(text) {
		out = append(out, strings.ToLower(t.text))
	}
	return out
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
	d := newDirectory(candidates, nil)
	var words []string
	for _, t := range list {
		if len(d.find(t, lexicon{})) == len(candidates) && !names().connectors[t.folded] {
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
		if len(out) < most && len([]rune(t.text)) >= 3 && !isPlain(t, lexicons()[wording.Detect(question)]) && !legalForms[t.folded] {
			out = append(out, t.text)
		}
	}
	return out
}

// asWritten keeps of several sellers those that have the words of the mention with the very marks, if there are any.
func (d directory) asWritten(m mention, list []token) mention {
	var out []int
	for _, id := range m.sellers {
		words := marked(d.names[id])
		if !slices.ContainsFunc(list[m.start:m.end], func(t token) bool {
			return !names().connectors[t.folded] && !slices.Contains(words, strings.ToLower(t.text))
		}) {
			out = append(out, id)
		}
	}
	if len(out) > 0 {
		m.sellers = out
	}
	return m
}
