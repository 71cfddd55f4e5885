#!/usr/bin/env bash
# Makes .venv with the pinned packages: deploy/setup.sh runtime|dev
# Does nothing when the packages in .venv are the ones that requirements/ asks for.
set -euo pipefail
cd "$(dirname "$0")/.."

wanted=${1:-runtime}
stamp=.venv/.installed
python=.venv/bin/python

say() { printf '%s\n' "$*"; }
refuse() { printf '\n%s\n' "$@" >&2; exit 1; }

fingerprint() { cat requirements/uv.txt "requirements/$1.txt" .python-version | cksum; }

is_current() { [ -x "$python" ] && [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$1 $(fingerprint "$1")" ] && "$python" -c '' 2>/dev/null; }

is_suitable() { "$1" -c 'import sys, venv, ensurepip, sqlite3; sys.exit(sys.version_info < (3, 12) or sqlite3.sqlite_version_info < (3, 37))' 2>/dev/null; }

# The tested version first, then the newest; pyenv's own folders last, because its shims follow .python-version only.
candidates() {
    local version
    for version in "$(cat .python-version)" 3.19 3.18 3.17 3.16 3.15 3.14 3.13 3.12; do echo "python$version"; done
    printf '%s\n' python3 python
    if command -v pyenv >/dev/null; then ls -d "$(pyenv root)"/versions/3.*/bin/python3 2>/dev/null | sort -rV; fi
}

find_python() {
    local candidate
    while read -r candidate; do
        if command -v "$candidate" >/dev/null && is_suitable "$candidate"; then command -v "$candidate"; return; fi
    done < <(candidates)
    return 1
}

refuse_python() {
    refuse "Openbook needs Python 3.12 or newer, with its venv module and SQLite 3.37 or newer. None was found here." \
        "This machine's python3 is: $(python3 --version 2>/dev/null || echo missing)." \
        "Install one and start again. Debian 13, Ubuntu 24.04: apt install python3 python3-venv · macOS: brew install python@3.13" \
        "· any system: install uv, which brings its own Python."
}

make_environment() {
    local found
    rm -rf .venv
    if command -v uv >/dev/null && uv venv --quiet .venv 2>/dev/null && is_suitable "$python"; then return; fi
    rm -rf .venv
    found=$(find_python) || refuse_python
    say "Making .venv with $("$found" --version) …"
    "$found" -m venv .venv || refuse "Python could not make .venv; the lines above say why."
}

pinned_uv() {
    if command -v uv >/dev/null; then command -v uv; return; fi
    if [ ! -x .venv/bin/uv ] || [ ! -f .venv/.uv-pinned ] || ! cmp -s requirements/uv.txt .venv/.uv-pinned; then
        "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/uv.txt >&2
        cp requirements/uv.txt .venv/.uv-pinned
    fi
    echo .venv/bin/uv
}

install_packages() {
    local uv
    say "Installing the packages of requirements/$wanted.txt …"
    if uv=$(pinned_uv) && "$uv" pip sync --quiet --require-hashes --link-mode copy --python "$python" "requirements/$wanted.txt"; then
        return
    fi
    say "uv could not install them; trying pip, which is slower."
    "$python" -m pip install --quiet --disable-pip-version-check --require-hashes -r "requirements/$wanted.txt" \
        || refuse "The packages could not be installed; the lines above say what failed." \
                  "Most often the network is missing. Nothing is broken: start again when it is back."
}

# Where the tools of a contributor are installed, `make run` leaves them there.
if [ "$wanted" = runtime ] && [ -f "$stamp" ] && [ "$(cut -d' ' -f1 "$stamp")" = dev ]; then wanted=dev; fi
if is_current "$wanted"; then exit 0; fi
[ -w . ] || refuse "$(pwd) is not writable, but .venv has to be made in it. Clone the project where you may write."

started=$SECONDS
is_suitable "$python" 2>/dev/null || make_environment
rm -f "$stamp"
install_packages
echo "$wanted $(fingerprint "$wanted")" >"$stamp"
say "Set up in $((SECONDS - started)) seconds."
