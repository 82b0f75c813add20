#!/usr/bin/env bash
# The structure that Docket checks beside the official XML schemas (UBL 2.1, CII D16B), which come with phive by their Maven
# coordinates: mutations of valid documents, of over thirty kinds, and both verdicts on each. Needs java, mvn and python3.
#   COUNT=5000  documents      SEED=1  of the mutations      INPUTS="a.xml b.xml"  valid documents; without, the rules' own
# Status 0: the same verdict for at least 99.5 %.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
DOCKET_PHIVE=$(tools/bench/phive/build.sh)
export DOCKET_PHIVE
DOCKET_MUTATIONS=$(mktemp -d)
export DOCKET_MUTATIONS
trap 'rm -rf "$DOCKET_MUTATIONS"' EXIT
# shellcheck disable=SC2086 # several names
python3 tools/external/schema/mutate.py "$DOCKET_MUTATIONS" "${COUNT:-5000}" "${SEED:-1}" ${INPUTS:-en16931/rules/testdata/*.xml}
go test -count=1 -tags external -timeout 60m -run 'TestOfficialSchemas' -v ./en16931/schema
