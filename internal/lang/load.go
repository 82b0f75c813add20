package lang

import (
	"bytes"
	"embed"
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"strings"
	"sync"
)

// files are the folders of the languages, and common for what belongs to all of them.
//
//go:embed */*.json */*.txt
var files embed.FS

const commonFolder = "common"

// File is what one language's file of a kind says.
type File[T any] struct {
	Language string // ISO 639-1
	Data     T
}

// Codes are the languages that have a folder, ISO 639-1, in order.
var Codes = sync.OnceValue(func() []string {
	names, err := fs.Glob(files, "*/language.json")
	if err != nil {
		panic(err) // the pattern is right
	}
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = path.Dir(n)
	}
	return out
})

// ReadJSON reads a JSON file of each language that has it, in the order of their codes. It panics where a file is broken: the
// files are part of the program, and a test reads each of them.
func ReadJSON[T any](name string) []File[T] {
	var out []File[T]
	for _, f := range ReadText(name) {
		out = append(out, File[T]{f.Language, decode[T](f.Language+"/"+name, f.Data)})
	}
	return out
}

// ReadText reads a text file of each folder that has it, in the order of their codes: a language may have some files only.
func ReadText(name string) []File[string] {
	found, err := fs.Glob(files, "*/"+name)
	if err != nil {
		panic(err) // names are literals
	}
	var out []File[string]
	for _, f := range found {
		code := path.Dir(f)
		b, err := files.ReadFile(f)
		if err == nil && code != commonFolder {
			out = append(out, File[string]{code, string(b)})
		}
	}
	return out
}

// ReadCommon reads a JSON file that belongs to all languages. It panics where the file is broken.
func ReadCommon[T any](name string) T {
	b, err := files.ReadFile(commonFolder + "/" + name)
	if err != nil {
		panic(err) // the file is part of the program
	}
	return decode[T](commonFolder+"/"+name, string(b))
}

// CommonWords are the words of a text file that belongs to all languages; lines that begin with # are remarks.
func CommonWords(name string) []string {
	b, err := files.ReadFile(commonFolder + "/" + name)
	if err != nil {
		panic(err) // the file is part of the program
	}
	var out []string
	for line := range strings.Lines(string(b)) {
		if !strings.HasPrefix(line, "#") {
			out = append(out, strings.Fields(line)...)
		}
	}
	return out
}

func decode[T any](name, text string) T {
	var data T
	d := json.NewDecoder(bytes.NewReader([]byte(text)))
	d.DisallowUnknownFields()
	if err := d.Decode(&data); err != nil {
		panic(fmt.Sprintf("language data %s: %v", name, err))
	}
	return data
}

// Phrases are the phrases of each language that has a file of them, by their keys.
func Phrases(name string) map[string]map[string]string {
	out := map[string]map[string]string{}
	for _, f := range ReadJSON[map[string]string](name) {
		out[f.Language] = f.Data
	}
	return out
}

// set is the set of some words.
func set(words []string) map[string]bool {
	out := make(map[string]bool, len(words))
	for _, w := range words {
		out[strings.ToLower(w)] = true
	}
	return out
}
