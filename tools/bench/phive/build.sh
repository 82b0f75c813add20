#!/usr/bin/env bash
# Builds the harness around phive and prints the class path to run it with. Status 3 where there is no JVM or no Maven.
set -euo pipefail
cd "$(dirname "$0")"
if ! command -v java >/dev/null || ! command -v mvn >/dev/null; then
  echo "phive is left out: it needs java and mvn" >&2
  exit 3
fi
if [ ! -s target/classpath ] || [ pom.xml -nt target/classpath ] || [ src/main/java/Phive.java -nt target/classpath ]; then
  mvn -q -B -ntp compile dependency:build-classpath -Dmdep.outputFile=target/classpath >&2
  touch target/classpath # which Maven leaves as it is where nothing changed
fi
echo "$PWD/target/classes:$(cat target/classpath)"
