# `make` alone lists what there is. Another interpreter: `PYTHON=python3.13 make test`.

PYTHON ?= python3
# pip shows only errors. To see all of its output: `make QUIET= setup`.
QUIET ?= -qq

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

VENV := .venv
BIN := $(VENV)/bin
PIP_FLAGS = $(QUIET) --disable-pip-version-check
PIP_HINT = { echo "pip failed. To see more: make QUIET= $(or $(MAKECMDGOALS),setup)"; exit 1; }
BACKEND := editables hatchling setuptools wheel

# The interpreter itself, also where $(PYTHON) is that of an active environment.
BASE_PYTHON := $(shell $(PYTHON) -c 'import sys; print(sys._base_executable)')
VERSION := $(shell $(PYTHON) -c 'import platform; print(platform.python_version())')

# The stamps lie inside the environment, so they vanish with it.
# The first one names the interpreter's version: with another one all is made again.
MADE := $(VENV)/stamp-python-$(VERSION)
RUNTIME := $(VENV)/stamp-runtime
DEV := $(VENV)/stamp-dev
SOURCES := pyproject.toml constraints.txt

.PHONY: help
help:  ## List the targets
	@grep -E '^[a-z]+:.*## ' $(firstword $(MAKEFILE_LIST)) | sed -E 's/^([a-z]+):.*## /  make \1\t/' | expand -t 22

.PHONY: setup
setup: $(RUNTIME)  ## Make .venv with the command `alliances`
	@echo "Ready: $(BIN)/alliances"

.PHONY: demo
demo: $(RUNTIME)  ## Ask how many partners are too many, and draw the figures
	@$(BIN)/alliances sweep experiment=group_size world=study 'settings=[main]'

# Types are checked on one core while the rules are compiled on another.
# Three workers share two cores: some tests mostly wait for other processes.
.PHONY: test
test: lint  ## Check style and types, then run the tests
	@$(BIN)/python -m tests.conftest & compiling=$$!; \
	  echo "$(BIN)/python -m mypy"; $(BIN)/python -m mypy || { kill $$compiling; exit 1; }; \
	  wait $$compiling
	$(BIN)/python -m pytest -n 3 --dist loadfile

.PHONY: lint
lint: $(DEV)  ## Check style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

.PHONY: types
types: $(DEV)  ## Check types
	$(BIN)/python -m mypy

.PHONY: clean
clean:  ## Remove .venv, caches and build results (outputs stay)
	rm -rf $(VENV) build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Resolves anew in an empty environment and writes down what was installed.
# Use the oldest supported Python, then run the tests with the newer ones.
.PHONY: constraints
constraints:  ## Renew constraints.txt (PYTHON=python3.11)
	rm -rf build/constraints
	$(BASE_PYTHON) -m venv build/constraints
	build/constraints/bin/python -m pip install $(PIP_FLAGS) --upgrade $(BACKEND)
	build/constraints/bin/python -m pip install $(PIP_FLAGS) --no-build-isolation -e '.[dev]'
	{ grep '^#' constraints.txt; \
	  build/constraints/bin/python -m pip list --disable-pip-version-check --format=freeze \
	    --exclude-editable --exclude pip; } > build/constraints/new
	mv build/constraints/new constraints.txt
	rm -rf build/constraints

$(MADE):
	@test -n "$(VERSION)" || { echo "$(PYTHON) does not run; choose another: PYTHON=... make"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; $(PYTHON) is $(VERSION)."; exit 1; }
	@echo "Making $(VENV) with Python $(VERSION) ..."
	@rm -rf $(VENV)
	@$(BASE_PYTHON) -m venv $(VENV)
	@touch $@

# The build tools come first, with exact versions too; then nothing is built in isolation.
$(RUNTIME): $(MADE) $(SOURCES)
	@echo "Installing the package and what it needs (some minutes the first time) ..."
	@$(BIN)/python -m pip install $(PIP_FLAGS) -c constraints.txt $(BACKEND) || $(PIP_HINT)
	@$(BIN)/python -m pip install $(PIP_FLAGS) -c constraints.txt --no-build-isolation -e . || $(PIP_HINT)
	@touch $@

$(DEV): $(RUNTIME)
	@echo "Installing the tools for development ..."
	@$(BIN)/python -m pip install $(PIP_FLAGS) -c constraints.txt --no-build-isolation -e '.[dev]' || \
	  $(PIP_HINT)
	@touch $@
