# make run: install and serve the app.  make test: install and run the checks.  make thorough: the others.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed
TOOLS := $(VENV)/tools
NOTEBOOKS := $(VENV)/notebooks
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
UV := $(BIN)/uv pip install --quiet --compile-bytecode --python $(BIN)/python
COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
  --no-emit-index-url
LOCK := $(COMPILE) pyproject.toml --extra all --group build
DENO := cd geo/client && NO_COLOR=1 $(CURDIR)/$(BIN)/deno

# What fails beside others on a busy machine is run once more, alone, and decides then; both runs are printed.
tested = $(BIN)/pytest -n $(2) --dist worksteal -m "$(1)" $(3) || \
  $(BIN)/pytest --last-failed --last-failed-no-failures none -m "$(1)" $(3)

.PHONY: run install tools test thorough lint types client tests proofs browser browsers data release release-data release-program coverage docs figures accuracy pictures fixtures lock audit links stress bench gis clean

# Compiled modules are kept whatever the shell says: the tests start Python some hundreds of times.
unexport PYTHONDONTWRITEBYTECODE

# uv puts a lock in place in seconds; where it does not reach the registry that pip is set up for, pip does.
pinned = $(UV) --require-hashes --requirement $(1) || $(PIP) --require-hashes --requirement $(1)

run: install
	$(BIN)/streamlit run app.py

install: $(STAMP)

$(STAMP): requirements/install.lock requirements/base.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Greenline needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { \
	  rm -rf $(VENV); \
	  echo "Python's venv is a package of its own on Debian and Ubuntu: python3-venv"; \
	  test "$$(id -u)" = 0 && apt-get update -q && apt-get install -y -q python3-venv && $(PYTHON) -m venv $(VENV); }
	$(PIP) --require-hashes --requirement requirements/install.lock
	$(call pinned,requirements/base.lock)
	$(PIP) --no-deps --no-build-isolation --editable .
	$(BIN)/python -m tools.first_use
	touch $(STAMP)

# What tests, benchmarks and the rebuilding of data need on top.
tools: $(TOOLS)

$(TOOLS): requirements/dev.lock $(STAMP)
	$(call pinned,requirements/dev.lock)
	touch $(TOOLS)

test: browser lint tests

# What `make test` leaves out: the types, which keep one core busy for a minute in a fresh clone, and the same proofs
# in every language, width and file.
thorough: browser
	$(MAKE) --jobs 2 types proofs

proofs: tools
	$(call tested,thorough,3,tests)

lint: tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: tools
	$(BIN)/mypy

# The page's own code alone: types, rules, layout and its unit tests (tests/client runs the same).
client: install
	$(DENO) check --quiet --frozen .
	$(DENO) lint --quiet
	$(DENO) fmt --check --quiet
	$(DENO) test --quiet --frozen --no-check --allow-read

# One worker more than the two cores of CI: a test often waits for its browser; each loads all tests anew.
tests: tools
	$(call tested,not thorough,3,)

# A browser for the tests: the one that is there, else Debian's, else Playwright's own.
browser: tools
	$(BIN)/python tests/browser/install.py

# File and app in Firefox and WebKit, the widget in JupyterLab and marimo; says what it skips where they
# cannot be installed.
browsers: browser
	which firefox-esr WebKitWebDriver Xvfb >/dev/null || { test "$$(id -u)" = 0 && apt-get update -q \
	  && apt-get install -q --yes --no-install-recommends firefox-esr webkit2gtk-driver xvfb; } \
	  || echo "skipped: on Debian, as root: apt-get install firefox-esr webkit2gtk-driver xvfb"
	GREENLINE_BROWSERS=1 $(BIN)/pytest tests/browsers
	test -x $(NOTEBOOKS)/bin/python || $(PYTHON) -m venv --without-pip $(NOTEBOOKS)
	$(BIN)/uv pip install --quiet --python $(NOTEBOOKS)/bin/python --require-hashes --requirement requirements/notebooks.lock
	$(BIN)/python -c 'import site; print(site.getsitepackages()[0])' > "$$($(NOTEBOOKS)/bin/python -c 'import site; print(site.getsitepackages()[0])')/greenline.pth"
	GREENLINE_BROWSERS=1 $(NOTEBOOKS)/bin/python -m pytest tests/notebook/test_servers.py

# Write anew what Python answers, for tests of the page's own code (tests/fixtures).
fixtures: tools
	$(BIN)/python -m tests.client.fixtures

# Rebuild what is derived under data/, and the types of its tables in the page's own code.
data: tools
	$(BIN)/python -m tools.derive
	$(BIN)/python -m tools.page_types

# Release data and program: docs/guides/release.md.
release: release-data release-program

# Keep the data as a released package; the changelog has its section by hand.
release-data: tools
	$(BIN)/python -m tools.release

# Build wheel, source archive and their hashes, with their section of the changelog.
release-program: tools
	$(BIN)/python -m tools.program

# How much of the Python code the quick tests run, and which lines they leave; half an hour. Writes
# tests/coverage.json, and the figure of the documentation from it.
coverage: browser
	$(BIN)/coverage run -m pytest -m "not thorough"
	$(BIN)/coverage report --skip-covered
	$(BIN)/coverage json --quiet -o - | $(BIN)/python -c 'import datetime, json, sys; \
	  print(json.dumps(json.load(sys.stdin)["totals"] | {"day": str(datetime.date.today())}, indent=1))' > tests/coverage.json
	$(BIN)/python -m tools.docs.fill

# The documentation as a site, in site/; strict: a warning is an error.
docs: tools
	$(BIN)/zensical build --strict --clean

# Fill the marked places of README and docs with what commands answer.
figures: tools
	$(BIN)/python -m tools.docs.fill

# Write docs/accuracy.md from the witnesses' files, which GREENLINE_SHARED names.
accuracy: tools
	$(BIN)/python -m tools.accuracy

# The pictures of README and docs, from the running app; PICTURES="map story" takes some of them.
pictures: browser
	$(BIN)/python -m tools.docs.pictures $(PICTURES)

# Pin anew: names, versions and hashes, no address.
lock:
	$(COMPILE) --group install --output-file requirements/install.lock
	$(LOCK) --output-file requirements/base.lock
	$(LOCK) --group dev --constraint requirements/base.lock --output-file requirements/dev.lock
	$(COMPILE) --group notebooks --output-file requirements/notebooks.lock
	$(COMPILE) --group bench --constraint requirements/dev.lock --output-file requirements/bench.lock

# Look the pinned packages up among known vulnerabilities; says what it skips without a registry.
audit: tools
	$(BIN)/python -m tools.audit

# Ask which sources have an archived copy and which addresses are dead; needs a network, takes an hour.
links: tools
	$(BIN)/python -m tools.links

# The QGIS project and the tables, opened with QGIS's own libraries, which Debian has; says what it skips without.
gis: tools
	/usr/bin/python3 -c 'import qgis.core' 2>/dev/null || { test "$$(id -u)" = 0 && apt-get update -q \
	  && apt-get install -q --yes --no-install-recommends python3-qgis; } \
	  || echo "skipped: what opens files in QGIS; on Debian, as root: apt-get install python3-qgis"
	$(BIN)/pytest tests/export/tables

# Load and hostile input, on loopback only; writes bench/stress/*.json and tests/hostile/files.json, and
# the figures of the documentation from them, also where a goal is missed. Half an hour;
# STRESS="bench/stress/test_attacks.py bench/stress/test_load.py", what one reader costs others, ten minutes.
STRESS ?= bench/stress tests/cli/test_killed.py tests/hostile tests/walk tests/tabular/test_mutated.py
stress: browser
	GREENLINE_STRESS=1 $(BIN)/pytest $(STRESS) -s; code=$$?; $(BIN)/python -m tools.docs.fill && exit $$code

# Measure, also what a user would pick instead (libraries by name, from the registries).
bench: browser
	$(call pinned,requirements/bench.lock)
	$(BIN)/python -m bench.run

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache
