#!/usr/bin/env bash
# Figures, not verdicts: parsing, rules and layout in one process; the whole program over HTTP. Quote medians of several
# runs. BENCH narrows by name, COUNT repeats. Where there are java and mvn, the rules are measured against phive, the
# fastest validator on a JVM, in the same run: BenchmarkPhive. Text recognition is measured against rapidocr, the Python
# pipeline around the same models: BenchmarkReference, over the scans and pictures of DOCKET_CORPUS where that is set.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
DOCKET_PHIVE=$(tools/bench/phive/build.sh) || DOCKET_PHIVE=
DOCKET_RAPIDOCR=$(tools/bench/rapidocr/build.sh) || DOCKET_RAPIDOCR=
export DOCKET_PHIVE DOCKET_RAPIDOCR
go test -run '^$' -bench "${BENCH:-.}" -benchmem -count "${COUNT:-1}" -timeout 60m \
  ./en16931/... ./internal/en16931/... ./internal/reading/... ./internal/services/...
go test -run '^$' -bench "${BENCH:-Parse}" -benchtime 1x ./cmd/docket
go test -run '^$' -bench "${BENCH:-Invoice|Start}" -benchtime "${HTTP_TIME:-50x}" ./cmd/docket
go test -run '^$' -bench 'Upload512MiB' -benchtime 1x ./cmd/docket
# Embedding and the vectors' index. Vectors are made up and lie worse than those of texts: a recall below the real one.
go test -run '^$' -bench "${BENCH:-.}" ./internal/infra/embed/...
go test -run '^$' -bench "${BENCH:-.}" -benchtime "${VECTOR_TIME:-200x}" -timeout 40m ./internal/infra/vectorindex/...
tools/bench/search.sh
tools/bench/peer.sh
