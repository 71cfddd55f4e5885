#!/usr/bin/env bash
# Prints the path of a Chromium for the journeys; as root on Debian it installs one where none is found.
# The headless shell is the same engine without the window that nobody sees: opening a page costs it a quarter.
set -euo pipefail

find_browser() {
    local name
    for name in "$@"; do
        if [ -n "$name" ] && command -v "$name"; then return; fi
    done
    return 1
}

install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    echo "Installing Debian's $1 …" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "$1"; } >&2
}

shell=chromium-headless-shell
others=(chromium chromium-browser google-chrome google-chrome-stable
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" /Applications/Chromium.app/Contents/MacOS/Chromium)

find_browser "${CHROMIUM:-}" $shell && exit
install $shell && find_browser $shell && exit
find_browser "${others[@]}" && exit
install chromium && find_browser chromium && exit
echo "No Chromium was found for the journeys. Install one: sudo apt install $shell" >&2
echo "or name one: make test CHROMIUM=/path/to/chrome" >&2
exit 1
