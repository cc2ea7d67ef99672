# Thin wrappers: the work is done by tools/ and by the rongcuo command.
PORT ?= 8000
export PORT

.PHONY: demo install test lint messages lock clean

demo: ## a sample bureau at http://127.0.0.1:8000 (PORT=… for another port)
	@tools/setup runtime
	@.venv/bin/python -m tools.messages compile
	@exec .venv/bin/rongcuo demo

install: ## the environment of an installation (docs/operating.md)
	@tools/setup runtime
	@.venv/bin/python -m tools.messages compile

test: ## everything: style, layers, translations, tests on SQLite and PostgreSQL, browser
	@tools/setup dev
	@tools/test

lint:
	@tools/setup dev
	@.venv/bin/ruff check .
	@.venv/bin/lint-imports --no-logo
	@.venv/bin/python -m tools.messages check

messages: ## bring the Chinese catalogue to what the code says
	@tools/setup dev
	@.venv/bin/python -m tools.messages update

lock: ## rewrite the lock files from pyproject.toml (UPGRADE=1 for newer versions)
	@tools/lock

clean: ## remove what was built; the demo's data too, never an installation's (.rongcuo)
	rm -rf .venv .rongcuo-demo .pytest_cache .ruff_cache .hypothesis .import_linter_cache test-results
	find src tests tools -name __pycache__ -type d -prune -exec rm -rf {} +
	find src -name '*.mo' -delete
