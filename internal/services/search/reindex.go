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
func (s *Service) StartReindex(ctx context.Context, p auth.Principal) (job.Job, error) {
	if subject := idempotency.Subject(ctx); subject != uuid.Nil {
		return s.Jobs.Find(ctx, p, subject)
	}
	if _, err := s.live(ctx); err != nil {
		return job.Job{}, err
	}
	id, err := postgres.InTx(ctx, s.DB, func(tx pgx.Tx) (uuid.UUID, error) {
		id, err := s.queueReindex(ctx, tx, p.WorkspaceID)
		if err == nil && id == uuid.Nil {
			return id, fault.New(fault.CodeConflict, "the index is being built anew already")
		}
		if err != nil {
			return id, err
		}
		return id, idempotency.Bind(ctx, tx, id)
	})
	if err != nil {
		return job.Job{}, err
	}
	return s.Jobs.Find(ctx, p, id)
}

// queueReindex queues the job; uuid.Nil when there is a live one.
func (s *Service) queueReindex(ctx context.Context, tx pgx.Tx, workspace uuid.UUID) (uuid.UUID, error) {
	if err := s.q.LockReindex(ctx, tx); err != nil {
		return uuid.Nil, postgres.Translate(err, "index")
	}
	if n, err := s.q.CountLiveReindexJobs(ctx, tx, job.KindReindex); err != nil || n > 0 {
		return uuid.Nil, postgres.Translate(err, "jobs")
	}
	id := uuid.Must(uuid.NewV7())
	return id, s.Jobs.Create(ctx, tx, job.NewJob{ID: id, WorkspaceID: workspace, Kind: job.KindReindex, Queue: job.QueueRead})
}

// Refresh queues a reindex when the live generation is not what the settings ask for: another model, another engine, another
// way to cut. It is for the start of a worker. A model that is gone is no reason: the vectors there are will do when it is back.
func (s *Service) Refresh(ctx context.Context) error {
	live, err := s.live(ctx)
	if err != nil {
		return err
	}
	if !s.outdated(live) {
		return nil
	}
	return postgres.Exec(ctx, s.DB, func(tx pgx.Tx) error {
		w, err := s.q.GetDefaultWorkspace(ctx, tx)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil // nothing was ever started here
		}
		if err != nil {
			return postgres.Translate(err, "workspace")
		}
		id, err := s.queueReindex(ctx, tx, w.ID)
		if err == nil && id != uuid.Nil {
			s.Log.InfoContext(ctx, "the index is built anew", "job_id", id)
		}
		return err
	})
}

func (s *Service) outdated(live db.IndexGeneration) bool {
	w := s.wanted()
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
func (s *Service) Reindex(ctx context.Context, run *job.Run) error {
	source, err := s.live(ctx)
	if err != nil {
		return err
	}
	target, err := s.building(ctx, run.Job().ID)
	if err != nil {
		return err
	}
	c := copier{s: s, run: run, source: source, target: target}
	for {
		if err := c.copyAll(ctx); err != nil {
			return err
		}
		if err := s.measureRecall(ctx, target); err != nil {
			s.Log.WarnContext(ctx, "the recall of the new index is not known", "error", err)
		}
		run.Progress(stageSwap, 99)
		err := run.Complete(ctx, func(tx pgx.Tx) error { return s.swap(ctx, tx, source, target) })
		if !errors.Is(err, errMoved) {
			return err
		}
	}
}

// building finds the generation that is being built, or begins one. One that was begun under other settings is given up.
func (s *Service) building(ctx context.Context, jobID uuid.UUID) (db.IndexGeneration, error) {
	g, err := s.q.GetBuildingGeneration(ctx, s.DB)
	w := s.wanted()
	if err == nil && g.Embedder == w.Embedder && g.Engine == w.Engine && g.Chunker == w.Chunker {
		return g, nil
	}
	if err == nil {
		err = s.q.RetireGeneration(ctx, s.DB, g.ID)
	}
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return g, postgres.Translate(err, "index")
	}
	if err := s.begin(ctx, s.DB, Building, &jobID); err != nil {
		return g, err
	}
	g, err = s.q.GetBuildingGeneration(ctx, s.DB)
	return g, postgres.Translate(err, "index")
}

// swap makes the target live, if it has every document of the source; errMoved otherwise.
func (s *Service) swap(ctx context.Context, tx pgx.Tx, source, target db.IndexGeneration) error {
	if _, err := s.q.LockAllGenerations(ctx, tx); err != nil { // writers hold what they write to
		return postgres.Translate(err, "index")
	}
	left, err := s.q.ListDocumentsToCopy(ctx, tx, db.ListDocumentsToCopyParams{Source: source.ID, Target: target.ID, PageSize: 1})
	if err != nil {
		return postgres.Translate(err, "index")
	}
	if len(left) > 0 {
		return errMoved
	}
	if err := s.q.RetireLive(ctx, tx); err != nil {
		return postgres.Translate(err, "index")
	}
	return postgres.Translate(s.q.MakeLive(ctx, tx, target.ID), "index")
}
