#!/usr/bin/env bash
# Puts rapidocr, the Python pipeline around the same models, into an environment of its own in the user's cache and prints the
# Python to run it with. Status 3 where there is no Python to make one with.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
env=${XDG_CACHE_HOME:-$HOME/.cache}/docket-external/rapidocr-3.10.0
if [ ! -f "$env/complete" ] || [ "$here/requirements.txt" -nt "$env/complete" ]; then
  rm -rf "$env"
  mkdir -p "$(dirname "$env")"
  python3 -m venv "$env" >&2 || { echo "rapidocr is left out: it needs python3 with venv" >&2; exit 3; }
  # Without what they ask for: the list is complete, and they would want an OpenCV that needs a display.
  "$env/bin/pip" install --quiet --disable-pip-version-check --no-deps --requirement "$here/requirements.txt" >&2
  touch "$env/complete"
fi
echo "$env/bin/python"
