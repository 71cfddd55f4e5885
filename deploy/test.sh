#!/usr/bin/env bash
# Every test: deploy/test.sh [long]. What a section needs and cannot find fails that section, in words.
set -euo pipefail
cd "$(dirname "$0")/.."
. deploy/sections.sh

# The tests make their own folders and databases.
unset DATABASE_URL VAR_DIR PORT SITE_URL DJANGO_SETTINGS_MODULE
# What a module makes for all its tests is made once: the worker that begins with a file runs all of it.
pytest() { .venv/bin/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder "$@"; }

on_sqlite() {
    deploy/cmark.sh
    # Some wait for servers and commands that they have started.
    pytest -n 3 -m "not browser and not long"
}

# What says the same on every database ran already (tests/conftest.py).
on_postgres() {
    deploy/with_postgres.sh .venv/bin/python -m pytest -q -n 2 --dist loadfile --no-loadscope-reorder -m "not browser and not long" "$@"
}

# A browser, its server and its test wait for each other: three at a time keep two cores busy.
# No journey leaves anything to the next one: a worker that is done takes over what another has before it.
# What fails is tried once more, alone: a busy machine is no defect, but the summary and the first output name it.
in_browser() {
    CHROMIUM=$(deploy/browser.sh) && VNU_JAR=$(deploy/checkers.sh) || return 1
    export CHROMIUM VNU_JAR
    local journeys=(-m "browser and $1" tests/journeys) status=0
    pytest -n 3 --dist worksteal "${journeys[@]}" || status=$?
    # 1 says that all were run and some failed.
    [ "$status" = 1 ] || return "$status"
    printf '\n-- What failed, alone\n'
    pytest -n 1 --last-failed --last-failed-no-failures none "${journeys[@]}" || return 1
    remark=", some journeys at the second try (see above)"
}

editor_bench() {
    CHROMIUM=$(deploy/browser.sh) || return 1
    export CHROMIUM
    .venv/bin/python -m bench.editor
}

section "SQLite" on_sqlite
section "PostgreSQL" on_postgres --only-database
section "Chromium" in_browser "not long"
if [ "${1:-}" = long ]; then
    section "every case on PostgreSQL" on_postgres
    section "long" pytest -m "long and not browser"
    section "long in Chromium" in_browser "long"
    section "benchmarks" .venv/bin/python -m bench
    section "benchmark of the editor" editor_bench
fi
sum_up
