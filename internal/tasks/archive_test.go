package tasks_test

import (
	"archive/zip"
	"bytes"
	"testing"

	"github.com/docketapi/docket/internal/services/document"
	"github.com/docketapi/docket/internal/services/job"
)

func zipped(t *testing.T, parts ...string) string {
	t.Helper()
	var out bytes.Buffer
	z := zip.NewWriter(&out)
	for i := 0; i < len(parts); i += 2 {
		w, err := z.Create(parts[i])
		must(t, err)
		_, err = w.Write([]byte(parts[i+1]))
		must(t, err)
	}
	must(t, z.Close())
	return out.String()
}

// The files of an archive become documents that came with it, archives inside it too; what nothing reads says so.
func TestFilesOfAnArchiveBecomeDocuments(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.startWorkers(t)
	inner := zipped(t, "tief.txt", "Das Spill steht achtern.")
	d := s.settled(t, s.upload(t, "paket.zip", zipped(t, "ordner/brief.txt", "Der Anker liegt vorn.", "innen.zip", inner, "alt.bin", "\x00\x01\x02\x03\x04"), document.ProcessAuto).ID)
	if d.Kind != document.ZIP || d.Indexing.State != document.Indexed {
		t.Fatalf("%s: %+v", d.Kind, d.Indexing)
	}
	list, err := s.documents.List(t.Context(), s.caller, document.Filter{AttachedTo: d.ID})
	must(t, err)
	if len(list.Items) != 3 {
		t.Fatalf("%d files: %+v", len(list.Items), list.Items)
	}
	for _, f := range list.Items {
		f = s.settled(t, f.ID)
		if failed := f.Indexing.Error != nil; failed != (f.Name == "alt.bin") || failed && f.Indexing.Error.Code != "unsupported_format" {
			t.Errorf("%s: %+v", f.Name, f.Indexing)
		}
	}
	eventually(t, "the file in the inner archive", func() bool { return len(s.finds(t, "Spill")) == 1 })
	if got := s.finds(t, "Anker"); len(got) != 1 || got[0] == d.ID {
		t.Errorf("found %v", got)
	}
	if got := s.finds(t, "brief"); len(got) != 2 { // itself, and the list of the archive
		t.Errorf("by its name found %v", got)
	}
}

// Another name of the same bytes is a word more that the document is found by.
func TestASecondNameIsFound(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	s.startWorkers(t)
	const body = "Der Poller ist gestrichen."
	d := s.settled(t, s.upload(t, "alpha.txt", body, document.ProcessIndex).ID)
	s.upload(t, "bravo.txt", body, document.ProcessIndex)
	eventually(t, "the second name", func() bool { got := s.finds(t, "bravo"); return len(got) == 1 && got[0] == d.ID })
	if got := s.finds(t, "alpha"); len(got) != 1 || got[0] != d.ID {
		t.Errorf("found %v", got)
	}
}

// Large documents queue apart from small ones.
func TestLargeDocumentsQueueApart(t *testing.T) {
	t.Parallel()
	s := newStack(t)
	small := s.upload(t, "a.txt", "kurz", document.ProcessIndex)
	big := s.upload(t, "b.txt", string(bytes.Repeat([]byte("lang und breit\n\n"), 10_000)), document.ProcessIndex)
	for id, want := range map[document.Key]string{{Workspace: s.caller.WorkspaceID, ID: small.ID}: job.QueueEmbed, {Workspace: s.caller.WorkspaceID, ID: big.ID}: job.QueueLarge} {
		var queue string
		must(t, s.pool.QueryRow(t.Context(), `SELECT queue FROM jobs WHERE document_id = $1`, id.ID).Scan(&queue))
		if queue != want {
			t.Errorf("queue %s, want %s", queue, want)
		}
	}
}
