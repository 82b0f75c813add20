package rules

import (
	"embed"
	"fmt"
	"strings"
	"sync"
)

// Each file is one code list: codes between blanks; `+ name` takes another list in, `- code` takes a code out of it, #
// starts a comment.
//
//go:embed lists/*.txt
var listFiles embed.FS

// codeList is one list and, for the published tests that look for a part of it, its text.
type codeList struct {
	codes map[string]bool
	text  string
}

func (l codeList) has(code string) bool { return l.codes[code] }

// hasPart tells whether s is a piece of the blank-separated list, as some published tests ask: "" always is.
func (l codeList) hasPart(s string) bool { return strings.Contains(l.text, s) }

// codeLists are all lists by file name.
var codeLists = sync.OnceValues(readLists)

func readLists() (map[string]codeList, error) {
	entries, err := listFiles.ReadDir("lists")
	if err != nil {
		return nil, fmt.Errorf("read code lists: %w", err)
	}
	out := map[string]codeList{}
	for _, e := range entries {
		name := strings.TrimSuffix(e.Name(), ".txt")
		codes, err := readCodes(name, 0)
		if err != nil {
			return nil, err
		}
		l := codeList{codes: make(map[string]bool, len(codes)), text: " " + strings.Join(codes, " ") + " "}
		for _, c := range codes {
			l.codes[c] = true
		}
		out[name] = l
	}
	return out, nil
}

func readCodes(name string, depth int) (codes []string, err error) {
	b, err := listFiles.ReadFile("lists/" + name + ".txt")
	if err != nil || depth > maxExpansion {
		return nil, fmt.Errorf("read code list %s: %w", name, err)
	}
	for line := range strings.Lines(string(b)) {
		line = strings.TrimSpace(line)
		switch {
		case strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "+ "):
			more, err := readCodes(line[2:], depth+1)
			if err != nil {
				return nil, err
			}
			codes = append(codes, more...)
		case strings.HasPrefix(line, "- "):
			codes = without(codes, line[2:])
		default:
			codes = append(codes, strings.Fields(line)...)
		}
	}
	return codes, nil
}

func without(codes []string, code string) []string {
	kept := codes[:0]
	for _, c := range codes {
		if c != code {
			kept = append(kept, c)
		}
	}
	return kept
}
