#!/usr/bin/env bash
# The conformance suite of vector engines against a real Weaviate, built from its Go module: some eight minutes the first
# time, kept in the user's cache. DOCKET_TEST_WEAVIATE_URL set: that server instead of one of its own. Status 0: passed.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
version=v1.35.2
cache=${XDG_CACHE_HOME:-$HOME/.cache}/docket-external/weaviate-$version

if [ -z "${DOCKET_TEST_WEAVIATE_URL:-}" ]; then
  if [ ! -x "$cache/weaviate-server" ]; then
    echo "external: building Weaviate $version" >&2
    mkdir -p "$cache"
    (cd "$cache" && CGO_ENABLED=0 GOFLAGS=-mod=mod GOBIN="$cache" nice -n 15 go install -ldflags '-s -w' "github.com/weaviate/weaviate/cmd/weaviate-server@$version")
  fi
  data=$(mktemp -d) port=${WEAVIATE_PORT:-18090}
  export PERSISTENCE_DATA_PATH=$data AUTHENTICATION_ANONYMOUS_ACCESS_ENABLED=true DEFAULT_VECTORIZER_MODULE=none \
    CLUSTER_HOSTNAME=node1 CLUSTER_ADVERTISE_ADDR=127.0.0.1 CLUSTER_GOSSIP_BIND_PORT=$((port + 1)) CLUSTER_DATA_BIND_PORT=$((port + 2)) \
    RAFT_PORT=$((port + 3)) RAFT_INTERNAL_RPC_PORT=$((port + 4)) RAFT_BOOTSTRAP_EXPECT=1 GRPC_PORT=$((port + 5)) GO_PROFILING_DISABLE=true \
    DISABLE_TELEMETRY=true LOG_LEVEL=warning
  "$cache/weaviate-server" --host 127.0.0.1 --port "$port" --scheme http >"$data/log" 2>&1 &
  pid=$!
  trap 'kill $pid 2>/dev/null; wait $pid 2>/dev/null; rm -rf "$data"' EXIT
  for _ in $(seq 300); do
    curl -fsS "http://127.0.0.1:$port/v1/.well-known/ready" >/dev/null 2>&1 && break
    kill -0 $pid 2>/dev/null || { echo 'external: Weaviate ended:' >&2; tail -n 20 "$data/log" >&2; exit 1; }
    sleep 0.2
  done
  export DOCKET_TEST_WEAVIATE_URL=weaviate://127.0.0.1:$port
fi
go test -count=1 -tags external -timeout 15m ./internal/infra/vectorindex/weaviate/...
