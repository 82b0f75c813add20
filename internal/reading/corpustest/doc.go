// Package corpustest measures reading over a folder of documents that is not part of the project: whether what was read
// stands on the page. Its tests need the build tag corpus and DOCKET_CORPUS, a folder with manifest.jsonl: one document a
// line, {"id", "file", "kind"}.
//
// It owns the measure. It does not own the score against a truth, which comes with the corpus.
package corpustest
