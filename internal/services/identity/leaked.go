package identity

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed leaked.txt
var leakedWords string

// leaked are words that passwords in public lists are made of, in lower case.
var leaked = sync.OnceValue(func() map[string]bool {
	out := map[string]bool{}
	for word := range strings.FieldsSeq(leakedWords) {
		out[word] = true
	}
	return out
})

// plainLetters writes the digits and signs that stand for letters as those letters: pa55w0rd is password.
func plainLetters(s string) string { return lettersFor.Replace(s) }

var lettersFor = strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "8", "b", "@", "a", "$", "s", "!", "i")

// rows are what fingers run along.
var rows = []string{"01234567890123456789", "abcdefghijklmnopqrstuvwxyz", "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn", "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p", "q1w2e3r4t5y6u7i8o9p0", "1q2w3e4r5t6y7u8i9o0p"}

// isRun tells whether a text is made of at most three runs along a row, each forth or back: qwertyuiop123.
func isRun(s string) bool {
	for range 3 {
		n := runLength(s)
		if n < 3 {
			return false
		}
		if s = s[n:]; s == "" {
			return true
		}
	}
	return len(s) < 3
}

// runLength is how many bytes at the beginning run along a row.
func runLength(s string) int {
	longest := 0
	for _, row := range rows {
		for _, way := range []string{row, reversed(row)} {
			n := 1
			for n < len(s) && strings.Contains(way, s[:n+1]) {
				n++
			}
			longest = max(longest, n)
		}
	}
	return min(longest, len(s))
}

func reversed(s string) string {
	b := []byte(s)
	for i, j := 0, len(b)-1; i < j; i, j = i+1, j-1 {
		b[i], b[j] = b[j], b[i]
	}
	return string(b)
}

// repeats tells whether a text is a part of up to four bytes again and again.
func repeats(s string) bool {
	for n := 1; n <= 4 && n < len(s); n++ {
		if strings.HasPrefix(strings.Repeat(s[:n], len(s)/n+1), s) {
			return true
		}
	}
	return false
}

// madeOf tells whether a text is two or three of the words, or one of them again and again: passwordpassword.
func madeOf(s string, words map[string]bool) bool { return splits(s, words, 3) }

func splits(s string, words map[string]bool, most int) bool {
	if s == "" {
		return false
	}
	if words[s] {
		return true
	}
	for n := 3; most > 1 && n < len(s) && n <= 16; n++ {
		if words[s[:n]] && splits(s[n:], words, most-1) {
			return true
		}
	}
	return false
}
