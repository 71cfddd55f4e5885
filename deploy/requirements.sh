#!/usr/bin/env bash
# Writes requirements/*.txt from pyproject.toml: exact versions with hashes, and no address of any registry.
set -euo pipefail
cd "$(dirname "$0")/.."

uv=$(command -v uv || echo .venv/bin/uv)
options=(--quiet --upgrade --no-header --no-annotate --generate-hashes --universal --python-version 3.12 --no-emit-index-url)
"$uv" pip compile pyproject.toml "${options[@]}" -o requirements/runtime.txt
"$uv" pip compile pyproject.toml --group dev "${options[@]}" -c requirements/runtime.txt -o requirements/dev.txt
echo uv | "$uv" pip compile - "${options[@]}" -o requirements/uv.txt
echo "Pinned. Run: make check test"
