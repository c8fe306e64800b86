.PHONY: demo test coverage lint types docs golden bench-setup
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
NSS := $(BIN)/nss

# Containers often forbid to keep compiled modules: each of the many processes of the tests would compile all of them.
unexport PYTHONDONTWRITEBYTECODE

# The environment: made anew when the declared or pinned packages change. Debian keeps venv in a package of its own.
$(VENV)/.stamp: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo 'OpenNSS needs Python 3.11 or newer, for example: make PYTHON=python3.11 $(MAKECMDGOALS)'; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || { apt-get update -qq && apt-get install -y -qq python3-venv >/dev/null && $(PYTHON) -m venv $(VENV); } || { echo 'Python lacks its venv module. As root: apt-get install python3-venv'; exit 1; }
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,web]'
	@touch $@

# Apache Spark with a Java of its own: large, and asked for by the tests alone.
$(VENV)/.spark: $(VENV)/.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,web,spark]'
	@touch $@

# Debian's browser and database, for the tests of the desk alone.
$(VENV)/.machine: $(VENV)/.stamp
	@{ command -v chromium && ls /usr/lib/postgresql/*/bin/initdb; } >/dev/null 2>&1 || { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium postgresql >/dev/null; } || { echo 'The tests of the desk need a browser and a database. As root: apt-get install chromium postgresql'; exit 1; }
	@touch $@

demo: $(VENV)/.stamp
	$(NSS) build examples/vietnam --out out/vietnam

test: lint types $(VENV)/.machine
	$(BIN)/pytest --numprocesses 2
	$(BIN)/python benchmarks/web/postgres.py $(BIN)/pytest --numprocesses 2 -m 'not once' tests/web

# The same tests with every line counted: twice as long, and it fails below the share that pyproject.toml asks for.
coverage: types $(VENV)/.machine
	$(BIN)/pytest --numprocesses 2 --cov --cov-report=term:skip-covered

lint: $(VENV)/.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.spark
	$(BIN)/mypy

docs: $(VENV)/.stamp
	$(BIN)/python docs/generate.py
	$(BIN)/sphinx-build -q -W -b html docs out/docs

# Renews the golden files of the example country; review the difference before committing it.
golden: $(VENV)/.stamp
	$(BIN)/python tests/golden/renew.py

# pyDecision asks for some forty packages that its methods do not use; networkx, which they do, is in the extra.
bench-setup: $(VENV)/.stamp
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev,web,spark,bench]'
	$(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt --no-deps pydecision
