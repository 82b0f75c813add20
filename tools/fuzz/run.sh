#!/usr/bin/env bash
# Each fuzz test for FUZZ_TIME (10m), FUZZ_AT_ONCE (2) at a time on one core each, in no more than FUZZ_MEMORY KiB (4 GiB) of data.
#   run.sh [PATTERN]   only tests whose PACKAGE.NAME matches
# Prints a line a test. Status 1: one found something; its input stands under testdata/fuzz of its package.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
one() {
  local package=$1 name=$2 log
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  ulimit -d "${FUZZ_MEMORY:-4194304}"
  if go test -run '^$' -fuzz "^$name\$" -fuzztime "${FUZZ_TIME:-10m}" -fuzzminimizetime 1s -parallel 1 "$package" > "$log" 2>&1; then
    echo "ok    $package $name $(grep -o 'execs: [0-9]*' "$log" | tail -1)"
  # Go now and then fails a test for nothing but its time being up: no input is written then.
  elif grep -q '^ *context deadline exceeded' "$log" && ! grep -qE 'Failing input|panic|terminated' "$log"; then
    echo "ok    $package $name $(grep -o 'execs: [0-9]*' "$log" | tail -1)"
  else
    echo "FOUND $package $name"
    tail -30 "$log"
    return 1
  fi
}
export -f one
grep -rnoE --include='*_test.go' '^func Fuzz[A-Za-z]+' cmd en16931 internal | sed -E 's|^(.*)/[^/]+:[0-9]+:func |./\1 |' |
  { grep -E "${1:-.}" || { echo "fuzz: no test matches $1" >&2; exit 2; }; } |
  xargs -P "${FUZZ_AT_ONCE:-2}" -L 1 bash -c 'one "$0" "$1"'
