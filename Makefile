# 小政. `make run` sets everything up and starts it; `make test` sets everything up and checks it.
SHELL := /bin/bash
.DEFAULT_GOAL := help
UV := .tools/bin/uv
PY := .venv/bin/python
PYTEST := $(PY) -m pytest
APT_RUN := libespeak-ng1 espeak-ng python3-venv
APT_TEST := $(APT_RUN) chromium fonts-noto-cjk postgresql sip-tester baresip-core iproute2 libreoffice-calc-nogui
export UV_NO_CONFIG := 1

.PHONY: help run setup setup-test check unit integration pages test bench locks format clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

run: setup ## set everything up and start it; Ctrl-C stops it
	@exec .venv/bin/hotline run

setup: .tools/system-run .venv/ready .venv-rasa/ready

setup-test: .tools/system-test .venv/ready-test .venv-rasa/ready

# --- tools and environments: each step leaves a stamp, so a second run needs no network -------------------------

.tools/system-%: scripts/system_packages.sh
	@mkdir -p .tools
	@scripts/system_packages.sh $(if $(filter test,$*),$(APT_TEST),$(APT_RUN))
	@touch $@

$(UV):
	@scripts/install_uv.sh .tools

.venv/ready: requirements/app.txt pyproject.toml | $(UV) .tools/system-run
	@scripts/environment.sh .venv 3.12 requirements/app.txt
	@$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@touch $@

.venv/ready-test: requirements/dev.txt .venv/ready | $(UV)
	@scripts/environment.sh .venv 3.12 requirements/dev.txt
	@$(UV) pip install --quiet --python $(PY) --no-deps --no-build-isolation --editable .
	@touch $@

.venv-rasa/ready: requirements/rasa.txt | $(UV) .tools/system-run
	@scripts/environment.sh .venv-rasa 3.10 requirements/rasa.txt
	@touch $@

# --- checks ------------------------------------------------------------------------------------------------------

check: setup-test ## format, lint, types, imports, knowledge base, unit tests (under a minute)
	@.venv/bin/ruff format --check --quiet .
	@.venv/bin/ruff check --quiet .
	@.venv/bin/mypy
	@.venv/bin/lint-imports
	@.venv/bin/hotline faq check
	@$(PYTEST) tests/unit -q

unit: setup-test ## unit tests only
	@$(PYTEST) tests/unit -q

integration: setup-test ## real Rasa, databases, recogniser, voice
	@$(PYTEST) tests/integration -q $(ARGS)

pages: setup-test ## real Chromium on the real stack
	@$(PYTEST) tests/pages -q $(ARGS)

test: check ## everything that CI runs
	@$(PYTEST) tests/integration tests/calls tests/pages -q --durations=10

bench: setup-test ## measure what the README quotes; the stack is started for it
	@$(PY) -m benchmarks.run

locks: $(UV) ## write the hashed lock files anew
	@scripts/locks.sh

format: setup-test ## bring the code into shape
	@.venv/bin/ruff format . && .venv/bin/ruff check --fix .

clean: ## remove what running leaves behind; environments and models stay
	@rm -rf var .pytest_cache .mypy_cache .ruff_cache results
