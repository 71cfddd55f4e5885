#!/usr/bin/env bash
# Prints the path of the Nu HTML checker, installed at the version that deploy/checkers/ pins.
set -euo pipefail
cd "$(dirname "$0")/.."

target=.venv/checkers
jar=$target/node_modules/vnu-jar/build/dist/vnu.jar
missing=""
command -v java >/dev/null || missing="default-jre-headless"
if ! command -v npm >/dev/null && [ ! -f "$jar" ]; then missing="$missing npm"; fi

if [ -n "$missing" ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Debian's $missing …" >&2
    # shellcheck disable=SC2086
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends $missing; } >&2
elif [ -n "$missing" ]; then
    echo "The HTML checker needs more than is here. Install it: sudo apt install $missing" >&2
    exit 1
fi

if ! cmp -s deploy/checkers/package-lock.json "$target/package-lock.json" || [ ! -f "$jar" ]; then
    mkdir -p "$target"
    cp deploy/checkers/package.json deploy/checkers/package-lock.json "$target/"
    npm ci --prefix "$target" --silent --ignore-scripts --no-audit --no-fund --omit-lockfile-registry-resolved >&2
fi
echo "$PWD/$jar"
