package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
)

func TestDoctor(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		args []string
		code int
		want []string
	}{
		"all there": {
			[]string{"--models-dir", models(t), "--database-url", pgtest.URL(t)}, exitOK,
			[]string{"of DATABASE_URL, pgvector 0.", "poppler", "ppocr", "onnxruntime:1.24.1, 384 dimensions", "pgvector in the database", "DOCKET_LLM_BASE_URL"},
		},
		"no models": {
			[]string{"--models-dir", t.TempDir(), "--database-url", pgtest.URL(t)}, exitOK,
			[]string{"tesseract", "search goes by words alone", `run "make models"`},
		},
		"old schema": {
			[]string{"--models-dir", t.TempDir(), "--database-url", pgtest.EmptyURL(t)}, exitFailed,
			[]string{"failed", "docket migrate"},
		},
		"nobody there": {
			[]string{"--models-dir", t.TempDir(), "--database-url", "postgres://127.0.0.1:1/x", "--vector-url", "weaviates://127.0.0.1:1"}, exitFailed,
			[]string{"the database does not answer", "the vector engine does not answer", "correct DOCKET_VECTOR_URL"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var out, errs bytes.Buffer
			if code := run(t.Context(), append([]string{"doctor"}, tc.args...), strings.NewReader(""), &out, &errs); code != tc.code {
				t.Errorf("status %d, want %d: %s", code, tc.code, errs.String())
			}
			for _, w := range tc.want {
				if !strings.Contains(out.String(), w) {
					t.Errorf("no %q in\n%s", w, out.String())
				}
			}
		})
	}
}
