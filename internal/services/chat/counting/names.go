package counting

import (
	"sync"

	"github.com/docketapi/docket/internal/lang"
)

// nameFile is what a language's names.json says.
type nameFile struct {
	// Connectors stand inside names without being looked for.
	Connectors []string `json:"connectors"`
	// BeforeSeller come before a seller's name, BeforeThing before what is bought.
	BeforeSeller []string `json:"before_seller"`
	BeforeThing  []string `json:"before_thing"`
	// Limits come before an amount that others are compared to.
	Limits []string `json:"limits"`
}

// nameWords are the words around names in all languages, folded.
type nameWords struct {
	connectors, beforeSeller, beforeThing, limits map[string]bool
	trades                                        map[string]bool // that name a trade as well as a part of a seller's name
}

var names = sync.OnceValue(func() nameWords {
	n := nameWords{
		connectors: map[string]bool{"&": true, "+": true, "-": true}, beforeSeller: map[string]bool{}, beforeThing: map[string]bool{},
		limits: map[string]bool{}, trades: map[string]bool{},
	}
	for _, f := range lang.ReadJSON[nameFile]("names.json") {
		addFolded(n.connectors, f.Data.Connectors)
		addFolded(n.beforeSeller, f.Data.BeforeSeller)
		addFolded(n.beforeThing, f.Data.BeforeThing)
		addFolded(n.limits, f.Data.Limits)
	}
	for _, w := range lang.CommonWords("trades.txt") {
		n.trades[key(w)] = true
	}
	return n
})

func addFolded(to map[string]bool, words []string) {
	for _, w := range words {
		to[lang.Fold(w)] = true
	}
}
