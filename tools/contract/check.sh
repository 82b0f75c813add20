#!/usr/bin/env bash
# Lints the contract, compiles a consumer of its TypeScript types, and compares the contract with the last release: a
# change that breaks a client of a released version fails. Before the first release tag it is compared with nothing.
# CONTRACT_BASE names another revision to compare with.
set -euo pipefail
cd "$(dirname "$0")"
top=$(git rev-parse --show-toplevel)

[ -x node_modules/.bin/redocly ] && [ node_modules/.package-lock.json -nt package-lock.json ] ||
  npm ci --silent --no-audit --no-fund
REDOCLY_TELEMETRY=off REDOCLY_SUPPRESS_UPDATE_NOTICE=true node_modules/.bin/redocly lint \
  --config "$top/openapi/redocly.yaml" "$top/openapi/v1.yaml" "$top/openapi/v2.yaml" 2>&1 | tail -40
node_modules/.bin/tsc -p tsconfig.json
echo "TypeScript: the types compile, strictly, with a consumer of them"

base=${CONTRACT_BASE:-$(git -C "$top" describe --tags --match 'v*' --abbrev=0 2>/dev/null || true)}
if [ -z "$base" ]; then echo "contract diff: no release yet"; exit 0; fi
old=$(mktemp -d)
trap 'rm -rf "$old"' EXIT
git -C "$top" archive "$base" openapi | tar -x -C "$old"
go run ./diff "$old/openapi" "$top/openapi" && echo "contract diff: nothing breaks since $base"
