// Package ppocr reads text in pictures with the PP-OCRv6 small models: a detector finds lines, each is cut out
// upright, a recogniser spells it.
//
// It owns what stands around the models: scaling, boxes from the detector's map, perspective crops, turning of pages,
// decoding, words with boxes of their own, reading order, and the helper process the models run in. It does not own
// the models and their runtime (core/onnx), the helper's limits (reading/sandbox) or meaning (fields).
package ppocr
