// Package wordpiece cuts text into the word pieces of BERT models, as the uncased reference tokenizer does.
//
// Every text gives the pieces that the reference gives, but for characters newer than its tables of Unicode.
//
// It owns normalisation, the splitting into words and the search for pieces. It does not own the vocabulary, which is
// read from the model's tokenizer.json, nor what a model makes of the pieces.
package wordpiece
