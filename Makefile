# Everything is installed into .venv, from versions pinned in .ci/constraints.txt.
# All of it works from a fresh clone with Python 3.11 or newer and nothing else.

PYTHON ?= python3
VENV ?= .venv
# The instant that the example in content/ is written for, so that it looks alive whenever it
# is built. `make site NOW=` takes today instead.
NOW ?= 2026-11-23T15:00:00Z
# More for pytest or the benchmark: make test ARGS="-k feeds", make bench ARGS="100 1000"
ARGS ?=

BIN := $(VENV)/bin
LOCK := .ci/constraints.txt
PIP := -m pip --quiet --disable-pip-version-check --no-input
# The checker of https://validator.w3.org/nu, which needs Java.
NU := vnu-jar@26.9.27
INSTALL := $(PIP) install --use-pep517 --no-build-isolation
# What builds this package, and setuptools for feedgen, which comes as source alone. They are
# pinned like everything else, and not what pip would fetch by itself for each build.
BUILD_TOOLS := hatchling editables setuptools
AS_OF := $(if $(NOW),--now $(NOW))

# The tests start some thousand Pythons: without this each would compile the package anew on a
# machine that keeps Python from writing down what it compiled.
export PYTHONDONTWRITEBYTECODE :=

define PYTHON_IS_NEW_ENOUGH
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
  echo "statusgen needs Python 3.11 or newer, and '$(PYTHON)' is not that." >&2; \
  echo "Name another one, for example: make site PYTHON=python3.12" >&2; \
  exit 1; }
endef

.DELETE_ON_ERROR:
.PHONY: help site serve test lint bench nu lock clean

help:
	@echo "make site    build content/ into site/"
	@echo "make serve   look at it, and see it change while you write"
	@echo "make test    run the tests, with coverage"
	@echo "make lint    ruff and mypy"
	@echo "make bench   measure builds and publishes of 100, 1,000 and 10,000 incidents"
	@echo "make nu      fetch the Nu HTML checker, which make test asks where Java is, with npm"
	@echo "make lock    renew the pinned versions in $(LOCK)"
	@echo "make clean   remove what was built"

site: $(VENV)/.runtime
	@$(BIN)/statusgen build $(AS_OF)
	@echo
	@test -z "$(NOW)" || echo "Built as of $(NOW), the instant that content/ is written for."
	@echo "To look at it: make serve, or open site/index.html in a browser."

serve: $(VENV)/.runtime
	@$(BIN)/statusgen serve $(AS_OF)

# Three processes, as many tests wait for a browser or a server; and each file of tests stays in
# one: its servers are started once.
test: $(VENV)/.tools
	$(BIN)/python -m pytest --numprocesses 3 --dist loadfile --cov --cov-report term $(ARGS)

lint: $(VENV)/.tools
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

bench: $(VENV)/.tools
	@$(BIN)/python -m tests.bench $(ARGS)

nu:
	@mkdir -p build/nu
	npm install --prefix build/nu --no-save --ignore-scripts --no-audit --no-fund $(NU)

lock:
	@$(PYTHON_IS_NEW_ENOUGH)
	rm -rf build/lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/python $(PIP) install --upgrade $(BUILD_TOOLS)
	build/lock/bin/python $(INSTALL) --editable ".[test,lint]"
	{ echo "# The versions that make and CI install. Renew with: make lock"; \
	  build/lock/bin/python -m pip freeze --all --exclude pip --exclude-editable; } > $(LOCK).new
	mv $(LOCK).new $(LOCK)
	rm -rf build/lock

clean:
	find site -mindepth 1 ! -name .gitkeep -delete
	rm -rf .statusgen .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* build dist
	@echo "The installed tools are still in $(VENV); remove that folder to start anew."

# --- the virtual environment

$(VENV)/.runtime: pyproject.toml $(LOCK) | $(VENV)/.build
	@echo "Installing statusgen into $(VENV) …"
	@$(BIN)/python $(INSTALL) --constraint $(LOCK) --editable .
	@touch $@

$(VENV)/.tools: pyproject.toml $(LOCK) | $(VENV)/.build
	@echo "Installing statusgen and its test tools into $(VENV): a minute or two …"
	@$(BIN)/python $(INSTALL) --constraint $(LOCK) --editable ".[test,lint]"
	@touch $@ $(VENV)/.runtime

$(VENV)/.build:
	@$(PYTHON_IS_NEW_ENOUGH)
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python $(PIP) install --constraint $(LOCK) $(BUILD_TOOLS)
	@touch $@
