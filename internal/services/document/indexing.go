package document

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5"

	"github.com/docketapi/docket/gen/db"
	"github.com/docketapi/docket/internal/core/auth"
	"github.com/docketapi/docket/internal/core/fault"
	"github.com/docketapi/docket/internal/infra/postgres"
	"github.com/docketapi/docket/internal/services/job"
)

// pollEvery is how often WaitIndexed looks.
const pollEvery = 100 * time.Millisecond

// Indexable tells whether documents of the kind have text that is read.
func (k Kind) Indexable() bool { return k != Other }

// QueueIndexing queues the indexing of documents, unless they are indexed, are not to be, or a job that lives will see to it. ending
// are jobs that do not: those that end in this transaction.
func (s *Service) QueueIndexing(ctx context.Context, tx pgx.Tx, documents []Key, ending ...uuid.UUID) error {
	in := db.FindUnindexedParams{ExceptJobs: append([]uuid.UUID{}, ending...)}
	for _, k := range documents {
		in.WorkspaceIds, in.Ids = append(in.WorkspaceIds, k.Workspace), append(in.Ids, k.ID)
	}
	rows, err := s.q.FindUnindexed(ctx, tx, in)
	if err != nil {
		return postgres.Translate(err, "document")
	}
	for _, r := range rows {
		if err := s.index.Queue(ctx, tx, r.WorkspaceID, r.ID, large(Kind(r.Kind), r.Size)); err != nil {
			return err
		}
	}
	return nil
}

// What makes a document large, in bytes: as text, and as pages or packed, which have less text for their size.
const (
	largeText  = 64 << 10
	largeOther = 512 << 10
)

// large tells a document whose indexing may take minutes.
func large(k Kind, size int64) bool {
	switch k {
	case PDF, Image, DOCX, PPTX, ODT, ODP, EPUB, MSG, ZIP:
		return size > largeOther
	}
	return size > largeText
}

// WaitIndexed gives the document as soon as its indexing has ended, or as it stands after d or when ctx ends.
func (s *Service) WaitIndexed(ctx context.Context, p auth.Principal, id uuid.UUID, d time.Duration) (Document, error) {
	timeout := time.NewTimer(d)
	defer timeout.Stop()
	poll := time.NewTicker(pollEvery)
	defer poll.Stop()
	for {
		found, err := s.Find(ctx, p, id)
		if err != nil || found.Indexing.State.Final() {
			return found, err
		}
		select {
		case <-ctx.Done():
			return Document{}, ctx.Err()
		case <-timeout.C:
			return found, nil
		case <-poll.C:
		}
	}
}

// addIndexing fills in how far the documents are on their way into the index, the e-mails and archives that they came
// with, and their other names.
func (s *Service) addIndexing(ctx context.Context, conn db.DBTX, workspace uuid.UUID, list []Document) error {
	if len(list) == 0 {
		return nil
	}
	ids := make([]uuid.UUID, len(list))
	at := make(map[uuid.UUID]*Document, len(list))
	for i := range list {
		list[i].Indexing.State = IndexNone
		ids[i], at[list[i].ID] = list[i].ID, &list[i]
	}
	rows, err := s.q.ListIndexStates(ctx, conn, db.ListIndexStatesParams{WorkspaceID: workspace, Ids: ids})
	if err != nil {
		return postgres.Translate(err, "documents")
	}
	for _, r := range rows {
		d := at[r.ID]
		d.Indexing = indexingOf(r)
		d.Names = r.Names
		if d.Kind == Other && d.Indexing.State == IndexNone && d.Process != ProcessNone {
			d.Indexing.Error = &job.Failure{Code: string(fault.CodeUnsupportedFormat), Message: unsupported(d.MediaType)}
		}
		if len(r.Parents) > 0 {
			d.AttachedTo = r.Parents
		}
	}
	return nil
}

// olderOffice are formats of before 2007, and what to save them as.
var olderOffice = map[string]string{"application/msword": "DOCX", "application/vnd.ms-excel": "XLSX", "application/vnd.ms-powerpoint": "PPTX"}

// unsupported says why a document of no form that is read is not found.
func unsupported(mediaType string) string {
	if to, ok := olderOffice[mediaType]; ok {
		return "Office formats of before 2007 are not read; saved as " + to + " the document is."
	}
	return "The bytes are of no form that text is read from."
}

// indexingOf tells the state: a job that lives comes before what is there, and what is there before a job that failed.
func indexingOf(r db.ListIndexStatesRow) Indexing {
	x := Indexing{State: IndexNone, Chunks: int(max(r.Chunks, 0)), JobID: r.JobID}
	embeds := r.JobKind == job.KindEmbedDocument
	switch {
	case r.JobLives && embeds && r.Chunks >= 0:
		x.State, x.VectorsPending = Indexed, true
	case r.JobLives && embeds && r.RiverState == string(job.Running):
		x.State = IndexRunning
	case r.JobLives && embeds:
		x.State = IndexQueued
	case r.Chunks >= 0:
		x.State = Indexed
		if embeds && r.JobState != string(job.Completed) && r.ErrorCode != "" { // by its words only
			x.Error = &job.Failure{Code: r.ErrorCode, Message: r.ErrorMessage}
		}
	case r.JobLives && Process(r.Process) != ProcessNone: // its end queues the indexing
		x.State = IndexQueued
	case embeds && r.JobState != string(job.Completed):
		x.State = IndexFailed
		if r.ErrorCode != "" {
			x.Error = &job.Failure{Code: r.ErrorCode, Message: r.ErrorMessage}
		}
	}
	return x
}
