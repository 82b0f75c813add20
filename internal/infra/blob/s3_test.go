//go:build external

package blob_test

import (
	"bytes"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/blob"
)

// s3URL is the bucket that tools/external/s3.sh serves.
func s3URL(t *testing.T) string {
	t.Helper()
	url := os.Getenv("DOCKET_TEST_S3_URL")
	if url == "" {
		t.Fatal("DOCKET_TEST_S3_URL is not set: run tools/external/s3.sh")
	}
	return url
}

func TestS3(t *testing.T) { life(t, s3URL(t)) }

// TestS3InParts keeps what is larger than one part of an upload and reads the middle of it.
func TestS3InParts(t *testing.T) {
	dir := t.TempDir()
	spool := filepath.Join(dir, "spool")
	s, err := blob.Open(t.Context(), s3URL(t), dir, spool)
	must(t, err)
	defer s.Close()
	content := make([]byte, 20<<20+7)
	random := rand.NewChaCha8([32]byte{1})
	_, _ = random.Read(content)
	keep(t, s, spool, "w/large", string(content))
	if got := read(t, s, "w/large", 0, -1); got != string(content) {
		t.Errorf("%d bytes came back, kept %d", len(got), len(content))
	}
	if got := read(t, s, "w/large", 12<<20-3, 6); got != string(content[12<<20-3:12<<20+3]) {
		t.Error("the middle is another one")
	}
	must(t, s.Delete(t.Context(), "w/large"))
}

// TestS3ManyAtOnce keeps, reads, lists and deletes with several callers, over more keys than one answer of a list has.
func TestS3ManyAtOnce(t *testing.T) {
	dir := t.TempDir()
	spool := filepath.Join(dir, "spool")
	s, err := blob.Open(t.Context(), s3URL(t), dir, spool)
	must(t, err)
	defer s.Close()
	const n = 1100
	key := func(i int) string { return "many/" + strconv.Itoa(i) }
	group, ctx := errgroup.WithContext(t.Context())
	group.SetLimit(16)
	for i := range n {
		group.Go(func() error {
			path := filepath.Join(spool, "many"+strconv.Itoa(i))
			if err := os.WriteFile(path, []byte(key(i)), 0o600); err != nil {
				return err
			}
			if err := s.Keep(ctx, key(i), path); err != nil {
				return err
			}
			r, err := s.Open(ctx, key(i), 0, -1)
			if err != nil {
				return err
			}
			defer r.Close()
			if b, err := io.ReadAll(r); err != nil || !bytes.Equal(b, []byte(key(i))) {
				t.Errorf("%s: %q %v", key(i), b, err)
			}
			return nil
		})
	}
	must(t, group.Wait())
	if got := keys(t, s, time.Now().Add(time.Hour)); len(got) != n {
		t.Errorf("%d keys, want %d", len(got), n)
	}
	for i := range n {
		must(t, s.Delete(t.Context(), key(i)))
	}
	if _, err := s.Open(t.Context(), key(0), 0, -1); fault.CodeOf(err) != fault.CodeUnavailable {
		t.Errorf("gone: %v", err)
	}
}
