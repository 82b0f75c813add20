package pgvector

import (
	"testing"

	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
	"github.com/docketapi/docket/internal/infra/vectorindex/vectortest"
)

func TestConformance(t *testing.T) {
	t.Parallel()
	pool := pgtest.Pool(t)
	vectortest.Run(t, 3000, func(t *testing.T) vectortest.Engine {
		t.Helper()
		e := New(pool)
		e.exactRows = 500 // so that the index has work among so few
		return e
	})
}
