package attribution

import (
	"embed"
	"strings"
)

//go:embed data
var data embed.FS

func lines(name string) []string {
	b, err := data.ReadFile("data/" + name)
	if err != nil {
		panic(err) // the file is part of the program
	}
	var out []string
	for _, l := range strings.Split(string(b), "\n") {
		if l = strings.TrimSpace(l); l != "" && !strings.HasPrefix(l, "#") {
			out = append(out, l)
		}
	}
	return out
}

func wordSet(name string) map[string]bool {
	out := map[string]bool{}
	for _, l := range lines(name) {
		for _, w := range strings.Fields(l) {
			out[w] = true
		}
	}
	return out
}

// byWord reads lines of a meaning and the words that have it.
func byWord(name string) map[string]string {
	out := map[string]string{}
	for _, l := range lines(name) {
		f := strings.Fields(l)
		for _, w := range f[1:] {
			out[w] = f[0]
		}
	}
	return out
}
