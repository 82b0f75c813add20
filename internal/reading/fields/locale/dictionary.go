package locale

import (
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/docketapi/docket/internal/lang"
)

//go:embed data/*.json
var dataFiles embed.FS

// file is one language's data file.
type file struct {
	Language string `json:"language"`
	// Decimal and DateOrder are what the language usually does: "," and "dmy".
	Decimal   string `json:"decimal"`
	DateOrder string `json:"date_order"`
	// Words are frequent words that tell the language.
	Words  []string `json:"words"`
	Months []string `json:"months"` // 12, each with its spellings and abbreviations separated by a space
	// Fillers are words that may stand in a written date: weekdays, "de", "er", "th".
	Fillers []string `json:"date_fillers"`
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
	words       map[string][]string // word -> languages
	months      map[string]int
	dateFillers map[string]bool
	countries   map[string]string
	legal       map[string]bool
	trades      map[string]bool
	taxWords    map[string]Role
	adding      map[string]bool
	streetWords map[string]bool
	streetEnds  []string
	langs       map[string]file
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

// Default is the dictionary of the embedded data files.
var Default = sync.OnceValue(func() *Dictionary {
	d, err := load(dataFiles)
	if err != nil {
		panic("embedded language data: " + err.Error()) // a build with broken data; a test loads every file
	}
	return d
})

func load(fsys fs.FS) (*Dictionary, error) {
	d := &Dictionary{
		labels: map[string][]Label{}, near: map[string][]string{}, titles: map[string][]Title{}, words: map[string][]string{},
		months: map[string]int{}, dateFillers: map[string]bool{}, countries: map[string]string{}, legal: map[string]bool{}, trades: map[string]bool{}, taxWords: map[string]Role{}, adding: map[string]bool{}, streetWords: map[string]bool{},
		langs: map[string]file{},
	}
	names, err := fs.Glob(fsys, "data/*.json")
	if err != nil {
		return nil, err
	}
	for _, name := range names {
		b, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, err
		}
		var f file
		if err := json.Unmarshal(b, &f); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
		if err := d.add(f); err != nil {
			return nil, fmt.Errorf("read %s: %w", name, err)
		}
	}
	d.indexNear()
	return d, nil
}

func (d *Dictionary) add(f file) error {
	d.langs[f.Language] = f
	for role, labels := range f.Labels {
		if !roles[role] {
			return fmt.Errorf("unknown label role %q", role)
		}
		for _, l := range labels {
			for _, text := range expand(l, f.Parts) {
				d.addLabel(Label{Role: role, Lang: f.Language, Text: lang.Key(text)})
			}
		}
	}
	for code, titles := range f.Titles {
		for _, l := range titles {
			key := lang.Key(l)
			d.titles[key] = append(d.titles[key], Title{Code: code, Lang: f.Language})
		}
	}
	for _, w := range f.Words {
		d.words[lang.Key(w)] = append(d.words[lang.Key(w)], f.Language)
	}
	if len(f.Months) != 0 && len(f.Months) != 12 {
		return fmt.Errorf("%d months", len(f.Months))
	}
	for i, m := range f.Months {
		for name := range strings.FieldsSeq(m) {
			d.months[lang.Key(name)] = i + 1
		}
	}
	for _, w := range f.Fillers {
		d.dateFillers[lang.Key(w)] = true
	}
	for name, code := range f.Countries {
		d.countries[lang.Key(name)] = code
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
