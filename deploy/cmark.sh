#!/usr/bin/env bash
# Makes sure of cmark-gfm, the Markdown renderer that ours is compared with; as root on Debian it installs it.
set -euo pipefail

command -v cmark-gfm >/dev/null && exit
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Debian's cmark-gfm …" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends cmark-gfm; } >&2
    exit
fi
echo "cmark-gfm is not here; the tests that compare with it are left out. Install it: sudo apt install cmark-gfm" >&2
