package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"
)

// LeastMajor is the oldest PostgreSQL that the schema and the queries work on.
const LeastMajor = 15

// Server is a database server as it describes itself.
type Server struct {
	Version string // as in 17.5
	Number  int    // as in 170005
	Vector  string // version of pgvector that is installed, else that is offered; "" without it
	Trigram string // of pg_trgm, likewise
}

// Describe asks the server what it is.
func Describe(ctx context.Context, pool *pgxpool.Pool) (Server, error) {
	var s Server
	const extension = `coalesce((SELECT extversion FROM pg_extension WHERE extname = %[1]s), (SELECT default_version FROM pg_available_extensions WHERE name = %[1]s), '')`
	err := pool.QueryRow(ctx, `SELECT current_setting('server_version'), current_setting('server_version_num')::int, `+
		fmt.Sprintf(extension, "'vector'")+`, `+fmt.Sprintf(extension, "'pg_trgm'")).Scan(&s.Version, &s.Number, &s.Vector, &s.Trigram)
	if err != nil {
		return s, fmt.Errorf("ask what the database is: %w", err)
	}
	return s, nil
}

// Check lists everything that the server lacks, each with what mends it. vectorServes tells whether a version of pgvector is
// recent enough, least names the oldest that is.
func (s Server) Check(vectorServes func(version string) bool, least string) error {
	var errs []error
	if s.Number < LeastMajor*10000 {
		errs = append(errs, fmt.Errorf("DATABASE_URL: PostgreSQL %s is too old: use %d or later", s.Version, LeastMajor))
	}
	switch {
	case s.Vector == "":
		errs = append(errs, fmt.Errorf("DATABASE_URL: PostgreSQL %s has no pgvector: install the package of pgvector %s or later for it", s.Version, least))
	case !vectorServes(s.Vector):
		errs = append(errs, fmt.Errorf("DATABASE_URL: pgvector %s is older than %s: install a newer one, then ALTER EXTENSION vector UPDATE", s.Vector, least))
	}
	if s.Trigram == "" {
		errs = append(errs, fmt.Errorf("DATABASE_URL: PostgreSQL %s has no pg_trgm: install its contrib package", s.Version))
	}
	return errors.Join(errs...)
}
