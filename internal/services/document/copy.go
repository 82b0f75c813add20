package document

import (
	"hash"
	"io"
	"os"
	"sync"
)

// What one upload holds in memory, and how much is written before the disk is asked to begin: the end of an upload must not wait
// for all of it to reach the disk.
const (
	pieceSize   = 256 << 10
	piecesAhead = 4
	writeEvery  = 8 << 20
)

type piece struct {
	bytes *[pieceSize]byte
	n     int
}

var pieces = sync.Pool{New: func() any { return new([pieceSize]byte) }}

// copyHashed writes a body to a file while what came before is hashed and written to disk. It tells how many bytes there were.
func copyHashed(f *os.File, h hash.Hash, body io.Reader) (int64, error) {
	free, filled, written := make(chan *[pieceSize]byte, piecesAhead), make(chan piece, piecesAhead), make(chan int64, 1)
	for range piecesAhead {
		free <- pieces.Get().(*[pieceSize]byte) // nothing else is put there
	}
	var wg sync.WaitGroup
	wg.Go(func() {
		for p := range filled {
			h.Write(p.bytes[:p.n])
			free <- p.bytes
		}
	})
	wg.Go(func() { writeAhead(f, written) })
	total, err := copyPieces(f, body, free, filled, written)
	close(filled)
	close(written)
	wg.Wait()
	for range piecesAhead {
		pieces.Put(<-free)
	}
	return total, err
}

func copyPieces(f *os.File, body io.Reader, free chan *[pieceSize]byte, filled chan<- piece, written chan<- int64) (total int64, err error) {
	for {
		p := piece{bytes: <-free}
		for p.n < pieceSize && err == nil {
			var n int
			n, err = body.Read(p.bytes[p.n:])
			p.n += n
		}
		filled <- p // who hashes gives it back
		if _, err := f.Write(p.bytes[:p.n]); err != nil {
			return total, err
		}
		total += int64(p.n)
		select {
		case written <- total:
		default: // the disk is busy with what came before
		}
		if err == io.EOF { // an end that is wrapped is none
			return total, nil
		}
		if err != nil {
			return total, err
		}
	}
}

// writeAhead lets the disk begin with each part of the file that is whole. It is a hint: the end of an upload makes sure.
func writeAhead(f *os.File, written <-chan int64) {
	var begun int64
	for total := range written {
		if total-begun >= writeEvery {
			startWriting(f, begun, total-begun)
			begun = total
		}
	}
}
