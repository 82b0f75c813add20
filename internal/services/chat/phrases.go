package chat

import (
	"embed"

	"github.com/docketapi/docket/internal/services/chat/lingo"
)

//go:embed phrases
var phraseFiles embed.FS

// phrases are what we say ourselves, in the question's language.
var phrases = lingo.Phrases(phraseFiles, "phrases/%s.json")

func phrase(l lingo.Language, key string) string { return phrases()[l][key] }
