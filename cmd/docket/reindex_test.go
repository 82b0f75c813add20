package main_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os/exec"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	clientv1 "github.com/docketapi/docket/gen/client/v1"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
)

// vectorServer is an OpenAI-compatible server of embeddings. It counts the texts that it was sent, and can be told to keep a
// request waiting.
type vectorServer struct {
	url   string
	texts atomic.Int64
	stuck atomic.Pointer[gate]
}

// gate lets a number of texts through and holds what comes after until it is opened.
type gate struct {
	after   int64
	reached chan struct{}
	once    sync.Once
	open    chan struct{}
}

func newVectorServer(t *testing.T) *vectorServer {
	t.Helper()
	v := &vectorServer{}
	server := httptest.NewServer(http.HandlerFunc(v.embed))
	t.Cleanup(server.Close)
	v.url = server.URL + "/v1"
	return v
}

func (v *vectorServer) embed(w http.ResponseWriter, r *http.Request) {
	var in struct{ Input []string }
	if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	if n, g := v.texts.Add(int64(len(in.Input))), v.stuck.Load(); g != nil && n > g.after {
		g.once.Do(func() { close(g.reached) })
		select {
		case <-g.open:
		case <-r.Context().Done():
			return
		}
	}
	type item struct {
		Index     int       `json:"index"`
		Embedding []float32 `json:"embedding"`
	}
	out := struct {
		Data []item `json:"data"`
	}{}
	for i, text := range in.Input {
		e := []float32{1, 1, 1, 1}
		for j, c := range []byte(text) {
			e[j%len(e)] += float32(c)
		}
		out.Data = append(out.Data, item{i, e})
	}
	_ = json.NewEncoder(w).Encode(out)
}

func (v *vectorServer) settings() []string {
	return []string{"DOCKET_EMBEDDINGS_BASE_URL=" + v.url, "DOCKET_EMBEDDINGS_MODEL=first", "DOCKET_EMBEDDINGS_DIMENSIONS=4"}
}

// TestKilledInTheMiddleOfAReindex kills the worker that builds a new index with SIGKILL. Searches find everything all the
// while, and the next worker goes on where the first one was.
func TestKilledInTheMiddleOfAReindex(t *testing.T) {
	t.Parallel()
	const documents = 130
	vectors := newVectorServer(t)
	settings := append(vectors.settings(), "DATABASE_URL="+pgtest.EmptyURL(t), "DOCKET_DATA_DIR="+sharedDir(t))
	path, err := executable()
	if err != nil {
		t.Fatal(err)
	}
	migrate := exec.Command(path, "migrate")
	migrate.Env = append(migrate.Environ(), append(settings, "DOCKET_API_KEY="+testKey)...)
	if out, err := migrate.CombinedOutput(); err != nil {
		t.Fatalf("migrate: %v\n%s", err, out)
	}
	c := client(t, start(t, settings, "api").ready())
	worker := start(t, settings, "worker")
	var uploads errgroup.Group
	uploads.SetLimit(8)
	for i := range documents {
		uploads.Go(func() error {
			put(t, c, fmt.Sprintf("note%d.txt", i), fmt.Appendf(nil, "Kranwartung Nummer KW-%04d im Hafen", i))
			return nil
		})
	}
	_ = uploads.Wait()
	before := live(t, c)
	if before.Documents != documents || *before.Engine != "pgvector" || before.Embedder == nil || *before.Dimensions != 4 {
		t.Fatalf("before: %+v", before)
	}

	embedded := vectors.texts.Load()
	hold := &gate{after: embedded + 100, reached: make(chan struct{}), open: make(chan struct{})}
	vectors.stuck.Store(hold)
	started, err := c.ReindexWithResponse(t.Context(), &clientv1.ReindexParams{})
	if err != nil || started.JSON202 == nil {
		t.Fatalf("reindex: %v %s", err, started.Body)
	}
	searching, stop := context.WithCancel(t.Context())
	var searches errgroup.Group
	searches.Go(func() error { return alwaysFinds(searching, c, documents) })
	<-hold.reached
	worker.kill()
	half := generations(t, c)
	if len(half) != 2 || half[0].State != clientv1.IndexGenerationStateBuilding || half[0].Documents == 0 || half[0].Documents >= documents ||
		half[1].ID != before.ID || half[1].State != clientv1.IndexGenerationStateLive {
		t.Fatalf("after the kill: %+v", half)
	}
	vectors.stuck.Store(nil)
	close(hold.open)
	embedded = vectors.texts.Load()

	start(t, settings, "worker")
	added := put(t, c, "later.txt", []byte("Nachtrag zur Kranwartung"))
	until(t, "the new index is live", func() bool { return live(t, c).ID == half[0].ID })
	stop()
	if err := searches.Wait(); err != nil {
		t.Error(err)
	}
	job, err := c.GetJobWithResponse(t.Context(), started.JSON202.ID, &clientv1.GetJobParams{})
	if err != nil || job.JSON200 == nil || job.JSON200.State != clientv1.JobStateCompleted || job.JSON200.Attempt != 2 {
		t.Errorf("job: %v %s", err, job.Body)
	}
	after := live(t, c)
	if after.Documents != documents+1 || after.Chunks != before.Chunks+int64(added.Index.Chunks) || after.Recall == nil || *after.Recall < 0.95 {
		t.Errorf("after: %+v", after)
	}
	// The second attempt embeds what the first one had not kept, and what the recall is measured with.
	const sample = 40
	if again := vectors.texts.Load() - embedded; again > documents-half[0].Documents+1+sample {
		t.Errorf("%d texts were embedded anew, %d documents were left", again, documents-half[0].Documents)
	}
	for i := range documents {
		q := fmt.Sprintf("KW-%04d", i)
		if found := find(t, c, q, clientv1.SearchModeHybrid); len(found.Items) == 0 || found.Items[0].Name != fmt.Sprintf("note%d.txt", i) || found.Degraded {
			t.Errorf("%s finds %+v", q, found)
		}
	}
}

// alwaysFinds searches until ctx ends, and fails when a document is not found.
func alwaysFinds(ctx context.Context, c *clientv1.ClientWithResponses, documents int) error {
	limit, mode := 3, clientv1.SearchModeText
	for i := 0; ctx.Err() == nil; i++ {
		q := fmt.Sprintf("KW-%04d", i%documents)
		res, err := c.SearchWithResponse(context.WithoutCancel(ctx), &clientv1.SearchParams{}, clientv1.SearchRequest{Query: q, Mode: &mode, Limit: &limit})
		if err != nil {
			return err
		}
		if res.JSON200 == nil || len(res.JSON200.Items) == 0 || res.JSON200.Items[0].Name != fmt.Sprintf("note%d.txt", i%documents) {
			return fmt.Errorf("search %d, %s: %s", i, q, res.Body)
		}
		time.Sleep(5 * time.Millisecond)
	}
	return nil
}

func generations(t *testing.T, c *clientv1.ClientWithResponses) []clientv1.IndexGeneration {
	t.Helper()
	res, err := c.GetIndexWithResponse(t.Context(), &clientv1.GetIndexParams{})
	if err != nil || res.JSON200 == nil {
		t.Fatalf("index: %v %s", err, res.Body)
	}
	return res.JSON200.Generations
}

// live is the generation that searches use: there is always exactly one.
func live(t *testing.T, c *clientv1.ClientWithResponses) clientv1.IndexGeneration {
	t.Helper()
	var out []clientv1.IndexGeneration
	for _, g := range generations(t, c) {
		if g.State == clientv1.IndexGenerationStateLive {
			out = append(out, g)
		}
	}
	if len(out) != 1 {
		t.Fatalf("%d generations are live", len(out))
	}
	return out[0]
}
