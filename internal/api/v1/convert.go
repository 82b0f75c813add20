package v1

import (
	"context"
	"time"

	"github.com/google/uuid"

	apiv1 "github.com/docketapi/docket/gen/api/v1"
	"github.com/docketapi/docket/internal/api/contract"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/reading/content"
	"github.com/docketapi/docket/internal/reading/pages"
	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/idempotency"
	"github.com/docketapi/docket/internal/services/job"
)

func principal(ctx context.Context) auth.Principal { return auth.PrincipalFrom(ctx) }

// attempt is the request's hold on its idempotency key, nil without one.
func attempt(ctx context.Context) *idempotency.Attempt { return contract.AttemptFrom(ctx) }

func toAPIDocument(d document.Document) apiv1.Document {
	out := apiv1.Document{
		ID: d.ID, Name: d.Name, MediaType: d.MediaType, Kind: apiv1.DocumentKind(d.Kind), Size: d.Size,
		Sha256: d.Hash(), PageCount: countOrNil(d.PageCount), CreatedAt: d.CreatedAt.UTC(),
		Index: apiv1.DocumentIndex{
			State: apiv1.IndexState(d.Indexing.State), Chunks: d.Indexing.Chunks, JobID: idOrNil(d.Indexing.JobID),
			Error: toAPIFailure(d.Indexing.Error),
		},
	}
	if len(d.AttachedTo) > 0 {
		out.AttachedTo = &d.AttachedTo
	}
	if d.Indexing.VectorsPending {
		out.Index.VectorsPending = &d.Indexing.VectorsPending
	}
	if len(d.Names) > 0 {
		out.Names = &d.Names
	}
	return out
}

func toAPIJob(j job.Job) apiv1.Job {
	return apiv1.Job{
		ID: j.ID, Kind: j.Kind, State: apiv1.JobState(j.State), DocumentID: idOrNil(j.DocumentID),
		InvoiceID: idOrNil(j.InvoiceID), Stage: j.Stage, Percent: j.Percent, Attempt: j.Attempt, MaxAttempts: j.MaxAttempts,
		Error: toAPIFailure(j.Error), CreatedAt: j.CreatedAt.UTC(), FinishedAt: timeOrNil(j.FinishedAt),
	}
}

func toAPIFailure(f *job.Failure) *apiv1.Failure {
	if f == nil {
		return nil
	}
	return &apiv1.Failure{Code: f.Code, Message: f.Message}
}

func toAPIBlock(b content.Block) apiv1.TextBlock {
	return apiv1.TextBlock{Kind: apiv1.TextBlockKind(b.Kind), Level: countOrNil(b.Level), Text: b.Text}
}

func toAPIPage(p pages.Page) apiv1.Page {
	out := apiv1.Page{
		Number: p.Number, Width: p.Width, Height: p.Height, Rotation: apiv1.PageRotation(p.Rotation),
		Source: apiv1.PageSource(p.Source), Lines: make([]apiv1.TextLine, len(p.Lines)),
	}
	for i, l := range p.Lines {
		words := make([]apiv1.Word, len(l.Words))
		for j, w := range l.Words {
			words[j] = apiv1.Word{Text: w.Text, Box: toAPIBox(w.Box), Confidence: fraction(w.Confidence)}
		}
		out.Lines[i] = apiv1.TextLine{Text: l.Text(), Box: toAPIBox(l.Box), Words: words}
	}
	return out
}

// toAPIBox keeps a box on its page: a glyph may reach over the edge by a rounding error.
func toAPIBox(b pages.Box) []float64 {
	return []float64{fraction(b.X0), fraction(b.Y0), fraction(b.X1), fraction(b.Y1)}
}

func fraction(f float64) float64 { return min(max(f, 0), 1) }

func mapped[A, B any](in []A, f func(A) B) []B {
	out := make([]B, len(in))
	for i, v := range in {
		out[i] = f(v)
	}
	return out
}

func nonNil[T any](in []T) []T {
	if in == nil {
		return []T{}
	}
	return in
}

func idOrNil(id uuid.UUID) *uuid.UUID {
	if id == uuid.Nil {
		return nil
	}
	return &id
}

func idOf(id *uuid.UUID) uuid.UUID {
	if id == nil {
		return uuid.Nil
	}
	return *id
}

func textOrNil(s string) *string {
	if s == "" {
		return nil
	}
	return &s
}

func timeOrNil(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}

func countOrNil(n int) *int {
	if n <= 0 {
		return nil
	}
	return &n
}

// or is the value behind a pointer, the zero value without one.
func or[T any](p *T) T {
	var zero T
	if p == nil {
		return zero
	}
	return *p
}
