#!/usr/bin/env bash
# Tests against real servers that take minutes to build, kept in the user's cache: every part, or those named.
#   run.sh [PART...]   a part is a script beside this one: llm, openai-js, s3, schema, weaviate, xml
# Status 0: all passed. A part that fails does not keep the next from running.
set -uo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
parts=("$@")
if [ ${#parts[@]} -eq 0 ]; then
  for f in "$here"/*.sh; do
    name=$(basename "$f" .sh)
    [ "$name" = run ] || parts+=("$name")
  done
fi
failed=()
for part in "${parts[@]}"; do
  [ -f "$here/$part.sh" ] || { echo "external: there is no part $part" >&2; exit 2; }
  echo "external: $part" >&2
  bash "$here/$part.sh" || failed+=("$part")
done
if [ ${#failed[@]} -gt 0 ]; then
  echo "external: failed: ${failed[*]}" >&2
  exit 1
fi
echo "external: passed: ${parts[*]}" >&2
