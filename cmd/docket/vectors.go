package main

import (
	"github.com/jackc/pgx/v5/pgxpool"

	"github.com/docketapi/docket/internal/infra/vectorindex/pgvector"
	"github.com/docketapi/docket/internal/infra/vectorindex/weaviate"
	"github.com/docketapi/docket/internal/services/search"
)

var (
	_ search.Vectors = (*pgvector.Engine)(nil)
	_ search.Vectors = (*weaviate.Engine)(nil)
)

// newVectors is the engine of the settings: Weaviate where they name one, else the database. It does not connect.
func newVectors(e *env, pool *pgxpool.Pool) (search.Vectors, error) {
	if s := e.cli.Vectors; s.URL != "" {
		return weaviate.New(s.URL, s.APIKey)
	}
	return pgvector.New(pool), nil
}
