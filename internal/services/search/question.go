package search

import (
	"context"
	"github.com/docketapi/docket/internal/services/search/stemming"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/search/terms"
)

const (
	// shortestPart is from how many characters on a word that is not found is looked for inside other words.
	shortestPart = 3
	// mostParts is how many words of a question are looked for inside others.
	mostParts = 8
	// mostWordsOfPart is how many words that contain a part are taken, short ones first.
	mostWordsOfPart = 64
)

// shortPart tells what is in too many words to be looked for inside them. A single character of a script without spaces is a
// word, and the index has pairs.
func shortPart(word string) bool {
	r, _ := utf8.DecodeRuneInString(word)
	return utf8.RuneCountInString(word) < shortestPart && !terms.Unspaced(r)
}

// parts looks for words that contain a word that was not found, and gives their terms.
func (c *Catalog) parts(ctx context.Context, at target, a stemming.Word) ([]string, error) {
	folded := strings.Fields(terms.Folded(a.Word))
	if len(folded) == 0 || shortPart(folded[0]) || len(a.StopIn) > 0 || a.Extra && !terms.Exact(a.Word) {
		return nil, nil
	}
	var out []string
	for _, part := range folded {
		words, err := c.q.FindWords(ctx, c.db, db.FindWordsParams{
			WorkspaceID: at.workspace, ShardID: at.shard, Part: postgres.Contains(part), Most: mostWordsOfPart,
		})
		if err != nil {
			return nil, postgres.Translate(err, "index")
		}
		found, _, err := c.stems.Terms(ctx, c.db, at.languages, words)
		if err != nil {
			return nil, err
		}
		for _, w := range words {
			out = append(out, found[w]...)
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}
