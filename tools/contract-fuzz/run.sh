#!/usr/bin/env bash
# Schemathesis with all its checks over both versions of the contract, as admin and without credentials, against a
# docket of its own. EXAMPLES sets the cases an operation gets at most (200), SEED the random seed (1).
# Reports stand in tmp/contract-fuzz. Status 0: nothing found.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
here=tools/contract-fuzz out=tmp/contract-fuzz venv=tmp/venv-schemathesis
examples=${EXAMPLES:-200} seed=${SEED:-1}
mkdir -p "$out"
if ! "$venv/bin/st" --version >/dev/null 2>&1; then
  python3 -m venv "$venv"
  "$venv/bin/pip" install --quiet --disable-pip-version-check 'schemathesis==4.32.*'
fi

data=$(mktemp -d); chmod 755 "$data"
export DOCKET_ADDR=127.0.0.1:${PORT:-18080} DOCKET_DATA_DIR=$data DOCKET_API_KEY=contract_fuzz_0123456789_0123456789_01 DOCKET_SIGN_IN_LIMIT=0
unset DATABASE_URL
bin/docket dev >"$out/docket.log" 2>&1 &
pid=$!
trap 'kill $pid 2>/dev/null; wait $pid 2>/dev/null; rm -rf "$data"' EXIT
url=http://$DOCKET_ADDR
for _ in $(seq 200); do curl -fsS "$url/readyz" >/dev/null 2>&1 && break; sleep 0.2; done
curl -fsS "$url/readyz" >/dev/null

status=0
config=$here/schemathesis.toml
run() { # version, name, further options
  local version=$1 name=$2; shift 2
  curl -fsS "$url/openapi/$version.yaml" -o "$out/$version.yaml"
  echo "contract-fuzz: $version $name"
  "$venv/bin/st" --config-file "$config" run "$out/$version.yaml" --url "$url" --checks all \
    --phases examples,coverage,fuzzing,stateful --mode all --max-examples "$examples" --seed "$seed" --continue-on-failure \
    --generation-database none --request-timeout 30 --no-color \
    --report junit,ndjson --report-dir "$out/$version-$name" "$@" >"$out/$version-$name.txt" 2>&1 || status=1
  grep -aE '^(  [0-9]+ generated|  [^ ]+ [A-Z][A-Za-z ]+: [0-9]+$|=+ .* in [0-9.]+s =+$)' "$out/$version-$name.txt" || true
}
# Guessed ids find nothing: one run asks for a document, an invoice and a job that are there, changes them, and deletes
# none. Its cases are valid ones: these ids would take the place of bad ones.
invoice=$(curl -fsS "$url/v1/invoices" -H "Authorization: Bearer $DOCKET_API_KEY" -H 'Prefer: wait=60' -F file=@examples/invoice.pdf)
field() { python3 -c 'import json, sys; print(json.loads(sys.argv[1])[sys.argv[2]])' "$invoice" "$1"; }
{ cat "$config"; printf '\n[parameters]\n'
  for name in document_id:document_id invoice_id:id job_id:job_id; do printf '"path.%s" = "%s"\n' "${name%:*}" "$(field "${name#*:}")"; done
  printf '"header.If-Match" = "*"\n' # else every change would be refused
} >"$out/known.toml"
config=$out/known.toml
run v1 known -H "Authorization: Bearer $DOCKET_API_KEY" --include-path-regex '_id}' --exclude-method DELETE --mode positive
config=$here/schemathesis.toml
for version in v1 v2; do
  run $version admin -H "Authorization: Bearer $DOCKET_API_KEY"
  # Without credentials every answer must be 401 and nothing else is there to be found: checks that need data are off.
  run $version anonymous --warnings off --exclude-checks positive_data_acceptance,negative_data_rejection,missing_required_header,unsupported_method,use_after_free,ensure_resource_availability --max-examples 20
done
# What the cases came to, by operation and status.
curl -fsS "$url/metrics" | sed -nE 's/^docket_http_request_seconds_count\{method="([^"]*)",route="([^"]*)",status="([^"]*)"\} (.*)/\2 \1 \3 \4/p' >"$out/answers.txt"
if grep -q '"status":5' "$out/docket.log"; then echo 'contract-fuzz: 5xx in the log'; status=1; fi
[ $status = 0 ] && echo 'contract-fuzz: nothing found' || echo "contract-fuzz: findings, see $out"
exit $status
