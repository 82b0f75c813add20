#!/usr/bin/env bash
# Installs what Docket needs and the machine lacks: PostgreSQL 15+ with pgvector, poppler, libheif's converter, tesseract
# with eng, deu and fra, a C compiler. Quick when all is there. Debian, Ubuntu and macOS; elsewhere it says exactly what is missing.
#   setup.sh          install what is missing
#   setup.sh --check  only tell, status 1 when something is missing
#   setup.sh --tests  with Chromium, which the console's tests drive
set -euo pipefail
for_tests=
[ "${1:-}" != --tests ] || for_tests=yes

pg_bin() {
  local d
  for d in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -t/ -k5 -rn) \
           /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin /usr/pgsql-*/bin; do
    if [ -x "$d/initdb" ] && [ "$("$d/postgres" -V | grep -oE '[0-9]+' | head -1)" -ge 15 ]; then echo "$d"; return; fi
  done
  d=$(command -v initdb || true)
  [ -z "$d" ] || dirname "$(readlink -f "$d" 2>/dev/null || echo "$d")"
}

pg_share() {
  local bin=$1 cfg
  cfg=$bin/pg_config
  if [ -x "$cfg" ]; then "$cfg" --sharedir; else echo "${bin%/lib/postgresql/*}/share/postgresql/$(basename "$(dirname "$bin")")"; fi
}

has_pgvector() { local b; b=$(pg_bin); [ -n "$b" ] && [ -e "$(pg_share "$b")/extension/vector.control" ]; }
has_langs() { command -v tesseract >/dev/null && [ "$(tesseract --list-langs 2>/dev/null | grep -cxE 'eng|deu|fra')" = 3 ]; }
has_heif() { { command -v heif-convert || command -v heif-dec; } >/dev/null && command -v heif-enc >/dev/null; }
has_chromium() { command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null || [ -d "/Applications/Google Chrome.app" ] || [ -d /Applications/Chromium.app ]; }
has_go() { command -v go >/dev/null && [ "$(go env GOVERSION | sed -E 's/go1\.([0-9]+).*/\1/')" -ge 26 ]; }

missing() {
  has_go || echo "go 1.26 or later"
  command -v cc >/dev/null || echo "a C compiler (gcc or clang)"
  command -v python3 >/dev/null && python3 -c 'import sys; sys.exit(sys.version_info < (3, 9))' || echo "python3 3.9 or later (it unpacks the models)"
  [ -n "$(pg_bin)" ] || echo "PostgreSQL 15 or later (server binaries)"
  has_pgvector || echo "pgvector for that PostgreSQL"
  command -v pdftotext >/dev/null || echo "poppler (pdftotext, pdftoppm, pdfinfo, pdfdetach, pdfimages)"
  has_heif || echo "libheif's programs (heif-convert or heif-dec, heif-enc)"
  has_langs || echo "tesseract with the languages eng, deu and fra"
  [ -z "$for_tests" ] || has_chromium || echo "Chromium or Chrome (the console's tests)"
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }
apt_install() { as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }

# Newer releases pack each codec of libheif by itself: HEVC and AV1 are what phones write.
heif_plugins() { apt-cache pkgnames libheif-plugin- | grep -E 'plugin-(libde265|x265|dav1d|aomenc)$' || true; }

# Ubuntu's package of this name only stands for a snap, which containers cannot run; there Chrome is installed by hand.
chromium_package() { apt-cache show chromium 2>/dev/null | grep -q '^Package: chromium$' && echo chromium || true; }

install_apt() {
  local need=() major
  echo "setup: installing with apt: $(missing | paste -sd'|' | sed 's/|/, /g')"
  as_root apt-get update -qq
  command -v cc >/dev/null || need+=(gcc libc6-dev)
  command -v make >/dev/null || need+=(make)
  command -v python3 >/dev/null || need+=(python3)
  command -v pip >/dev/null || command -v pip3 >/dev/null || python3 -m pip --version >/dev/null 2>&1 || need+=(python3-pip)
  command -v pdftotext >/dev/null || need+=(poppler-utils)
  has_heif || need+=(libheif-examples $(heif_plugins))
  has_langs || need+=(tesseract-ocr tesseract-ocr-eng tesseract-ocr-deu tesseract-ocr-fra)
  [ -z "$for_tests" ] || has_chromium || need+=($(chromium_package))
  if [ -z "$(pg_bin)" ]; then
    # The packaged cluster is not wanted: Docket starts its own.
    as_root mkdir -p /etc/postgresql-common
    [ -e /etc/postgresql-common/createcluster.conf ] || echo 'create_main_cluster = false' | as_root tee /etc/postgresql-common/createcluster.conf >/dev/null
    need+=(postgresql)
  fi
  [ ${#need[@]} = 0 ] || apt_install "${need[@]}"
  has_pgvector && return
  major=$(basename "$(dirname "$(pg_bin)")")
  if apt-cache show "postgresql-$major-pgvector" >/dev/null 2>&1; then apt_install "postgresql-$major-pgvector"; else build_pgvector "$major"; fi
}

# Debian 12 has no pgvector package. The next release's source package builds against its PostgreSQL 15; where it is
# fetched from follows from the machine's own apt sources.
build_pgvector() {
  local major=$1 work uri key
  work=$(mktemp -d)
  uri=$(cat /etc/apt/sources.list /etc/apt/sources.list.d/*.{list,sources} 2>/dev/null | grep -v '^ *#' | grep -oE '[a-z+]+:/[^ ]+/debian/?( |$)' | head -1 | tr -d ' ') || true
  key=$(ls /usr/share/keyrings/debian-archive-keyring.* 2>/dev/null | head -1) || true
  [ -n "$uri" ] && [ -n "$key" ] || { echo "setup: no Debian source is configured: install pgvector for PostgreSQL $major by hand" >&2; return 1; }
  apt_install make gcc libc6-dev xz-utils "postgresql-server-dev-$major"
  mkdir -p "$work/lists/partial" "$work/cache/archives/partial" "$work/src"
  printf 'Types: deb-src\nURIs: %s\nSuites: trixie\nComponents: main\nSigned-By: %s\n' "$uri" "$key" >"$work/next.sources"
  local opts=(-o "Dir::Etc::SourceList=$work/next.sources" -o "Dir::Etc::SourceParts=/dev/null" -o "Dir::State::Lists=$work/lists"
              -o "Dir::Cache=$work/cache" -o "APT::Sandbox::User=root" -o "APT::Get::List-Cleanup=0")
  (cd "$work/src" && apt-get "${opts[@]}" update -qq && apt-get "${opts[@]}" source -qq --download-only pgvector >/dev/null)
  tar -xf "$work"/src/pgvector_*.orig.tar.* -C "$work/src"
  (cd "$work"/src/pgvector-*/ && make -s with_llvm=no OPTFLAGS="" PG_CONFIG="/usr/lib/postgresql/$major/bin/pg_config" >/dev/null &&
    as_root make -s install with_llvm=no PG_CONFIG="/usr/lib/postgresql/$major/bin/pg_config" >/dev/null)
  rm -rf "$work"
}

install_brew() {
  command -v brew >/dev/null || { echo "setup: install Homebrew first" >&2; return 1; }
  brew install --quiet postgresql@17 pgvector poppler libheif tesseract tesseract-lang python3
  [ -z "$for_tests" ] || has_chromium || brew install --quiet --cask chromium
}

if [ -z "$(missing)" ]; then exit 0; fi
if [ "${1:-}" != --check ] && has_go; then
  if command -v apt-get >/dev/null; then install_apt; elif [ "$(uname)" = Darwin ]; then install_brew; fi
fi
left=$(missing)
[ -z "$left" ] && { echo "setup: done"; exit 0; }
printf 'setup: missing on this machine, please install:\n%s\n' "$(sed 's/^/  - /' <<<"$left")" >&2
exit 1
