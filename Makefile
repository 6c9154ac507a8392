# make demo    trains a small model on the embedded corpus and asks it a few sentences (no torch)
# make test    everything that must hold: style, types, imports, tests
# Both do all their own set-up, in the active virtual environment or else in .venv.

PYTHON ?= python3
VENV := $(if $(VIRTUAL_ENV),$(VIRTUAL_ENV),.venv)
BIN := $(VENV)/bin
JOBS ?= 2
PIP := PIP_CONSTRAINT=constraints.txt PIP_DISABLE_PIP_VERSION_CHECK=1 $(BIN)/python -m pip install -q
.DEFAULT_GOAL := demo
.PHONY: demo test test-slow check bars locale clean

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "sentir needs Python 3.11 or newer; name one with: make PYTHON=python3.12 ..." >&2; exit 5; }
	@echo "Making a virtual environment in $(VENV) ..."
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.sentir-train: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing sentir and what training needs ..."
	@$(PIP) -e ".[train]"
	@touch $@

$(VENV)/.sentir-dev: pyproject.toml constraints.txt | $(BIN)/python
	@echo "Installing sentir with everything its tests need (torch among it: some minutes) ..."
	@$(PIP) -e ".[train,parquet,hub,dev]"
	@touch $@ $(VENV)/.sentir-train

demo: $(VENV)/.sentir-train
	@rm -rf runs/demo
	@$(BIN)/sentir train demo --out runs/demo
	@$(BIN)/sentir predict runs/demo "What a wonderful surprise, I could dance!" \
	  "My grandmother's chair has been empty since March." \
	  "Third time this week they lost my parcel." "Te quiero muchísimo, abuela." \
	  "¡Qué miedo pasé anoche, sola en casa!"
	@echo "Report: runs/demo/report.html"

check: $(VENV)/.sentir-dev
	@$(BIN)/ruff format --check src tests benchmarks tools
	@$(BIN)/ruff check src tests benchmarks tools
	@$(BIN)/mypy
	@$(BIN)/lint-imports

test: check
	@$(BIN)/python -m pytest -n $(JOBS) --dist worksteal

test-slow: $(VENV)/.sentir-dev
	@$(BIN)/python -m pytest -m slow --timeout 1800

bars: $(VENV)/.sentir-dev
	@$(BIN)/python benchmarks/bars.py

locale: $(VENV)/.sentir-dev
	@$(BIN)/python tools/messages.py

clean:
	@rm -rf runs build dist .make
