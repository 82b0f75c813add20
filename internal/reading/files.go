package reading

import (
	"context"
	"math"
	"sync/atomic"

	"golang.org/x/sync/errgroup"

	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/reading/evidence"
	"github.com/docketapi/docket/internal/reading/readiness"
)

// FileResult is what `docket parse` prints for one file: its first invoice and any further ones, or an error.
type FileResult struct {
	File         string     `json:"file"`
	Invoice      *Judged    `json:"invoice,omitempty"`
	MoreInvoices []Judged   `json:"more_invoices,omitempty"`
	Error        *FileError `json:"error,omitempty"`
}

// Judged is an invoice that was read, with what it would be without other invoices beside it: ready or needs_review, how
// probable it is that all decisive values are right, and what a person should look at.
type Judged struct {
	evidence.Invoice

	Status    string            `json:"status"`
	Certainty float64           `json:"certainty"`
	Doubts    []readiness.Doubt `json:"doubts,omitempty"`
}

func (r *Reader) assess(in evidence.Invoice) Judged {
	out := Judged{Invoice: in, Status: "ready", Certainty: math.Round(readiness.Certainty(&in.Data, in.Evidence)*1e4) / 1e4}
	if out.Doubts = readiness.Doubts(&in.Data, in.Evidence, in.Checks, r.precision); len(out.Doubts) > 0 {
		out.Status = "needs_review"
	}
	return out
}

// FileError says why a file could not be read.
type FileError struct {
	Code    fault.Code `json:"code"`
	Message string     `json:"message"`
}

// ParseFiles reads files with the given number of workers and emits a result for each, in the files' order. A file that
// cannot be read stops none of the others; an error of emit, or the end of ctx, stops all.
func (r *Reader) ParseFiles(ctx context.Context, files []string, workers int, emit func(FileResult) error) error {
	return InOrder(ctx, files, workers, r.parseFile, emit)
}

// InOrder does something with each file with the given number of workers and emits the results in the files' order. An
// error of emit, or the end of ctx, stops all.
func InOrder[T any](ctx context.Context, files []string, workers int, do func(context.Context, string) T, emit func(T) error) error {
	results := make([]chan T, len(files))
	for i := range results {
		results[i] = make(chan T, 1)
	}
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range min(workers, len(files)) {
		group.Go(func() error {
			for i := int(next.Add(1)) - 1; i < len(files); i = int(next.Add(1)) - 1 {
				if ctx.Err() != nil {
					return ctx.Err()
				}
				results[i] <- do(ctx, files[i])
			}
			return nil
		})
	}
	group.Go(func() error {
		for _, result := range results {
			select {
			case got := <-result:
				if err := emit(got); err != nil {
					return err
				}
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		return nil
	})
	return group.Wait()
}

func (r *Reader) parseFile(ctx context.Context, file string) FileResult {
	got, err := r.Read(ctx, Input{Path: file, Name: file})
	switch {
	case err != nil:
		return FileResult{File: file, Error: PublicError(err)}
	case len(got.Invoices) == 0:
		return FileResult{File: file, Error: &FileError{fault.CodeNotAnInvoice, "no invoice was found"}}
	}
	first := r.assess(got.Invoices[0])
	out := FileResult{File: file, Invoice: &first}
	for _, more := range got.Invoices[1:] {
		out.MoreInvoices = append(out.MoreInvoices, r.assess(more))
	}
	return out
}

// PublicError is for who gave the file: on a command line the cause may be shown where there is no public message.
func PublicError(err error) *FileError {
	if known, ok := fault.As(err); ok && known.Message != "" {
		return &FileError{known.Code, known.Message}
	}
	return &FileError{fault.CodeOf(err), err.Error()}
}
