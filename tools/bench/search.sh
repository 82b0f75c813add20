#!/usr/bin/env bash
# Figures of search over BENCH_CHUNKS chunks (100,000) in a real Postgres: how fast chunks are indexed, how large the index is,
# how long searches take, and the recall of the vectors. Questions are embedded by the local model.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
DOCKET_BENCH_CHUNKS="${BENCH_CHUNKS:-100000}" go test -tags evaluation -run '^$' -bench "${BENCH:-.}" -benchtime "${SEARCH_TIME:-200x}" \
  -timeout 12h ./internal/services/search/evaluation
