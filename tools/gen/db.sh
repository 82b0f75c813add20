#!/usr/bin/env bash
# gen/db from sql/. What stands there is replaced once all of the new code is made.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$PWD/sql" "$work/sql"
sed 's|out: gen/db|out: db|' sqlc.yaml >"$work/sqlc.yaml"
go tool -modfile=tools/go.mod sqlc generate --file "$work/sqlc.yaml"
rm -rf gen/db
mv "$work/db" gen/db
