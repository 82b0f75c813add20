package document

import (
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/infra/postgres"
)

// SweepAge is how old what nobody needs must be before it is removed: an upload takes less.
const SweepAge = 24 * time.Hour

const sweepBatch = 500

// Sweeper removes bytes that no document has. Make one with NewSweeper.
type Sweeper struct {
	db       postgres.DB
	q        *db.Queries
	blobs    Blobs
	spoolDir string
}

// NewSweeper makes a Sweeper over the parts that a Service is made of. It refuses parts that are nil.
func NewSweeper(c Config) (*Sweeper, error) {
	if c.DB == nil || c.Blobs == nil || c.SpoolDir == "" {
		return nil, errors.New("make sweeper of documents: a part is missing")
	}
	return &Sweeper{db: c.DB, q: db.New(), blobs: c.Blobs, spoolDir: c.SpoolDir}, nil
}

// Sweep removes bytes that no document has, and spool files that a killed process left, when they were written before the
// given time. It tells how many bytes' keys it removed.
func (s *Sweeper) Sweep(ctx context.Context, before time.Time) (int, error) {
	removed := 0
	var batch []stored
	flush := func() error {
		n, err := s.sweepBatch(ctx, batch)
		removed += n
		batch = batch[:0]
		return err
	}
	err := s.blobs.Each(ctx, before, func(k string) error {
		c, ok := parseKey(k)
		if !ok {
			return nil // not ours: the bucket may hold other things
		}
		if len(batch) > 0 && batch[0].workspace != c.workspace || len(batch) == sweepBatch {
			if err := flush(); err != nil {
				return err
			}
		}
		batch = append(batch, c)
		return nil
	})
	if err == nil {
		err = flush()
	}
	return removed, errors.Join(err, s.sweepSpool(before))
}

type stored struct {
	workspace uuid.UUID
	sum       []byte
}

func parseKey(k string) (stored, bool) {
	workspace, name, ok := strings.Cut(k, "/")
	id, err := uuid.Parse(workspace)
	sum, hexErr := hex.DecodeString(name)
	return stored{id, sum}, ok && err == nil && hexErr == nil && len(sum) == 32
}

// sweepBatch removes those contents of one workspace that have no document.
func (s *Sweeper) sweepBatch(ctx context.Context, batch []stored) (int, error) {
	if len(batch) == 0 {
		return 0, nil
	}
	sums := make([][]byte, len(batch))
	for i, c := range batch {
		sums[i] = c.sum
	}
	used, err := s.q.HashesInUse(ctx, s.db, db.HashesInUseParams{WorkspaceID: batch[0].workspace, Hashes: sums})
	if err != nil {
		return 0, postgres.Translate(err, "documents")
	}
	needed := make(map[string]bool, len(used))
	for _, u := range used {
		needed[string(u)] = true
	}
	removed := 0
	for _, c := range batch {
		if needed[string(c.sum)] {
			continue
		}
		if err := s.dropBlob(ctx, c.workspace, c.sum); err != nil {
			return removed, err
		}
		removed++
	}
	return removed, nil
}

// dropBlob deletes bytes that no document has, under the lock that an upload of them takes.
func (s *Sweeper) dropBlob(ctx context.Context, workspace uuid.UUID, sum []byte) error {
	k := key(workspace, [32]byte(sum))
	return postgres.Exec(ctx, s.db, func(tx pgx.Tx) error {
		if err := s.q.LockBlob(ctx, tx, k); err != nil {
			return postgres.Translate(err, "document")
		}
		used, err := s.q.HashesInUse(ctx, tx, db.HashesInUseParams{WorkspaceID: workspace, Hashes: [][]byte{sum}})
		if err != nil {
			return postgres.Translate(err, "document")
		}
		if len(used) > 0 {
			return nil
		}
		return s.blobs.Delete(ctx, k)
	})
}

func (s *Sweeper) sweepSpool(before time.Time) error {
	entries, err := os.ReadDir(s.spoolDir)
	if err != nil {
		return fmt.Errorf("list spool folder: %w", err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil || e.IsDir() || !info.ModTime().Before(before) {
			continue
		}
		if err := os.Remove(filepath.Join(s.spoolDir, e.Name())); err != nil && !errors.Is(err, os.ErrNotExist) {
			return fmt.Errorf("remove left-over spool file: %w", err)
		}
	}
	return nil
}
