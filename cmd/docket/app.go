package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/internal/app"
	"github.com/docketapi/docket/internal/infra/blob"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/reading"
	"github.com/docketapi/docket/internal/services/invoice"
)

// backend is the app over what the settings name, and what must be closed after it.
type backend struct {
	*app.App
	env     *env
	pool    *pgxpool.Pool
	closers []io.Closer
}

// open connects everything over the database at url. The schema must be up to date.
func open(ctx context.Context, e *env, url string) (s *backend, err error) {
	s = &backend{env: e}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
			s = nil
		}
	}()
	if s.pool, err = postgres.Open(ctx, url); err != nil {
		return s, err
	}
	if err := postgres.CheckSchema(ctx, s.pool); err != nil {
		return s, err
	}
	c := app.Config{Pool: s.pool, Log: e.log, ReadyPrecision: e.cli.ReadyPrecision}
	if err := errors.Join(s.addReader(&c), s.addSearch(ctx, &c), s.addBlobs(ctx, &c)); err != nil {
		return s, err
	}
	if c.Model, err = newModel(e); err != nil {
		return s, err
	}
	if c.Provider, c.GroupRoles, err = newProvider(e); err != nil {
		return s, err
	}
	s.App, err = app.New(ctx, c)
	return s, err
}

func (s *backend) addReader(c *app.Config) error {
	reader, err := newReader(s.env)
	if err != nil {
		return err
	}
	s.closers = append(s.closers, reader)
	c.Pager, c.Reader, c.Extractor = reader, invoiceReader{reader}, reader
	return nil
}

func (s *backend) addSearch(ctx context.Context, c *app.Config) error {
	embedding, err := newEmbedding(s.env)
	if err != nil {
		return err
	}
	s.closers = append(s.closers, embedding)
	if embedding.Embedder == nil {
		c.Log.InfoContext(ctx, "search goes by words alone", "reason", embedding.Missing)
	}
	models, err := s.env.cli.Reading.Dir()
	if err != nil {
		return err
	}
	c.Embedder, c.Missing, c.Count = embedding.Embedder, embedding.Missing, newCounter(models)
	c.Vectors, err = newVectors(s.env, s.pool)
	return err
}

func (s *backend) addBlobs(ctx context.Context, c *app.Config) error {
	dir, err := s.env.cli.Storage.Dir()
	if err != nil {
		return err
	}
	c.SpoolDir = filepath.Join(dir, "spool")
	blobs, err := blob.Open(ctx, s.env.cli.StorageURL, dir, c.SpoolDir)
	if err != nil {
		return err
	}
	s.closers = append(s.closers, blobs)
	c.Blobs = blobs
	return nil
}

// Close releases everything, the last opened first.
func (s *backend) Close() error {
	if s.App != nil {
		s.App.Close()
	}
	var errs []error
	for i := len(s.closers) - 1; i >= 0; i-- {
		errs = append(errs, s.closers[i].Close())
	}
	if s.pool != nil {
		s.pool.Close()
	}
	return errors.Join(errs...)
}

// invoiceReader is the reader as the invoice service wants it.
type invoiceReader struct{ *reading.Reader }

// Read reads the invoices out of a file.
func (r invoiceReader) Read(ctx context.Context, src invoice.Source) (invoice.Reading, error) {
	got, err := r.Reader.Read(ctx, reading.Input{Path: src.Path, Name: src.Name, Progress: src.Progress})
	if err != nil {
		return invoice.Reading{}, err
	}
	return invoice.Reading{Invoices: got.Invoices, Pages: got.Pages}, nil
}

func newReader(e *env) (*reading.Reader, error) {
	models, err := e.cli.Reading.Dir()
	if err != nil {
		return nil, err
	}
	r, err := reading.New(reading.Options{OCR: e.cli.OCR, ModelsDir: models, Log: e.log, ReadyPrecision: e.cli.ReadyPrecision})
	if err != nil {
		return nil, fmt.Errorf("make reader: %w", err)
	}
	return r, nil
}
