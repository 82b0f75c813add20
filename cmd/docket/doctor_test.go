package main

import (
	"bytes"
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/docketapi/docket/internal/infra/llm/llmtest"
	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
)

func TestDoctor(t *testing.T) {
	t.Parallel()
	used := t.TempDir()
	if err := os.MkdirAll(filepath.Join(used, "blobs"), 0o700); err != nil {
		t.Fatal(err)
	}
	speaks := llmtest.New(t)
	speaks.Add(llmtest.Say("yes"))
	for name, tc := range map[string]struct {
		args []string
		code int
		want []string
	}{
		"all there": {
			[]string{"--models-dir", models(t), "--database-url", pgtest.URL(t)}, exitOK,
			[]string{"of DATABASE_URL, pgvector 0.", "poppler", "libheif", "ppocr", "onnxruntime:1.24.1, 384 dimensions", "pgvector in the database", "DOCKET_LLM_BASE_URL"},
		},
		"no models": {
			[]string{"--models-dir", t.TempDir(), "--database-url", pgtest.URL(t)}, exitOK,
			[]string{"tesseract", "search goes by words alone", `run "make models"`},
		},
		"old schema": {
			[]string{"--models-dir", t.TempDir(), "--database-url", pgtest.EmptyURL(t)}, exitFailed,
			[]string{"failed", "docket migrate"},
		},
		"storage gone": {
			[]string{"--models-dir", t.TempDir(), "--database-url", pgtest.URL(t), "--data-dir", used, "--storage-url", "file://" + used + "/unmounted"}, exitFailed,
			[]string{"the storage folder is gone", "no such file", "mount it again"},
		},
		"storage there": {
			[]string{"--models-dir", t.TempDir(), "--database-url", pgtest.URL(t), "--data-dir", used}, exitOK,
			[]string{"written, read and deleted", "GiB free at " + used},
		},
		"never started": {
			[]string{"--models-dir", t.TempDir(), "--database-url", pgtest.URL(t), "--data-dir", filepath.Join(t.TempDir(), "none")}, exitOK,
			[]string{"is made at the first start"},
		},
		"dead model": {
			[]string{"--models-dir", t.TempDir(), "--database-url", pgtest.URL(t), "--llm-base-url", "http://127.0.0.1:1/v1", "--llm-model", "m"}, exitFailed,
			[]string{"m at http://127.0.0.1:1/v1: ", "connection refused", "correct DOCKET_LLM_BASE_URL"},
		},
		"model that speaks": {
			[]string{"--models-dir", t.TempDir(), "--database-url", pgtest.URL(t), "--llm-base-url", speaks.URL, "--llm-model", "m"}, exitOK,
			[]string{"m at " + speaks.URL},
		},
		"dead embeddings and keys": {
			[]string{"--models-dir", t.TempDir(), "--database-url", pgtest.URL(t), "--embeddings-base-url", "http://127.0.0.1:1/v1", "--embeddings-model", "e",
				"--embeddings-dimensions", "8", "--jwt-jwks-url", "http://127.0.0.1:1/keys"}, exitFailed,
			[]string{"embeddings      failed", "token keys      failed", "connection refused", "correct DOCKET_JWT_JWKS_URL"},
		},
		"wrong database": {
			[]string{"--models-dir", t.TempDir(), "--database-url", pgtest.URL(t) + "&dbname=nothing_here"}, exitFailed,
			[]string{"the database does not answer: ", `database "nothing_here" does not exist`},
		},
		"no database, so no vectors": {
			[]string{"--models-dir", t.TempDir(), "--database-url", "postgres://127.0.0.1:1/x"}, exitFailed,
			[]string{"vectors         failed"},
		},
		"nobody there": {
			[]string{"--models-dir", t.TempDir(), "--database-url", "postgres://127.0.0.1:1/x", "--vector-url", "weaviates://127.0.0.1:1"}, exitFailed,
			[]string{"the database does not answer", "the vector engine does not answer", "correct DOCKET_VECTOR_URL"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			if code := run(t.Context(), append([]string{"doctor", "--data-dir", filepath.Join(t.TempDir(), "none")}, tc.args...), strings.NewReader(""), &out, &errs); code != tc.code {
				t.Errorf("status %d, want %d: %s\n%s", code, tc.code, errs.String(), out.String())
			}
			for _, w := range tc.want {
				if !strings.Contains(out.String(), w) {
					t.Errorf("no %q in\n%s", w, out.String())
				}
			}
		})
	}
}

// A tool that was not done in time is not said to be missing.
func TestDoctorOnABusyMachine(t *testing.T) {
	t.Parallel()
	late, cancel := context.WithCancel(t.Context())
	cancel()
	slow, gone := failedTool(late, "ppocr", late.Err(), "make setup models"), failedTool(t.Context(), "ppocr", os.ErrNotExist, "make setup models")
	if strings.Contains(slow.remedy, "make") || slow.condition != broken || gone.remedy != "make setup models" {
		t.Errorf("said %v and %v", slow, gone)
	}
}

// TestDoctorWaitsForAllAtOnce: what is slow, or does not answer at all, keeps nobody waiting longer than its own patience.
func TestDoctorWaitsForAllAtOnce(t *testing.T) {
	t.Parallel()
	deaf := make(chan struct{})
	defer close(deaf)
	slow := func(ctx context.Context, _ *env) finding {
		<-ctx.Done()
		return finding{broken, "gave up", ""}
	}
	began := time.Now()
	got := examineAll(t.Context(), nil, []part{
		{"deaf", func(context.Context, *env) finding { <-deaf; return finding{} }, 300 * time.Millisecond},
		{"slow", slow, 300 * time.Millisecond}, {"slow", slow, 300 * time.Millisecond}, {"slow", slow, 300 * time.Millisecond},
		{"slow", slow, 300 * time.Millisecond}, {"slow", slow, 300 * time.Millisecond}, {"slow", slow, 300 * time.Millisecond},
		{"quick", func(context.Context, *env) finding { return finding{fine, "here", ""} }, time.Minute},
	})
	if took := time.Since(began); took > 1750*time.Millisecond {
		t.Errorf("took %s", took)
	}
	if got[0].condition != broken || !strings.Contains(got[0].detail, "no answer within 300ms") || got[1].detail != "gave up" || got[7].detail != "here" {
		t.Errorf("said %v", got)
	}
}

// TestDoctorThatIsInterrupted: what was not waited for is not called broken by a patience that never ran out.
func TestDoctorThatIsInterrupted(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	got := examineAll(ctx, nil, []part{{"slow", func(ctx context.Context, _ *env) finding {
		stop()
		<-ctx.Done()
		return finding{broken, "its model is missing", "make models"}
	}, time.Minute}})
	if got[0].detail != "not examined: interrupted" || got[0].remedy != "" {
		t.Errorf("said %v", got)
	}
}
