// Package local makes vectors with bge-small-en-v1.5 (int8) on ONNX runtime, in helper processes of our own binary.
//
// It owns the model's recipe (word pieces, one text a run, CLS pooling, unit length, the prefix of questions), the helper's
// work and what it and its parent say to each other. It does not own the helper's process and limits: cmd hands in a
// Caller (reading/sandbox), and the model files are core/onnx's.
package local
