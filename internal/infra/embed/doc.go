// Package embed is what all embedders share: vectors of unit length and the memory of recent questions.
//
// It owns these two. The embedders are below it: local runs a small model in a helper process, endpoint asks an
// OpenAI-compatible server. What they are for is said by services/search, whose port they fit.
package embed
