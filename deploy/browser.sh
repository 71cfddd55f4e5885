#!/usr/bin/env bash
# Prints the path of a Chromium for the journeys; as root on Debian it installs one where none is found.
set -euo pipefail

find_browser() {
    local name
    for name in "${CHROMIUM:-}" chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" /Applications/Chromium.app/Contents/MacOS/Chromium; do
        if [ -n "$name" ] && command -v "$name"; then return; fi
    done
    return 1
}

find_browser && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Debian's chromium …" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends chromium; } >&2
    find_browser && exit
fi
echo "No Chromium was found for the journeys. Install one: sudo apt install chromium" >&2
echo "or name one: make test CHROMIUM=/path/to/chrome" >&2
exit 1
