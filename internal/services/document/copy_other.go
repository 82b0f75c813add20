//go:build !linux

package document

import "os"

func startWriting(*os.File, int64, int64) {} // the system begins when it likes
