package lingo

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"sync"
)

// Phrases gives the phrases of each language by their keys, read at the first call from JSON files of the program; %s in
// their name is the language.
func Phrases(files fs.FS, name string) func() map[Language]map[string]string {
	return sync.OnceValue(func() map[Language]map[string]string {
		out := make(map[Language]map[string]string, len(languages))
		for _, l := range languages {
			b, err := fs.ReadFile(files, fmt.Sprintf(name, l))
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
	})
}
