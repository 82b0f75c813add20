// Package onnx is the one place that knows the ONNX runtime: where its library and the models lie, that they are the
// right ones, and how a model is run on one thread with little memory.
//
// It owns the models folder (files.txt lists it) and sessions. It does not own what a model means: pictures and text
// become tensors elsewhere. Native code can crash: use sessions only inside a helper process.
package onnx
