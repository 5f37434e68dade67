# Everything here needs only Python 3.11+, make and a package index. TORCH_BACKEND=cpu saves some 5 GB where the
# CPU builds of torch can be had.
PYTHON ?= python3
BIN := .venv/bin
TORCH_BACKEND ?=
export PIP_DISABLE_PIP_VERSION_CHECK = 1
UV := $(BIN)/uv pip install --quiet --python $(BIN)/python --constraint constraints.txt \
      $(if $(TORCH_BACKEND),--torch-backend=$(TORCH_BACKEND)) --editable .

.PHONY: env demo test check lint bench soak browser neo4j clean

env: $(BIN)/.env-ready

$(BIN)/.env-ready: pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit("litgraph needs Python 3.11 or newer" if sys.version_info < (3, 11) else 0)'
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --constraint constraints.txt uv
	$(UV)
	touch $@

$(BIN)/.dev-ready: $(BIN)/.env-ready
	$(UV) --group test --group lint
	touch $@

demo: env
	$(BIN)/litgraph demo demo

test: $(BIN)/.dev-ready
	$(BIN)/python -m pytest -m "not soak"

# The tests that need a browser or a Neo4j server fail here, instead of skipping, where there is none.
check: $(BIN)/.dev-ready lint browser neo4j
	LITGRAPH_REQUIRE_BROWSER=1 LITGRAPH_REQUIRE_NEO4J=1 $(BIN)/python -m pytest -m "not soak"

lint: $(BIN)/.dev-ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/cog --check README.md

browser:
	command -v chromium >/dev/null || (apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium)

# A Neo4j server for the tests: its jars come from Maven Central into the user's cache folder.
neo4j: $(BIN)/.dev-ready
	command -v java >/dev/null && command -v mvn >/dev/null || (apt-get update -qq && \
	  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq default-jre-headless maven)
	$(BIN)/python -m tests.servers.neo4j_server >/dev/null

bench: $(BIN)/.dev-ready
	for bench in benchmarks/*.py; do echo "== $$bench"; $(BIN)/python "$$bench" || exit 1; done

soak: $(BIN)/.dev-ready
	$(BIN)/python -m pytest -m soak

clean:
	rm -rf .venv demo build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
