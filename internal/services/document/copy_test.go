package document

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"testing/iotest"
)

func TestCopyHashed(t *testing.T) {
	t.Parallel()
	broken := errors.New("the line broke")
	random := rand.NewChaCha8([32]byte{1})
	for _, size := range []int{0, 1, pieceSize - 1, pieceSize, pieceSize + 1, 3*pieceSize + 17, writeEvery + pieceSize} {
		body := make([]byte, size)
		_, _ = random.Read(body)
		for name, r := range map[string]io.Reader{
			"whole": bytes.NewReader(body), "halves": iotest.HalfReader(bytes.NewReader(body)), "with its end": iotest.DataErrReader(bytes.NewReader(body)),
		} {
			f, err := os.Create(filepath.Join(t.TempDir(), "f"))
			if err != nil {
				t.Fatal(err)
			}
			h := sha256.New()
			n, err := copyHashed(f, h, r)
			got, readErr := os.ReadFile(f.Name())
			if err != nil || readErr != nil || n != int64(size) || !bytes.Equal(got, body) || [32]byte(h.Sum(nil)) != sha256.Sum256(body) {
				t.Errorf("%d bytes, %s: %d, %v, %v", size, name, n, err, readErr)
			}
			for _, cut := range []error{broken, io.ErrUnexpectedEOF} {
				if _, err := copyHashed(f, h, io.MultiReader(bytes.NewReader(body), iotest.ErrReader(cut))); !errors.Is(err, cut) {
					t.Errorf("%d bytes and a broken line: %v", size, err)
				}
			}
			_ = f.Close()
			if _, err := copyHashed(f, h, bytes.NewReader(body)); size > 0 && err == nil {
				t.Error("written to a closed file")
			}
		}
	}
}
