package tasks_test

import (
	"testing"

	"github.com/google/uuid"

	"github.com/docketapi/docket/internal/services/job"
)

func TestListJobs(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	first, second, third := s.post(t, "<a/>"), s.post(t, "<b/>"), s.post(t, "%PDF-1.4")
	_, err := s.jobs.Cancel(t.Context(), s.caller, second.JobID, nil)
	must(t, err)
	for name, c := range map[string]struct {
		f    job.Filter
		want []uuid.UUID
	}{
		"all":         {job.Filter{}, []uuid.UUID{third.JobID, second.JobID, first.JobID}},
		"empty lists": {job.Filter{Kinds: []string{}, States: []job.State{}}, []uuid.UUID{third.JobID, second.JobID, first.JobID}},
		"live":        {job.Filter{States: []job.State{job.Available, job.Running}}, []uuid.UUID{third.JobID, first.JobID}},
		"ended":       {job.Filter{States: []job.State{job.Cancelled}}, []uuid.UUID{second.JobID}},
		"kind":        {job.Filter{Kinds: []string{job.KindProcessInvoice}}, []uuid.UUID{third.JobID, second.JobID, first.JobID}},
		"other kind":  {job.Filter{Kinds: []string{"other"}}, nil},
		"document":    {job.Filter{DocumentID: first.DocumentID}, []uuid.UUID{first.JobID}},
		"invoice":     {job.Filter{InvoiceID: third.ID}, []uuid.UUID{third.JobID}},
	} {
		var got []uuid.UUID
		c.f.Limit = 1
		for {
			p, err := s.jobs.List(t.Context(), s.caller, c.f)
			must(t, err)
			for _, j := range p.Items {
				got = append(got, j.ID)
			}
			if c.f.Cursor = p.NextCursor; c.f.Cursor == "" {
				break
			}
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
			continue
		}
		for i := range got {
			if got[i] != c.want[i] {
				t.Errorf("%s: got %v, want %v", name, got, c.want)
			}
		}
	}
}
