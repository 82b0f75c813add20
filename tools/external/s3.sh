#!/usr/bin/env bash
# The tests of blob storage against a real S3 server, versitygw over a folder, built from its Go module: some minutes the
# first time, kept in the user's cache. DOCKET_TEST_S3_URL set: that bucket instead (s3://bucket?endpoint=..., credentials
# in the usual variables). Status 0: passed.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
version=v1.8.0
cache=${XDG_CACHE_HOME:-$HOME/.cache}/docket-external/versitygw-$version

if [ -z "${DOCKET_TEST_S3_URL:-}" ]; then
  if [ ! -x "$cache/versitygw" ]; then
    echo "external: building versitygw $version" >&2
    mkdir -p "$cache"
    (cd "$cache" && GOFLAGS=-mod=mod GOBIN="$cache" nice -n 15 go install "github.com/versity/versitygw/cmd/versitygw@$version")
  fi
  data=$(mktemp -d) port=${S3_PORT:-18070}
  mkdir -p "$data/buckets/docket" "$data/sidecar"
  export AWS_ACCESS_KEY_ID=docket AWS_SECRET_ACCESS_KEY=docket-secret AWS_REGION=us-east-1
  ROOT_ACCESS_KEY=$AWS_ACCESS_KEY_ID ROOT_SECRET_KEY=$AWS_SECRET_ACCESS_KEY \
    "$cache/versitygw" --port "127.0.0.1:$port" --quiet posix --sidecar "$data/sidecar" "$data/buckets" >"$data/log" 2>&1 &
  pid=$!
  trap 'kill $pid 2>/dev/null; wait $pid 2>/dev/null; rm -rf "$data"' EXIT
  for _ in $(seq 100); do
    (exec 3<>"/dev/tcp/127.0.0.1/$port") 2>/dev/null && break
    kill -0 $pid 2>/dev/null || { echo 'external: versitygw ended:' >&2; tail -n 20 "$data/log" >&2; exit 1; }
    sleep 0.2
  done
  export DOCKET_TEST_S3_URL="s3://docket?endpoint=http://127.0.0.1:$port&region=us-east-1&use_path_style=true"
fi
go test -count=1 -tags external -timeout 5m ./internal/infra/blob/...
