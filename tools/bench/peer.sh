#!/usr/bin/env bash
# Docket beside a peer, a service of the same purpose in another language: one Postgres, the same requests, rounds in turn. The
# folder of DOCKET_PEER holds compare.py, which starts both and writes what it measured as JSON. It wants root (it makes a
# Postgres of its own), redis-server and wrk, and a quiet machine.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
if [ -z "${DOCKET_PEER:-}" ]; then
  echo "compared with no peer: DOCKET_PEER=folder (with compare.py) prints the table; ROUNDS=3, DURATION=4 and JOBS=1000 are its defaults"
  exit 0
fi
go build -o bin/docket ./cmd/docket
result=$(mktemp)
trap 'rm -f "$result"' EXIT
python3 "$DOCKET_PEER/compare.py" bin/docket --rounds "${ROUNDS:-3}" --duration "${DURATION:-4}" --jobs "${JOBS:-1000}" --json "$result"
python3 tools/bench/peer.py "$result"
