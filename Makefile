# Set-up is two commands: make run, make test. Everything lands in .venv; nothing is installed outside it.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
TORCH := torch==2.13.0
CPU_INDEX := https://download.pytorch.org/whl/cpu
EVAL ?=

.PHONY: run install test lint eval eval-accept eval-baselines bench exchange-check clean

run: install
	$(BIN)/playbook sync --if-reachable
	$(BIN)/playbook index build
	$(BIN)/playbook serve

install: .venv/installed

test: .venv/installed-dev
	$(BIN)/pytest $(TESTS)

lint: .venv/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

eval: install
	$(BIN)/playbook index build
	$(BIN)/playbook eval --out build/eval $(EVAL)

eval-accept: install
	$(BIN)/playbook eval accept build/eval

eval-baselines: install
	$(BIN)/playbook index build
	$(BIN)/playbook eval systems

bench: install
	@# In a folder of their own: langchain-huggingface asks for an older huggingface-hub than gradio's neighbours here.
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --upgrade --target .venv/bench \
		langchain-chroma==1.1.0 langchain-huggingface==1.2.3
	$(BIN)/python -m evals.bench

exchange-check: .venv/installed-dev .venv/exchange/installed
	$(BIN)/pytest tests/test_exchange_tools.py

clean:
	rm -rf .venv build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis

.venv/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11) and "This needs Python 3.11. Run: make PYTHON=/path/to/python3.11 $@")'
	$(PYTHON) -m venv .venv
	@# Linux would be given a CUDA build of several gigabytes; the CPU build is enough for a model this small.
	@if [ "$$(uname -s)" = Linux ]; then \
		echo "Installing the CPU build of torch, if its index can be reached"; \
		$(BIN)/pip install --quiet --no-deps --timeout 5 --retries 0 --index-url $(CPU_INDEX) $(TORCH) 2>/dev/null \
		|| echo "It cannot; the ordinary build is installed instead"; fi
	@echo "Installing the assistant and what it needs; this takes a few minutes the first time"
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

.venv/installed-dev: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

# Other people's tools, each in the version our exports were checked against, in a folder of their own: they ask for
# libraries of other versions than ours. BEIR's loader needs none of what BEIR brings. promptfoo comes where npm is.
.venv/exchange/installed: Makefile
	$(PYTHON) -m venv .venv/exchange
	.venv/exchange/bin/pip install --quiet --disable-pip-version-check \
		ragas==0.4.3 langchain-community==0.4.1 ranx==0.3.21 pytrec-eval-terrier==0.5.11 junitparser==5.0.3
	.venv/exchange/bin/pip install --quiet --disable-pip-version-check --no-deps beir==2.2.0
	@if command -v npm >/dev/null; then npm install --silent --no-audit --no-fund --no-save --prefix .venv/exchange promptfoo@0.121.20; \
		else echo "promptfoo is left out: there is no npm"; fi
	@touch $@
