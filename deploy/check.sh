#!/usr/bin/env bash
# Everything that can be said about the code without running the site.
set -euo pipefail
cd "$(dirname "$0")/.."
. deploy/sections.sh

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
unset DATABASE_URL DJANGO_SETTINGS_MODULE
export VAR_DIR=$scratch

sources=(deploy/pictures docs blog config home search tests manage.py)
[ ! -d bench ] || sources+=(bench)

for_the_internet() {
    SECRET_KEY=$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))') \
    ALLOWED_HOSTS=blog.example.org SITE_URL=https://blog.example.org DATABASE_URL=sqlite:///:memory: \
        .venv/bin/python manage.py check --deploy --fail-level WARNING --settings=config.settings.production
}

section "format" .venv/bin/ruff format --check --quiet --diff "${sources[@]}"
section "lint" .venv/bin/ruff check --quiet "${sources[@]}"
section "import arrows" .venv/bin/lint-imports --no-logo --no-cache
section "templates" deploy/templates.sh check
section "types" .venv/bin/ty check --quiet --output-format concise
section "migrations" .venv/bin/python manage.py makemigrations --check --dry-run --settings=config.settings.test blog blog_mail blog_history blog_review blog_suggestions blog_exchange home finder
section "deployment settings" for_the_internet
section "shell scripts" bash -n .ci/run deploy/*.sh
sum_up
