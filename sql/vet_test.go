//go:build sqlcvet

package sql_test

import (
	"os"
	"os/exec"
	"testing"

	"github.com/docketapi/docket/internal/infra/postgres/pgtest"
)

// TestVet prepares every query on a migrated Postgres and holds them to the rules of sqlc.yaml. It has a build tag
// because it needs the generator, which takes minutes to build; `make check` runs it.
func TestVet(t *testing.T) {
	cmd := exec.Command("go", "tool", "-modfile=tools/go.mod", "sqlc", "vet")
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "DOCKET_VET_DATABASE_URL="+pgtest.URL(t))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
}
