#!/usr/bin/env bash
# Docket's rules beside the official ones: the compiled sheets come with phive by their Maven coordinates (nothing of them is
# committed), documents are generated, and both verdicts are compared rule by rule. First the sheets are held against
# official.lock, so that another release shows which rules it changed. Needs java and mvn.
#   DOCUMENTS=500  documents for each set and syntax      SEED=1  of the generator      SETS="en16931-ubl peppol-ubl"  only these
#   EXAMPLES=folder  documents: those that are valid by the official rules and refused here are named
#   LOCK=write     writes official.lock anew, once the changes are taken up
#   NEWER=yes      also asks Maven for newer releases of the packages
# Status 0: locked, and no verdict differs beyond known.txt.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
DOCKET_PHIVE=$(tools/bench/phive/build.sh)
export DOCKET_PHIVE
if [ -n "${NEWER:-}" ]; then
  mvn -q -B -ntp -f tools/bench/phive/pom.xml org.codehaus.mojo:versions-maven-plugin:2.18.0:display-dependency-updates \
    -Dversions.outputFile=/dev/stdout -DprocessDependencyManagement=false 2>/dev/null | grep 'phive' || echo "no newer release of phive's packages"
fi
go test -count=1 -tags compare -timeout 60m -run 'TestOfficial' -v ./en16931/rules | grep -vE '^(=== |--- PASS|PASS|ok )'
