# make run, make test and make build work on a fresh machine; each installs what is missing first.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
TOOL := go tool -modfile=$(CURDIR)/tools/go.mod
LINT := go tool -modfile=$(CURDIR)/tools/lint/go.mod golangci-lint
export DOCKET_MODELS_DIR ?= $(CURDIR)/models

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

setup: ## install what the machine lacks: PostgreSQL with pgvector, poppler, tesseract, models
	@tools/setup.sh
	@tools/models/install.sh "$(DOCKET_MODELS_DIR)"
models: setup ## runtime and weights of text recognition and embeddings, by checksum

build: setup ## bin/docket
	@go build -o bin/docket ./cmd/docket
run: build ## API, workers and a private Postgres on this machine
	@exec bin/docket dev
test: setup ## every test, against a real Postgres of its own and a real browser
	@tools/setup.sh --tests
	go test -race -timeout 20m ./... # a real browser takes its time on a machine that is busy

gen: ## all generated code and the built console, from openapi/, sql/ and web/
	tools/gen/api.sh
	tools/gen/db.sh
	tools/gen/console.sh

check: setup check-gen lint check-house check-contract check-sql check-nocgo ## what CI runs besides the tests
check-gen: ## generated code is fresh, untracked files included
	tools/gen/fresh.sh
lint: ## the linters, import rules included
	$(LINT) run ./...
check-house: ## sizes of files, packages and types, names that misled
	go test -count=1 ./internal/house
check-contract: ## contract lint and contract diff
	tools/contract/check.sh
check-sql: ## queries against the real schema
	go test -count=1 -tags sqlcvet ./sql
check-nocgo: ## the build without cgo compiles
	CGO_ENABLED=0 go build -o /dev/null ./cmd/docket

console-pictures: setup ## pictures of every screen of the console: make console-pictures DOCKET_PICTURES=folder
	@tools/setup.sh --tests
	DOCKET_PICTURES="$${DOCKET_PICTURES:-$(CURDIR)/tmp/pictures}" go test -tags pictures -count=1 -run TestPictures ./cmd/docket
bench: setup ## figures: parsing, HTTP, memory
	tools/bench/run.sh
fuzz: setup ## each fuzz test for FUZZ_TIME, ten minutes
	tools/fuzz/run.sh $(ONLY)
contract-fuzz: build ## schemathesis over both specs, authenticated and anonymous
	tools/contract-fuzz/run.sh
bench-large: setup ## search over a million chunks; takes hours
	BENCH_CHUNKS=1000000 tools/bench/search.sh
eval-retrieval: setup ## nDCG@10 of search: make eval-retrieval DOCKET_RETRIEVAL=folder
	@test -f "$${DOCKET_RETRIEVAL:?set it to the folder of the retrieval sets}/cranfield/docs.jsonl"
	go test -count=1 -timeout 2h -tags evaluation -run TestRetrieval -v ./internal/services/search/evaluation
compare-rules: ## verdicts beside the official sheets, and their lock: make compare-rules DOCUMENTS=500 SEED=1
	tools/rules/compare.sh
compare-schemas: ## structure beside the official XML schemas: make compare-schemas COUNT=5000 SEED=1 INPUTS="a.xml b.xml"
	tools/external/schema.sh
test-external: setup ## tests with real servers that take minutes to build: make test-external PARTS="llm s3"
	tools/external/run.sh $(PARTS)
evaluate: build ## scores over a corpus of invoices: make evaluate DOCKET_CORPUS=folder
	@test -x "$${DOCKET_CORPUS:?set it to the folder of the corpus}/evaluate"
	python3 tools/papers/ready.py bin/docket "$$DOCKET_CORPUS/manifest.jsonl" --kind text_pdf,text_pdf_stripped,receipt,scan_pdf,image
	"$$DOCKET_CORPUS/evaluate" bin/docket
papers: build ## makes papers in layouts that nobody tuned for and scores readiness on them (needs WeasyPrint)
	/usr/bin/python3 tools/papers/make.py $${DOCKET_PAPERS:-/tmp/docket-papers} && python3 tools/papers/ready.py bin/docket $${DOCKET_PAPERS:-/tmp/docket-papers}/manifest.jsonl
calibrate: setup ## what the curves of confidence are worth on sellers they were not fitted on: make calibrate DOCKET_CORPUS=folder [WRITE=--write]
	tools/calibrate/fit.py "$${DOCKET_CORPUS:?set it to the folder of the corpus}/manifest.jsonl" --kind "$${KIND:-text_pdf}" $(WRITE)
weights: setup ## what a change of each weight does to the scores: make weights DOCKET_CORPUS=folder STEP=totals [ONLY=grossDue]
	tools/weights/sensitivity.py "$(or $(STEP),totals)" "$${DOCKET_CORPUS:?set it to the folder of the corpus}/manifest.jsonl" --kind "$${KIND:-text_pdf}" $(if $(ONLY),--only $(ONLY))
evaluate-evidence: setup ## does what was read stand on the page: make evaluate-evidence DOCKET_CORPUS=folder
	@test -f "$${DOCKET_CORPUS:?set it to the folder of the corpus}/manifest.jsonl"
	go test -tags corpus -count=1 -timeout 60m -v ./internal/reading/corpustest

.PHONY: console-pictures calibrate weights papers help setup models build run test gen check check-gen lint check-house check-contract check-sql check-nocgo bench bench-large eval-retrieval fuzz contract-fuzz compare-rules compare-schemas test-external evaluate evaluate-evidence
