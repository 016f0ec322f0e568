# The two commands of the README, and what a developer needs besides.
#   make run      a demonstration on http://127.0.0.1:$PORT (8000 unless set)
#   make test     the whole test suite, browsers and PostgreSQL included
#   make install  the set-up of `make run` alone
#   make check    lint, types, floors, missing migrations
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: install run test check requirements migrations screenshots bench drill

run: $(VENV)/.installed build/.assets
	@exec $(BIN)/permanence demo

install: $(VENV)/.installed build/.assets
	@$(BIN)/permanence demo --prepare

$(VENV)/.installed: requirements.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Permanence needs Python 3.11 or newer; this is " + sys.version.split()[0])'
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

# The style sheets and scripts that browsers get: chosen parts of the packages, hashed and compressed.
build/.assets: $(VENV)/.installed $(shell find permanence -path '*/static/*' -type f) $(shell find permanence -name '*.html')
	$(BIN)/python -m config.assets
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

test: install $(VENV)/.installed-dev
	$(BIN)/python -m tests.run

check: install $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m django makemigrations --check --dry-run --settings tests.settings

migrations: install $(VENV)/.installed-dev
	$(BIN)/python -m django makemigrations --settings tests.settings

requirements: $(VENV)/.installed
	$(BIN)/python -m pip install --quiet uv
	for name in requirements requirements-dev; do $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header $$name.in -o $$name.txt; done

screenshots: install $(VENV)/.installed-dev
	$(BIN)/python -m tests.screenshots

bench: install $(VENV)/.installed-dev
	$(BIN)/python -m bench

drill: install $(VENV)/.installed-dev
	$(BIN)/python -m bench.drill --database postgresql --processes 2
