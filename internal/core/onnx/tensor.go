package onnx

// Tensor is a dense array of one of two element types. Shape and exactly one of the slices are set; the slice may be
// longer than the shape asks for, so that buffers can be reused. It must be an allocation of its own, not part of a
// struct that holds pointers (a rule of cgo).
type Tensor struct {
	Shape []int64
	F32   []float32
	I64   []int64
}

// Options are the settings of a session.
type Options struct {
	// Arena keeps freed memory for the next run: quicker, but the peak stays. Without it each buffer goes back at once.
	Arena bool
}
