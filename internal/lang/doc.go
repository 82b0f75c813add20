// Package lang is what Docket knows of languages: how words are folded, which language a text is in, the names of months,
// the signs of currencies, and the words that data files list. Each language is a folder of data files; the files are parsed
// at their first use, once.
//
// It owns the data files and their reading, and what they say of words alone. It does not own what a word means where it
// stands: labels on a page belong to reading, questions to chat. It imports nothing of this module's.
package lang
