#!/usr/bin/env bash
# Fails when gen/ is not what openapi/ and sql/ give today, or when git does not know one of its files.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
listing() { find gen -type f -print0 | sort -z | xargs -0 sha256sum; }
before=$(listing)
tools/gen/api.sh
tools/gen/db.sh
tools/gen/console.sh
if ! diff <(echo "$before") <(listing); then
  echo "check-gen: gen/ was stale; it is fresh now: commit it" >&2
  exit 1
fi
untracked=$(git ls-files --others --exclude-standard gen)
if [ -n "$untracked" ]; then printf 'check-gen: not in git:\n%s\n' "$untracked" >&2; exit 1; fi
