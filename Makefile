# The commands people type. Each does its own set-up in .venv and needs nothing but git, make and Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LANG_OF_PAGES ?= vi

.DEFAULT_GOAL := help
.PHONY: help briefings data audit explore test test-all golden fuzz bench check lock clean

help:            ## list the commands
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/ —/'

briefings: $(READY)  ## clean, audit and render every unit's briefing into outputs/
	$(BIN)/coverage-lib build --lang $(LANG_OF_PAGES)
	$(BIN)/coverage-lib render --lang $(LANG_OF_PAGES)

data: $(READY)   ## data/raw to data/processed
	$(BIN)/coverage-lib build

audit: $(READY)  ## what the audit found in the documents
	$(BIN)/coverage-lib build
	$(BIN)/coverage-lib audit

explore: $(READY)  ## open JupyterLab on the explorer
	$(BIN)/coverage-lib build
	$(BIN)/jupyter lab notebooks/00_explore.ipynb

test: $(READY)   ## the tests, with the doctests; the long runs are left to test-all
	$(BIN)/coverage-lib build
	$(BIN)/python -m pytest -n 2 --dist loadfile -m "not slow"
	@echo "Deselected are the tests marked slow (whole ways of a user in processes of their own, many drawn cases): make test-all runs them too."

test-all: $(READY)  ## the tests with the long runs
	$(BIN)/coverage-lib build
	$(BIN)/python -m pytest -n 2 --dist loadfile

golden: $(READY)  ## write the files of reviewed sentences anew (tests/golden); then read the difference
	$(BIN)/python -m tests.golden.sentences

fuzz: $(READY)   ## read 10,000 spoilt files: no traceback, no hang, no memory beyond the limit
	$(BIN)/python -m tests.fuzz.fuzz_read --cases 10000

bench: $(READY)  ## times of the reader, of recasting and of a whole country, each against what one would do otherwise
	$(BIN)/python -m benchmarks.read
	$(BIN)/python -m benchmarks.areas
	$(BIN)/python -m benchmarks.national

check: $(READY)  ## style, types, and that the committed ledger is today's
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/coverage-lib build
	git diff --exit-code -- data/processed/ledger.csv

lock: $(READY)   ## write requirements.lock anew from pyproject.toml
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --all-extras --universal --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade --output-file requirements.lock

clean:           ## remove what the other commands made
	rm -rf $(VENV) outputs
	git clean -fdxq data/processed

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed; name it with make PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(READY)
