# Needs git, make and Python 3.11 or newer. `make tour` and `make test` do the rest in .venv.

PYTHON := $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	$$python -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
READY := .venv/.installed

.PHONY: venv tour test nightly bench bench-smoke bench-proof robustness format

venv: $(READY)

$(READY): pyproject.toml
	@test -n "$(PYTHON)" || { echo "Quorate needs Python 3.11 or newer (with venv) on the PATH" >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $(READY)

tour: venv
	@$(BIN)/quorate tour

test: venv
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term:skip-covered

nightly: venv
	$(BIN)/pytest -n 2 --dist worksteal --hypothesis-profile=nightly

# BENCH="--only TEXT" takes some rows, BENCH=--resume goes on after an interruption
bench: venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[bench]' || echo "some peers cannot be installed; they are reported as such" >&2
	@cd benchmarks && ../$(BIN)/python -m bench $(BENCH)

bench-smoke: venv
	$(BIN)/python benchmarks/smoke.py

bench-proof: venv
	$(BIN)/python benchmarks/proof.py

# SECONDS=60 for each target instead of ten minutes
SECONDS ?= 600
robustness: venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[robustness]' || echo "atheris cannot be installed here" >&2
	for target in yaml cel command; do $(BIN)/python tests/robustness/run.py $$target $(SECONDS) || exit 1; done

format: venv
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
