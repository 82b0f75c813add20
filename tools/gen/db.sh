#!/usr/bin/env bash
# gen/db from sql/.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
rm -rf gen/db
go tool -modfile=tools/go.mod sqlc generate
