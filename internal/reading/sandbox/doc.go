//go:build unix

// Package sandbox runs everything external or native that reads somebody else's bytes: programs such as pdftotext and
// tesseract, and helper workers of our own binary that hold native libraries (ONNX runtime).
//
// Each runs in a process of its own, in its own session, under limits on time, memory, output, files and core dumps, and
// ends with its parent. The limits stand before the first foreign instruction: a program is started through a shell that
// sets them on itself and then becomes the program; a helper worker sets them before it looks at anything.
//
// A helper worker is our own executable once more. That is why Main must be the first statement of main and of every
// TestMain of a package that uses a Pool:
//
//	func main() {
//		sandbox.Main(ppocr.Helper())
//		...
//	}
//
// It owns processes and their limits. It does not own what the programs say: callers read exit codes and output.
package sandbox
