#!/usr/bin/env bash
# Django's template style (djade) and indentation (djhtml): deploy/templates.sh check|format
set -euo pipefail
cd "$(dirname "$0")/.."

files=()
while IFS= read -r file; do files+=("$file"); done < <(find blog config home search -path '*/templates/*.html' | sort)
[ "${#files[@]}" -gt 0 ] || exit 0

target=6.1
if [ "$1" = format ]; then
    # djade's exit code says that it changed something, which is what it is for.
    .venv/bin/djade --target-version "$target" "${files[@]}" || true
    .venv/bin/djhtml --tabwidth 2 "${files[@]}"
else
    .venv/bin/djade --check --target-version "$target" "${files[@]}"
    .venv/bin/djhtml --check --tabwidth 2 "${files[@]}"
fi
