# Everything a newcomer needs; `make help` lists it. The steps themselves live in tools/setup.py and `modelhost`.

.DEFAULT_GOAL := help
.PHONY: help demo example test-deep test check lint setup setup-dev model sandbox-up sandbox-down clean

.NOTPARALLEL:

PYTHON ?= python3
PATTERN ?= auto
BIN := .venv/bin
SAY := printf -- '--> %s\n'

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-13s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

demo: setup model ## bring the dev stack up in the sandbox and show what stands
	@$(BIN)/modelhost sandbox up --reset
	@$(SAY) 'pulumi up -s dev'
	@eval "$$($(BIN)/modelhost sandbox env)" && pulumi up -s dev --yes
	@eval "$$($(BIN)/modelhost sandbox env)" && modelhost show -s dev
	@$(SAY) 'modelhost invoke --smoke: the trained classifier answers five digits'
	@eval "$$($(BIN)/modelhost sandbox env)" && modelhost invoke --smoke -s dev
	@$(SAY) 'go on in this sandbox with: eval "$$($(BIN)/modelhost sandbox env)"'

example: setup model ## bring one of examples/patterns up in the sandbox: make example PATTERN=canary
	@$(BIN)/modelhost sandbox up --stack examples/patterns/Pulumi.platform.yaml
	@$(BIN)/modelhost sandbox up --stack examples/patterns/Pulumi.$(PATTERN).yaml
	@$(SAY) 'pulumi up: the platform, then $(PATTERN)'
	@eval "$$($(BIN)/modelhost sandbox env)" && pulumi up -s platform --config-file examples/patterns/Pulumi.platform.yaml --yes
	@eval "$$($(BIN)/modelhost sandbox env)" && pulumi up -s $(PATTERN) --config-file examples/patterns/Pulumi.$(PATTERN).yaml --yes
	@eval "$$($(BIN)/modelhost sandbox env)" && modelhost show -s $(PATTERN) --config-file examples/patterns/Pulumi.$(PATTERN).yaml

test: setup-dev model ## run every test, with coverage of spec, components and infra
	@$(SAY) 'running the tests'
	@OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 GOGC=off GOMEMLIMIT=1GiB $(BIN)/pytest -n 4 --dist loadfile --no-loadscope-reorder --cov=modelhost.spec --cov=components --cov=infra --cov-fail-under=90

test-deep: setup-dev model ## try what must always hold with many more cases: an hour at most
	@$(SAY) 'trying 50,000 endpoints in process and 260 through the engine'
	@MODELHOST_TESTS=deep $(BIN)/pytest -n 2 -m deep --session-timeout=3600

lint: setup-dev ## check format, style and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy

check: lint test ## lint and test: what must pass before a commit is shared

sandbox-up: setup model ## start the embedded AWS and create stack dev, without bringing it up
	@$(BIN)/modelhost sandbox up

sandbox-down: ## stop what sandbox-up or demo started and forget its state
	@if [ -x $(BIN)/modelhost ]; then $(BIN)/modelhost sandbox down; else $(SAY) 'nothing was set up'; fi

clean: sandbox-down ## also remove caches, the trained model and .sandbox; keep .venv and the engine
	@rm -rf .sandbox .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .coverage.* examples/digits/model
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

setup:
	@$(PYTHON) tools/setup.py sandbox

setup-dev:
	@$(PYTHON) tools/setup.py dev sandbox

model: examples/digits/model/model.npz

examples/digits/model/model.npz: examples/digits/train.py examples/digits/inference.py
	@$(SAY) 'training the example model'
	@$(BIN)/python examples/digits/train.py
