# Everything a person does with this checkout. `make help` lists it; nothing is installed outside of this folder.

SHELL := /bin/bash -eu -o pipefail
.DEFAULT_GOAL := help

VENV := .venv
BIN := $(VENV)/bin
WORK := .cache/make
# The first interpreter that is new enough; `make PYTHON=/path/to/python3.12 …` names another one.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	if $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then echo $$p; break; fi; done)

DEMO := demo
DEMO_STORE := $(DEMO)/paperatlas.db

.PHONY: help install dev demo test lint format types wheel-test readme clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(VENV)/installed ## an environment in .venv with Paperatlas in it

dev: $(VENV)/installed-dev ## the same, with what tests, lint and types need

demo: $(VENV)/installed ## builds a graph from examples/papers.jsonl, asks it three questions, draws it
	@mkdir -p $(DEMO)
	@rm -rf $(DEMO_STORE) $(DEMO_STORE).*
	@echo "== paperatlas build examples/papers.jsonl"
	@$(BIN)/paperatlas build --store $(DEMO_STORE) examples/papers.jsonl
	@$(foreach question,$(QUESTIONS),echo; echo "== paperatlas query $(subst $(comma), ,$(question))"; \
		$(BIN)/paperatlas query $(subst $(comma), ,$(question)) --store $(DEMO_STORE);)
	@echo
	@$(BIN)/paperatlas export rdf $(DEMO)/graph.ttl --store $(DEMO_STORE)
	@$(BIN)/paperatlas export html $(DEMO)/graph.html --store $(DEMO_STORE)
	@echo
	@echo "The graph as RDF: $(DEMO)/graph.ttl. As a picture, for any browser: $(DEMO)/graph.html."
	@echo "Ask more: $(BIN)/paperatlas query --store $(DEMO_STORE)"

# the demo's three questions, blanks written as commas
comma := ,
QUESTIONS := method_variants,--method,LoRA,--limit,8 \
	methods_on_benchmark,--benchmark,GSM8K,--limit,8 \
	model_family,--model,LLaMA,--limit,8

test: $(VENV)/installed-dev ## the tests; those of Neo4j start a real server where Java and Maven are
	$(BIN)/python -m pytest $(PYTEST_ARGS)

lint: $(VENV)/installed-dev ## ruff: rules and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

format: $(VENV)/installed-dev ## lets ruff mend what it can
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The built wheel, because the root's paperatlas/ folder hides the package's other folders from a type checker.
types: $(VENV)/installed-dev ## mypy --strict over the built package
	@rm -rf $(WORK)/types build
	@mkdir -p $(WORK)/types
	@$(BIN)/pip wheel -q --no-deps -w $(WORK)/types .
	@$(BIN)/pip install -q --no-deps --target $(WORK)/types/site $(WORK)/types/*.whl
	cd $(WORK)/types && MYPYPATH=site $(CURDIR)/$(BIN)/mypy --config-file $(CURDIR)/pyproject.toml --strict -p paperatlas

wheel-test: $(VENV)/installed-dev ## installs the built wheel in an empty environment and uses it there
	@rm -rf $(WORK)/wheel build
	@mkdir -p $(WORK)/wheel/elsewhere
	@$(BIN)/pip wheel -q --no-deps -w $(WORK)/wheel .
	@$(PYTHON) -m venv $(WORK)/wheel/venv
	@$(WORK)/wheel/venv/bin/pip install -q $(WORK)/wheel/*.whl
	cd $(WORK)/wheel/elsewhere && ../venv/bin/python $(CURDIR)/tests/use_wheel.py

readme: demo ## runs the commands of README.md on the demo's graph and writes down their answers
	$(BIN)/python tests/readme.py

clean: ## removes what these commands made, the environment too
	rm -rf $(VENV) $(WORK) $(DEMO) build *.egg-info

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "Paperatlas needs Python 3.11 or later: none was found. Name one: make PYTHON=/path/to/python3.12"; exit 2; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python cannot make an environment. On Debian or Ubuntu: apt install python3-venv"; exit 2; }
	@$(BIN)/pip install -q --upgrade pip

$(VENV)/installed: pyproject.toml | $(VENV)/bin/python
	@echo "Installing Paperatlas into $(VENV) (a minute or two) …"
	@$(BIN)/pip install -qq -e .
	@touch $@

$(VENV)/installed-dev: pyproject.toml | $(VENV)/bin/python
	@echo "Installing Paperatlas with its development tools into $(VENV) (a minute or two) …"
	@$(BIN)/pip install -qq -e '.[dev]'
	@touch $@ $(VENV)/installed
