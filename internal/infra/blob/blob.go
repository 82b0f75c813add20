// Package blob keeps bytes under keys: in a directory by default, or in any store that gocloud.dev has a driver for.
//
// It owns how bytes are written whole or not at all, read back by ranges, and listed. It does not own the keys or which
// of them are needed: services/document does.
package blob

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"gocloud.dev/blob"
	"gocloud.dev/blob/fileblob"
	_ "gocloud.dev/blob/s3blob" // the driver of s3:// URLs
	"gocloud.dev/gcerrors"

	"github.com/docketapi/docket/internal/core/fault"
)

// Store is one bucket. Make one with Open.
type Store struct {
	bucket *blob.Bucket
	dir    string // of a bucket that is a directory, else ""
	spool  string
}

// Open opens the bucket of a storage URL: file:///folder, s3://bucket?region=..., or, when it is empty, the folder blobs
// of the data directory. Bytes pass through spool on their way to programs that want a file.
func Open(ctx context.Context, storageURL, dataDir, spool string) (*Store, error) {
	if err := os.MkdirAll(spool, 0o700); err != nil {
		return nil, fmt.Errorf("make spool folder: %w", err)
	}
	dir := Folder(storageURL, dataDir)
	if dir == "" {
		bucket, err := blob.OpenBucket(ctx, storageURL)
		if err != nil {
			return nil, fmt.Errorf("open storage: %w", err)
		}
		return &Store{bucket: bucket, spool: spool}, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make storage folder: %w", err)
	}
	// No metadata: a file beside each file would say nothing that the database does not know.
	bucket, err := fileblob.OpenBucket(dir, &fileblob.Options{NoTempDir: true, Metadata: fileblob.MetadataDontWrite, DirFileMode: 0o700})
	if err != nil {
		return nil, fmt.Errorf("open storage folder: %w", err)
	}
	return &Store{bucket: bucket, dir: dir, spool: spool}, nil
}

// Folder is where a storage URL keeps its files, "" for a bucket that is no folder.
func Folder(storageURL, dataDir string) string {
	if storageURL == "" {
		return filepath.Join(dataDir, "blobs")
	}
	u, err := url.Parse(storageURL)
	if err != nil || u.Scheme != fileblob.Scheme {
		return "" // opening what is no URL says so
	}
	return filepath.FromSlash(u.Path)
}

// Close releases the bucket.
func (s *Store) Close() error { return s.bucket.Close() }

// Keep stores the file at path under the key: whole, durable, or not at all. It may take the file away.
func (s *Store) Keep(ctx context.Context, key, path string) error {
	f, err := os.Open(path) // our own spool file
	if err != nil {
		return fmt.Errorf("open spooled file: %w", err)
	}
	defer f.Close()
	if s.dir != "" {
		if _, err := os.Stat(s.dir); err != nil { // made again it would hide a disk that is not mounted
			return fault.Wrap(err, fault.CodeUnavailable, "the storage folder is gone")
		}
		if err := s.move(f, key); err == nil || !errors.Is(err, syscall.EXDEV) {
			return full(err)
		}
	}
	opts := &blob.WriterOptions{ContentType: "application/octet-stream", DisableContentTypeDetection: true}
	if err := s.bucket.Upload(ctx, key, f, opts); err != nil {
		return full(fmt.Errorf("store %s: %w", key, err))
	}
	return nil
}

// move makes the spooled file the stored one without copying its bytes.
func (s *Store) move(f *os.File, key string) error {
	if err := f.Sync(); err != nil {
		return fmt.Errorf("write spooled file to disk: %w", err)
	}
	target := s.path(key)
	if err := os.MkdirAll(filepath.Dir(target), 0o700); err != nil {
		return fmt.Errorf("make storage folder: %w", err)
	}
	if err := os.Rename(f.Name(), target); err != nil {
		return fmt.Errorf("store %s: %w", key, err)
	}
	d, err := os.Open(filepath.Dir(target))
	if err != nil {
		return fmt.Errorf("open storage folder: %w", err)
	}
	defer d.Close()
	return d.Sync() // the name is as durable as the bytes
}

// Open reads length bytes from offset; a negative length is to the end.
func (s *Store) Open(ctx context.Context, key string, offset, length int64) (io.ReadCloser, error) {
	r, err := s.bucket.NewRangeReader(ctx, key, offset, length, nil)
	if err != nil {
		return nil, away(err, key)
	}
	return r, nil
}

// Local gives the bytes as a file that must not be changed. release lets go of it.
func (s *Store) Local(ctx context.Context, key string) (path string, release func(), err error) {
	if s.dir != "" {
		path := s.path(key)
		if _, err := os.Stat(path); err != nil {
			return "", nil, away(err, key)
		}
		return path, func() {}, nil
	}
	f, err := os.CreateTemp(s.spool, "local-*")
	if err != nil {
		return "", nil, full(fmt.Errorf("make local copy: %w", err))
	}
	release = func() { _ = os.Remove(f.Name()) }
	err = s.bucket.Download(ctx, key, f, nil)
	if err = errors.Join(err, f.Close()); err != nil {
		release()
		return "", nil, away(err, key)
	}
	return f.Name(), release, nil
}

// Delete removes the bytes; a key without any is no error.
func (s *Store) Delete(ctx context.Context, key string) error {
	err := s.bucket.Delete(ctx, key)
	if err != nil && gcerrors.Code(err) != gcerrors.NotFound {
		return fmt.Errorf("delete %s: %w", key, err)
	}
	return nil
}

// Each calls fn with every key that was written before the given time.
func (s *Store) Each(ctx context.Context, before time.Time, fn func(key string) error) error {
	it := s.bucket.List(nil)
	for {
		o, err := it.Next(ctx)
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("list storage: %w", err)
		}
		if o.IsDir || !o.ModTime.Before(before) {
			continue
		}
		if err := fn(o.Key); err != nil {
			return err
		}
	}
}

func (s *Store) path(key string) string {
	return filepath.Join(s.dir, filepath.FromSlash(strings.TrimPrefix(filepath.Clean("/"+key), "/")))
}

// full gives a full disk its public face: the caller can only try later.
func full(err error) error {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		return fault.Wrap(err, fault.CodeUnavailable, "there is no space left to store the file")
	}
	return err
}

func away(err error, key string) error {
	if gcerrors.Code(err) == gcerrors.NotFound || errors.Is(err, os.ErrNotExist) {
		return fault.Wrap(err, fault.CodeUnavailable, "the bytes are not in the storage")
	}
	return full(fmt.Errorf("read %s: %w", key, err))
}
