package postgres_test

import (
	"strings"
	"testing"

	"github.com/docketapi/docket/internal/infra/postgres"
)

func TestServerThatLacks(t *testing.T) {
	t.Parallel()
	serves := func(v string) bool { return v >= "0.8.0" }
	good := postgres.Server{Version: "15.0", Number: 150000, Vector: "0.8.0", Trigram: "1.6"}
	for name, tc := range map[string]struct {
		change func(*postgres.Server)
		want   []string
	}{
		"nothing":     {func(*postgres.Server) {}, nil},
		"years":       {func(s *postgres.Server) { s.Version, s.Number = "14.19", 140019 }, []string{"PostgreSQL 14.19 is too old: use 15"}},
		"pgvector":    {func(s *postgres.Server) { s.Vector = "" }, []string{"no pgvector: install"}},
		"newer":       {func(s *postgres.Server) { s.Vector = "0.7.4" }, []string{"pgvector 0.7.4 is older than 0.8.0"}},
		"trigrams":    {func(s *postgres.Server) { s.Trigram = "" }, []string{"no pg_trgm"}},
		"all at once": {func(s *postgres.Server) { *s = postgres.Server{Version: "13.1", Number: 130001} }, []string{"too old", "no pgvector", "no pg_trgm"}},
	} {
		s := good
		tc.change(&s)
		err := s.Check(serves, "0.8.0")
		if (err == nil) != (tc.want == nil) {
			t.Errorf("%s: %v", name, err)
		}
		for _, w := range tc.want {
			if !strings.Contains(err.Error(), w) {
				t.Errorf("%s: no %q in %v", name, w, err)
			}
		}
	}
}

func TestDescribe(t *testing.T) {
	t.Parallel()
	got, err := postgres.Describe(t.Context(), openEmpty(t))
	if err != nil || got.Number < postgres.LeastMajor*10000 || got.Vector == "" || got.Trigram == "" {
		t.Errorf("got %+v, %v", got, err)
	}
}
