# make run: install and serve the app.  make test: install and run every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/installed

.PHONY: run install test check lint types tests browser data lock stress bench clean

run: install
	$(BIN)/streamlit run app.py

install: $(STAMP)

$(STAMP): requirements.lock pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Greenline needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) || { \
	  rm -rf $(VENV); \
	  echo "Python's venv is a package of its own on Debian and Ubuntu: python3-venv"; \
	  test "$$(id -u)" = 0 && apt-get update -q && apt-get install -y -q python3-venv && $(PYTHON) -m venv $(VENV); }
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $(STAMP)

test: install browser lint types tests

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: install
	$(BIN)/mypy

tests: install
	$(BIN)/pytest -n 2 --dist loadfile

# A browser for the tests: the one that is there, else Debian's, else Playwright's own.
browser: install
	$(BIN)/python tests/browser/install.py

# Rebuild what is derived under data/.
data: install
	$(BIN)/python -m geo.compile

# Pin anew: names, versions and hashes, no address.
lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url --group dev pyproject.toml --output-file requirements.lock

# Load and hostile input, some ten minutes, on loopback only; writes tests/stress/*.json.
stress: install browser
	GREENLINE_STRESS=1 $(BIN)/pytest tests/stress -s

bench: install browser
	$(BIN)/python -m bench.run

clean:
	rm -rf $(VENV) .pytest_cache .ruff_cache .mypy_cache
