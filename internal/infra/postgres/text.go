package postgres

import "strings"

var likeEscaper = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// Contains is the LIKE pattern of texts, folded to lower case, that contain part in any case.
func Contains(part string) string {
	return "%" + likeEscaper.Replace(strings.ToLower(Text(part))) + "%"
}

// Text is s as a text column can hold it: valid UTF-8 without NUL.
func Text(s string) string { return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "") }
