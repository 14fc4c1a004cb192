# SPDX-License-Identifier: Apache-2.0
# `make` lists the targets. Each sets up what it needs on a fresh Debian 12 with Swift 6.3, and shows what it does.

SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run demo test simulate fuzz bench bench-postgres bench-languages build release format lint check deps deps-test clean

# Parallel compile jobs; take fewer on a machine with little memory: make test JOBS=1
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
# More arguments for `skein demo` or for the benchmarks: make run ARGS="--port 9090"
ARGS ?=

# How many tests run at a time. All at once would have hundreds of engines and databases open, which is no quicker.
TEST_WIDTH := --experimental-maximum-parallelization-width 8

help: ## List the targets
	@echo "Skein: workflows that are data. make TARGET, with:"
	@sed -nE 's/^([a-z-]+):[^#]*## (.*)/  \1\t\2/p' $(firstword $(MAKEFILE_LIST)) | expand -t 18
	@echo "Variables: JOBS=$(JOBS) (parallel compile jobs), ARGS (more arguments for run, demo and bench)."

# A debug build: the first one takes about 4 minutes on two cores, a release build 6. For production: make release.
build: deps ## Build the program for development (.build/debug/skein)
	@echo "==> Building (debug). The first time this compiles all dependencies: minutes. Later: seconds."
	swift build --product skein -j $(JOBS)

run: build ## Build, execute the example, keep serving on http://127.0.0.1:8080
	.build/debug/skein demo --serve $(ARGS)

demo: build ## Build, show the four demonstrations, exit
	.build/debug/skein demo $(ARGS)

test: deps-test ## Install what the tests need, build everything, run all tests
	@echo "==> Building all targets and tests. The first time this compiles all dependencies: minutes."
	swift build --build-tests -j $(JOBS) --explicit-target-dependency-import-check error
	@echo "==> Running the tests"
	swift test --skip-build $(TEST_WIDTH)
	@echo "==> Running the tests of the engine, the API and the program once more, on PostgreSQL"
	SKEIN_TEST_DATABASE=postgres swift test --skip-build $(TEST_WIDTH) \
		--filter 'SkeinEngineTests|SkeinAPITests|AuditPackTests|EndToEndTests'

# How many random executions `make simulate` runs.
SEEDS ?= 100000
simulate: ## Run SEEDS random executions with crashes through the interpreter
	@echo "==> $(SEEDS) random executions, each with crashes; a violation prints the seed that repeats it."
	SKEIN_CORE_ONLY=1 SEEDS=$(SEEDS) swift test --scratch-path .build-core -c release -Xswiftc -enable-testing \
		-j $(JOBS) --filter SimulationTests

# `make fuzz SECONDS=60` spends that long on each subject, `make fuzz SUBJECT=json` looks at one. (A shell has a variable
# SECONDS of its own, so the recipe takes what make was told.)
SECONDS ?= 600
SUBJECT ?=
fuzz: ## Mutate inputs of the parsers and evaluators for SECONDS each
	@echo "==> $(SECONDS) seconds for each subject; a fault prints the input that repeats it."
	SKEIN_CORE_ONLY=1 swift build --build-tests --scratch-path .build-core -c release -Xswiftc -enable-testing -j $(JOBS)
	env SKEIN_CORE_ONLY=1 SECONDS=$(SECONDS) $(if $(SUBJECT),SUBJECT=$(SUBJECT)) swift test --skip-build \
		--scratch-path .build-core -c release -Xswiftc -enable-testing --filter 'FuzzTests.*longRun'

# With Swift's libraries in the program, so that it runs where Swift is not installed, and a little faster.
RELEASE := -c release --static-swift-stdlib

release: deps ## Build the program for production (.build/release/skein)
	@echo "==> Building (release). The first time this takes about 6 minutes on two cores."
	swift build $(RELEASE) --product skein -j $(JOBS)
	@ls -l .build/release/skein

# What is measured is kept in Benchmarks/results, unless it is only a sample.
keep_results = $(if $(filter --quick --lanes --count,$(ARGS)),,--json Benchmarks/results/$(1).json)
bench: deps ## Measure speed against SQLite's own, and the languages (Benchmarks/)
	$(MAKE) bench-languages ARGS=
	@echo "==> Building (release). The first time this takes about 6 minutes on two cores."
	swift build $(RELEASE) --product skein-bench -j $(JOBS)
	.build/release/skein-bench $(call keep_results,sqlite) $(ARGS)

bench-postgres: deps-test ## Measure speed against PostgreSQL's own, on a server of its own
	@echo "==> Building (release). The first time this takes about 6 minutes on two cores."
	swift build $(RELEASE) --product skein-bench -j $(JOBS)
	.build/release/skein-bench --database postgres $(call keep_results,postgres) $(ARGS)

bench-languages: deps .build-venv/complete ## Measure expressions, templates and schemas beside Python's libraries
	@echo "==> Building the language modules (release). The first time this takes about a minute."
	SKEIN_CORE_ONLY=1 swift build -c release --product LanguageBenchmarks --scratch-path .build-core -j $(JOBS)
	.build-venv/bin/python Benchmarks/Languages/compare.py .build-core/release/LanguageBenchmarks \
		--json Benchmarks/results/languages.json $(ARGS)

.build-venv/complete: Benchmarks/Languages/requirements.txt
	@Scripts/install-packages.sh test
	python3 -m venv .build-venv
	.build-venv/bin/pip install --quiet --requirement $<
	touch $@

format: ## Format the Swift code in place
	Scripts/project-files.sh '*.swift' | grep -v /Generated/ | xargs swift format format --in-place --parallel

lint: deps-test ## Check format, scripts and spelling
	Scripts/project-files.sh '*.swift' | grep -v /Generated/ | xargs swift format lint --strict --parallel
	shellcheck --external-sources .ci/run Scripts/*.sh
	Scripts/project-files.sh | grep -vE '(^|/)(Generated|Fixtures|Vectors|Tests)/|^LICENSE$$' | xargs codespell

check: ## Check purity, architecture, files, code tour and documents
	Scripts/check-purity.sh
	Scripts/check-architecture.sh
	Scripts/check-files.sh
	Scripts/check-tour.sh
	Scripts/check-docs.sh

deps: ## Install what building needs (Debian packages)
	@Scripts/install-packages.sh build

deps-test: ## Install what building and testing need
	@Scripts/install-packages.sh build test

clean: ## Remove what was built
	rm -rf .build .build-core .build-venv Benchmarks/.build Examples/*/.build
