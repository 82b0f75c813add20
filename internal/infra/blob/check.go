package blob

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"os"

	"gocloud.dev/blob"
	"gocloud.dev/gcerrors"

	"github.com/docketapi/docket/internal/core/fault"
)

// checked is where probes write. No document's key begins like this.
const checked = ".docket-check-"

// Check tells whether bytes can be kept now: a folder takes a file, a bucket answers. It is quick enough for a health check.
// unavailable when they cannot.
func (s *Store) Check(ctx context.Context) error {
	if s.dir == "" {
		ok, err := s.bucket.IsAccessible(ctx)
		if err == nil && !ok {
			err = errors.New("there is no such bucket")
		}
		if err != nil {
			return fault.Wrap(err, fault.CodeUnavailable, "the storage does not answer")
		}
		return nil
	}
	f, err := os.CreateTemp(s.dir, checked)
	if err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "the storage folder is gone or takes no files")
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString("docket")
	if err = errors.Join(err, f.Close()); err != nil {
		return fault.Wrap(err, fault.CodeUnavailable, "the storage folder takes no bytes")
	}
	return nil
}

// Probe does with some bytes what becomes of a document's: they are written, read back, compared and deleted.
func (s *Store) Probe(ctx context.Context) error {
	if err := s.Check(ctx); err != nil { // a folder that is gone would be made again below
		return err
	}
	want := make([]byte, 1024)
	if _, err := rand.Read(want); err != nil {
		return fmt.Errorf("make bytes: %w", err)
	}
	key := checked + rand.Text()
	if err := s.bucket.WriteAll(ctx, key, want, &blob.WriterOptions{ContentType: "application/octet-stream"}); err != nil {
		return fmt.Errorf("write to the storage: %w", err)
	}
	got, err := s.readAll(ctx, key)
	if err == nil && !bytes.Equal(got, want) {
		err = errors.New("read from the storage: the bytes are not those that were written")
	}
	if deleted := s.bucket.Delete(ctx, key); deleted != nil {
		return errors.Join(err, fmt.Errorf("delete from the storage: %w", deleted))
	}
	if err != nil {
		return err
	}
	if _, err := s.bucket.Attributes(ctx, key); gcerrors.Code(err) != gcerrors.NotFound {
		return errors.Join(errors.New("delete from the storage: the bytes are still there"), err)
	}
	return nil
}

func (s *Store) readAll(ctx context.Context, key string) ([]byte, error) {
	r, err := s.bucket.NewReader(ctx, key, nil)
	if err != nil {
		return nil, fmt.Errorf("read from the storage: %w", err)
	}
	defer r.Close()
	got, err := io.ReadAll(io.LimitReader(r, 1<<20))
	if err != nil {
		return nil, fmt.Errorf("read from the storage: %w", err)
	}
	return got, nil
}
