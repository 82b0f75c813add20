package search

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/idempotency"
	"github.com/docketapi/docket/internal/services/job"
)

const (
	// copiedAtOnce is how many documents are looked up at a time.
	copiedAtOnce = 100
	// embeddedAtOnce is how many chunks of several documents are embedded together.
	embeddedAtOnce = 64
	// stageEmbed is the stage of a reindex that takes its time.
	stageEmbed = "embed"
	stageSwap  = "swap"
)

// StartReindex queues the job that builds a new generation beside the live one and puts it in its place. The generation is the
// installation's: all workspaces are in it. Errors: conflict while one is being built.
func (s *Rebuilder) StartReindex(ctx context.Context, p auth.Principal, a *idempotency.Attempt) (job.Job, error) {
	if subject := a.Subject(); subject != uuid.Nil {
		return s.jobs.Find(ctx, p, subject)
	}
	if _, err := s.catalog.live(ctx); err != nil {
		return job.Job{}, err
	}
	id, err := postgres.InTx(ctx, s.catalog.db, func(tx pgx.Tx) (uuid.UUID, error) {
		id, err := s.queueReindex(ctx, tx, p.WorkspaceID)
		if err == nil && id == uuid.Nil {
			return id, fault.New(fault.CodeConflict, "the index is being built anew already")
		}
		if err != nil {
			return id, err
		}
		return id, a.Bind(ctx, tx, id)
	})
	if err != nil {
		return job.Job{}, err
	}
	return s.jobs.Find(ctx, p, id)
}

// queueReindex queues the job; uuid.Nil when there is a live one.
func (s *Rebuilder) queueReindex(ctx context.Context, tx pgx.Tx, workspace uuid.UUID) (uuid.UUID, error) {
	if err := s.catalog.q.LockReindex(ctx, tx); err != nil {
		return uuid.Nil, postgres.Translate(err, "index")
	}
	if n, err := s.catalog.q.CountLiveReindexJobs(ctx, tx, job.KindReindex); err != nil || n > 0 {
		return uuid.Nil, postgres.Translate(err, "jobs")
	}
	id := uuid.Must(uuid.NewV7())
	return id, s.jobs.Create(ctx, tx, job.NewJob{ID: id, WorkspaceID: workspace, Kind: job.KindReindex, Queue: job.QueueRead})
}

// Refresh queues a reindex when the live generation is not what the settings ask for: another model, another engine, another
// way to cut. It is for the start of a worker. A model that is gone is no reason: the vectors there are will do when it is back.
func (s *Rebuilder) Refresh(ctx context.Context) error {
	live, err := s.catalog.live(ctx)
	if err != nil {
		return err
	}
	if !s.outdated(live) {
		return nil
	}
	return postgres.Exec(ctx, s.catalog.db, func(tx pgx.Tx) error {
		w, err := s.catalog.q.GetDefaultWorkspace(ctx, tx)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil // nothing was ever started here
		}
		if err != nil {
			return postgres.Translate(err, "workspace")
		}
		id, err := s.queueReindex(ctx, tx, w.ID)
		if err == nil && id != uuid.Nil {
			s.catalog.log.InfoContext(ctx, "the index is built anew", "job_id", id)
		}
		return err
	})
}

func (s *Rebuilder) outdated(live db.IndexGeneration) bool {
	w := s.catalog.wanted()
	if w.Embedder == "" {
		return live.Embedder == "" && !sameChunker(w, live)
	}
	return w.Embedder != live.Embedder || w.Engine != live.Engine || !sameChunker(w, live)
}

// sameChunker tells whether documents are cut and analysed alike. Without a chunker only the analysis is known.
func sameChunker(a, b db.IndexGeneration) bool {
	cutA, wordsA := versions(a.Chunker)
	cutB, wordsB := versions(b.Chunker)
	return wordsA == wordsB && (cutA == cutB || cutA == "" || cutB == "")
}

func versions(chunker string) (cut, words string) {
	if cut, words, ok := strings.Cut(chunker, "+"); ok {
		return cut, words
	}
	return "", chunker
}

// Reindex is the job. It copies document by document what the live generation has and the new one has not; so an attempt that
// was killed is taken up where it ended, and what is uploaded meanwhile, which goes into both, is not copied twice. The swap is
// one transaction, in which nothing is missing any more.
func (s *Rebuilder) Reindex(ctx context.Context, run *job.Run) error {
	source, err := s.catalog.live(ctx)
	if err != nil {
		return err
	}
	target, err := s.building(ctx, run.Job().ID)
	if err != nil {
		return err
	}
	c := copier{catalog: s.catalog, writer: s.writer, chunker: s.chunker, run: run, source: source, target: target}
	for {
		if err := c.copyAll(ctx); err != nil {
			return err
		}
		if err := s.catalog.measureRecall(ctx, target); err != nil {
			s.catalog.log.WarnContext(ctx, "the recall of the new index is not known", "error", err)
		}
		run.Progress(stageSwap, 99)
		err := run.Complete(ctx, func(tx pgx.Tx) error { return s.swap(ctx, tx, source, target) })
		if !errors.Is(err, errMoved) {
			return err
		}
	}
}

// building finds the generation that is being built, or begins one. One that was begun under other settings is given up.
func (s *Rebuilder) building(ctx context.Context, jobID uuid.UUID) (db.IndexGeneration, error) {
	g, err := s.catalog.q.GetBuildingGeneration(ctx, s.catalog.db)
	w := s.catalog.wanted()
	if err == nil && g.Embedder == w.Embedder && g.Engine == w.Engine && g.Chunker == w.Chunker {
		return g, nil
	}
	if err == nil {
		err = s.catalog.q.RetireGeneration(ctx, s.catalog.db, g.ID)
	}
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return g, postgres.Translate(err, "index")
	}
	if err := s.catalog.begin(ctx, s.catalog.db, Building, &jobID); err != nil {
		return g, err
	}
	g, err = s.catalog.q.GetBuildingGeneration(ctx, s.catalog.db)
	return g, postgres.Translate(err, "index")
}

// swap makes the target live, if it has every document of the source; errMoved otherwise.
func (s *Rebuilder) swap(ctx context.Context, tx pgx.Tx, source, target db.IndexGeneration) error {
	if _, err := s.catalog.q.LockAllGenerations(ctx, tx); err != nil { // writers hold what they write to
		return postgres.Translate(err, "index")
	}
	left, err := s.catalog.q.ListDocumentsToCopy(ctx, tx, db.ListDocumentsToCopyParams{Source: source.ID, Target: target.ID, PageSize: 1})
	if err != nil {
		return postgres.Translate(err, "index")
	}
	if len(left) > 0 {
		return errMoved
	}
	if err := s.catalog.q.RetireLive(ctx, tx); err != nil {
		return postgres.Translate(err, "index")
	}
	return postgres.Translate(s.catalog.q.MakeLive(ctx, tx, target.ID), "index")
}
