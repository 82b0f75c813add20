package locale

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/docketapi/docket/internal/lang"
)

// file is one language's labels.json.
type file struct {
	// Parts are lists that a label may name in braces: "Rechnungs{nr}" stands for as many labels as nr has entries.
	Parts  map[string][]string `json:"parts"`
	Labels map[Role][]string   `json:"labels"`
	// Titles are a document's headings by UNTDID 1001 type code.
	Titles    map[string][]string `json:"titles"`
	Countries map[string]string   `json:"countries"` // name -> ISO 3166-1 alpha-2
	// Including and Excluding are words that stand between a total and the tax: "incl." makes it the gross total.
	Including []string `json:"including"`
	Excluding []string `json:"excluding"`
	// Adding are those of Excluding that name the tax itself where nothing stands before them: "zzgl. 19 % USt.".
	Adding []string `json:"adding"`
	// LegalForms are endings that make a name a company's.
	LegalForms []string `json:"legal_forms"`
	// TradeWords are words that name a kind of business: "Restaurant", "Trading".
	TradeWords []string `json:"trade_words"`
	// Streets are words of street names; with a dash in front they are endings too: "-straße".
	Streets []string `json:"streets"`
}

// Dictionary is all languages' data, ready for lookups. It is safe for concurrent use.
type Dictionary struct {
	labels      map[string][]Label
	near        map[string][]string // a label with one letter left out -> labels
	titles      map[string][]Title
	months      map[string]int
	dateFillers map[string]bool
	countries   map[string]string
	legal       map[string]bool
	trades      map[string]bool
	taxWords    map[string]Role
	adding      map[string]bool
	streetWords map[string]bool
	streetEnds  []string
	maxLabel    int
}

// Label is one entry of the label dictionaries.
type Label struct {
	Role Role
	Lang string
	Text string // folded
}

// Title is one entry of the document headings.
type Title struct {
	Code string // UNTDID 1001
	Lang string
}

// Default is the dictionary of all languages.
var Default = sync.OnceValue(func() *Dictionary {
	d := &Dictionary{
		labels: map[string][]Label{}, near: map[string][]string{}, titles: map[string][]Title{}, months: lang.Months(lang.Key),
		dateFillers: map[string]bool{}, countries: map[string]string{}, legal: map[string]bool{}, trades: map[string]bool{},
		taxWords: map[string]Role{}, adding: map[string]bool{}, streetWords: map[string]bool{},
	}
	for _, code := range lang.Codes() {
		for _, w := range lang.Of(code).DateFillers {
			d.dateFillers[lang.Key(w)] = true
		}
	}
	for _, f := range lang.ReadJSON[file]("labels.json") {
		if err := d.add(f.Language, f.Data); err != nil {
			panic(fmt.Sprintf("labels of %s: %v", f.Language, err)) // a build with broken data; a test loads every file
		}
	}
	d.indexNear()
	return d
})

func (d *Dictionary) add(code string, f file) error {
	for role, labels := range f.Labels {
		if !roles[role] {
			return fmt.Errorf("unknown label role %q", role)
		}
		for _, l := range labels {
			for _, text := range expand(l, f.Parts) {
				d.addLabel(Label{Role: role, Lang: code, Text: lang.Key(text)})
			}
		}
	}
	for kind, titles := range f.Titles {
		for _, l := range titles {
			key := lang.Key(l)
			d.titles[key] = append(d.titles[key], Title{Code: kind, Lang: code})
		}
	}
	for name, country := range f.Countries {
		d.countries[lang.Key(name)] = country
	}
	for _, l := range f.LegalForms {
		d.legal[lang.Key(l)] = true
	}
	for _, w := range f.Including {
		d.taxWords[lang.Key(w)] = Gross
	}
	for _, w := range f.Excluding {
		d.taxWords[lang.Key(w)] = Net
	}
	for _, w := range f.Adding {
		d.adding[lang.Key(w)] = true
	}
	for _, w := range f.TradeWords {
		d.trades[lang.Key(w)] = true
	}
	for _, s := range f.Streets {
		if end, ok := strings.CutPrefix(s, "-"); ok {
			d.streetEnds = append(d.streetEnds, lang.Key(end))
			s = end
		}
		d.streetWords[lang.Key(s)] = true
	}
	return nil
}

func (d *Dictionary) addLabel(l Label) {
	for _, have := range d.labels[l.Text] {
		if have.Role == l.Role && have.Lang == l.Lang {
			return
		}
	}
	d.labels[l.Text] = append(d.labels[l.Text], l)
	d.maxLabel = max(d.maxLabel, len(l.Text))
}

// expand replaces {part} by each entry of the part.
func expand(label string, parts map[string][]string) []string {
	open := strings.IndexByte(label, '{')
	end := strings.IndexByte(label, '}')
	if open < 0 || end < open {
		return []string{label}
	}
	var out []string
	for _, p := range parts[label[open+1:end]] {
		out = append(out, expand(label[:open]+p+label[end+1:], parts)...)
	}
	return out
}

// minNear is the shortest label that is also found with one letter wrong: shorter ones are too like each other.
const minNear = 7

func (d *Dictionary) indexNear() {
	for _, text := range slices.Sorted(maps.Keys(d.labels)) { // in order: of two labels as near the same is found each time
		if len(text) < minNear {
			continue
		}
		for i := range len(text) {
			key := text[:i] + text[i+1:]
			d.near[key] = append(d.near[key], text)
		}
	}
}
