.PHONY: demo test lint types docs golden bench-setup
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NSS := $(BIN)/nss

# The environment: rebuilt when the declared or pinned packages change.
$(VENV)/.stamp: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "OpenNSS needs Python 3.11 or newer: make PYTHON=python3.11"; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { echo "The module venv is missing; installing it needs: apt-get install python3-venv"; apt-get install -y python3-venv && $(PYTHON) -m venv $(VENV); }
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

demo: $(VENV)/.stamp
	$(NSS) build examples/vietnam --out out/vietnam

test: lint types
	$(BIN)/pytest --numprocesses 2 --cov --cov-report=term:skip-covered

lint: $(VENV)/.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.stamp
	$(BIN)/mypy

docs: $(VENV)/.stamp
	$(BIN)/python docs/generate.py
	$(BIN)/sphinx-build -q -W -b html docs out/docs

# Renews the golden files of the example country; review the difference before committing it.
golden: $(VENV)/.stamp
	$(BIN)/python tests/golden/renew.py

bench-setup: $(VENV)/.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,bench]'
