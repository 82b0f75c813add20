package chat

import (
	"embed"
	"encoding/json"

	"github.com/docketapi/docket/internal/services/chat/lingo"
)

//go:embed phrases
var phraseFiles embed.FS

// phrases are what we say ourselves, in the question's language.
var phrases = func() map[lingo.Language]map[string]string {
	out := map[lingo.Language]map[string]string{}
	for _, l := range []lingo.Language{lingo.German, lingo.English, lingo.French} {
		b, err := phraseFiles.ReadFile("phrases/" + string(l) + ".json")
		if err != nil {
			panic(err) // the file is part of the program
		}
		var set map[string]string
		if err := json.Unmarshal(b, &set); err != nil {
			panic(err)
		}
		out[l] = set
	}
	return out
}()

func phrase(l lingo.Language, key string) string { return phrases[l][key] }
