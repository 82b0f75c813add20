#!/usr/bin/env bash
# OpenAI's client for JavaScript, unmodified, against `docket dev` on a data directory of its own. Needs node and npm.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
(cd tools/external/openai-js && npm ci --silent --no-audit --no-fund)
data=$(mktemp -d)
chmod 755 "$data" # the private database runs as a user of its own where we are root
address=127.0.0.1:${OPENAI_JS_PORT:-8096}
key=$(head -c 24 /dev/urandom | od -An -tx1 | tr -d ' \n')
go build -o "$data/docket" ./cmd/docket
DOCKET_DATA_DIR="$data/state" DOCKET_ADDR=$address DOCKET_API_KEY=$key "$data/docket" dev > "$data/log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server 2>/dev/null || true; rm -rf "$data"' EXIT
for _ in $(seq 120); do
  curl -sf "http://$address/readyz" > /dev/null && break
  kill -0 $server || { cat "$data/log" >&2; exit 1; }
  sleep 0.5
done
send() { curl -sf -H "Authorization: Bearer $key" -H 'Prefer: wait=30' -F "file=@$1" "http://$address/v1/$2" > /dev/null; }
send examples/handbook.md uploads
send examples/invoice.pdf invoices
node tools/external/openai-js/drive.mjs "http://$address/v2" "$key"
