#!/usr/bin/env bash
# Exports against validators that others made: phive with the official XML schemas and rules of UBL, CII, Peppol and
# XRechnung, and Mustang with veraPDF for PDF/A-3 and Factur-X. Needs java and mvn; the packages are kept in the user's
# cache. DOCKET_TEST_MUSTANG set: that jar. Status 0: passed.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
version=2.26.0
cache=${XDG_CACHE_HOME:-$HOME/.cache}/docket-external/mustang-$version

DOCKET_PHIVE=$(tools/bench/phive/build.sh)
if [ -z "${DOCKET_TEST_MUSTANG:-}" ]; then
  DOCKET_TEST_MUSTANG=$cache/Mustang-CLI-$version.jar
  if [ ! -s "$DOCKET_TEST_MUSTANG" ]; then
    echo "external: fetching Mustang $version" >&2
    mkdir -p "$cache"
    # Its description names a parent that was never published. The jar needs nothing from there: an empty one serves.
    cat >"$cache/parent.pom" <<XML
<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
  <groupId>org.mustangproject</groupId><artifactId>core</artifactId><version>$version</version><packaging>pom</packaging></project>
XML
    repo=-Dmaven.repo.local=$cache/repository
    mvn -q -B -ntp "$repo" org.apache.maven.plugins:maven-install-plugin:3.1.4:install-file -Dpackaging=pom \
      -DgroupId=org.mustangproject -DartifactId=core -Dversion=$version -Dfile="$cache/parent.pom" >&2
    mvn -q -B -ntp "$repo" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy \
      -Dartifact="org.mustangproject:Mustang-CLI:$version" -DoutputDirectory="$cache" >&2
  fi
fi
export DOCKET_PHIVE DOCKET_TEST_MUSTANG
go test -count=1 -tags external -timeout 20m -run 'Official' ./internal/services/invoice ./en16931/einvoice
