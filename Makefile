# Every command of the project. `make` alone lists them.
PORT ?= 8000
VAR_DIR ?= var
export PORT VAR_DIR
# Containers often switch compiled modules off, and every process would compile all of Wagtail again.
unexport PYTHONDONTWRITEBYTECODE

python := .venv/bin/python
sources := $(wildcard bench) deploy/pictures docs blog config home search tests manage.py

.DEFAULT_GOAL := help
.PHONY: help run dev login import test test-long check format bench bench-search pictures requirements clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

run: ## Run the site on this machine, set-up included [PORT=8000] [VAR_DIR=var]
	@deploy/setup.sh runtime
	@exec $(python) manage.py run --parent $$PPID

dev: ## Run it for work on the code: errors in full, reloads on a change [PORT=8000] [VAR_DIR=var]
	@deploy/setup.sh dev
	@DJANGO_SETTINGS_MODULE=config.settings.dev $(python) manage.py run --only-prepare
	@DJANGO_SETTINGS_MODULE=config.settings.dev exec $(python) manage.py runserver 127.0.0.1:$(PORT)

login: ## Show the user and password that the first start made [VAR_DIR=var]
	@deploy/setup.sh runtime
	@exec $(python) manage.py login

import: ## Import a folder of Markdown posts, FOLDER=… ARGS="--licence … [--images … --dry-run]"
	@[ -n "$(FOLDER)" ] || { echo "Name the folder: make import FOLDER=path/to/posts" >&2; exit 2; }
	@deploy/setup.sh runtime
	@exec $(python) manage.py import_markdown "$(FOLDER)" $(ARGS)

test: ## Run every test on SQLite, PostgreSQL and in Chromium, set-up included
	@deploy/setup.sh dev
	@exec deploy/test.sh

test-long: ## Run the long property tests as well, then the benchmarks
	@deploy/setup.sh dev
	@exec deploy/test.sh long

check: ## Check format, lint, import arrows, templates, types, migrations and deployment settings
	@deploy/setup.sh dev
	@exec deploy/check.sh

format: ## Rewrite code and templates in the house format
	@deploy/setup.sh dev
	@.venv/bin/ruff check --quiet --fix-only $(sources)
	@.venv/bin/ruff format $(sources)
	@deploy/templates.sh format

bench: ## Measure requests and publishing at 200 and at 10,000 posts, and opening a long post in the editor
	@deploy/setup.sh dev
	@$(python) -m bench
	@$(python) -m bench.publish
	@CHROMIUM=$$(deploy/browser.sh) $(python) -m bench.editor

bench-search: ## Measure how well and how fast posts are found, DATA=FOLDER [DATABASE_URL=…] [POSTS="10000 100000"]
	@deploy/setup.sh dev
	@$(python) -m bench.search "$(DATA)" $(POSTS)

pictures: ## Take the pictures of the README and of the editor's guide anew
	@deploy/setup.sh dev
	@$(python) -m deploy.pictures

requirements: ## Pin the newest packages that pyproject.toml allows
	@deploy/setup.sh dev
	@exec deploy/requirements.sh

clean: ## Remove .venv and caches; the data in VAR_DIR only with DATA=yes
	@exec deploy/clean.sh "$(DATA)"
