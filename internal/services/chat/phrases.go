package chat

import (
	"sync"

	"github.com/docketapi/docket/internal/lang"
	"github.com/docketapi/docket/internal/services/chat/wording"
)

// phrases are what we say ourselves, by the question's language.
var phrases = sync.OnceValue(func() map[string]map[string]string { return lang.Phrases("phrases.json") })

func phrase(l wording.Language, key string) string { return phrases()[string(l)][key] }
