#!/usr/bin/env bash
# Runs a command with DATABASE_URL set to a PostgreSQL server made for it, and removes the server afterwards:
#   deploy/with_postgres.sh .venv/bin/pytest
# The server listens on a socket in a scratch folder only. It keeps nothing, so it need not wait for the disk.
set -euo pipefail

refuse() { printf '%s\n' "$@" >&2; exit 1; }

find_binaries() {
    local folder
    for folder in "$(dirname "$(command -v initdb || echo none/initdb)")" \
        $(ls -d /usr/lib/postgresql/*/bin /usr/pgsql-*/bin /opt/homebrew/opt/postgresql*/bin 2>/dev/null | sort -rV) /usr/local/bin; do
        if [ -x "$folder/initdb" ] && [ -x "$folder/postgres" ] && [ -x "$folder/pg_ctl" ]; then echo "$folder"; return; fi
    done
    return 1
}

# PostgreSQL refuses to run as root.
as_user() {
    if [ "$(id -u)" != 0 ]; then "$@"
    elif command -v runuser >/dev/null; then runuser -u nobody -- "$@"
    elif command -v setpriv >/dev/null; then setpriv --reuid nobody --clear-groups -- "$@"
    else su nobody -s /bin/sh -c 'exec "$@"' -- sh "$@"; fi
}

stop() {
    as_user "$binaries/pg_ctl" -D "$scratch/data" -m immediate stop >/dev/null 2>&1 || true
    rm -rf "$scratch"
}

if ! find_binaries >/dev/null && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    echo "Installing Debian's postgresql …" >&2
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends postgresql; } >&2
fi
binaries=$(find_binaries) || refuse "PostgreSQL's server programs were not found (initdb, postgres, pg_ctl)." \
    "Install them: sudo apt install postgresql · brew install postgresql@17"
scratch=$(mktemp -d /tmp/openbook-postgres-XXXXXX)
trap stop EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP
[ "$(id -u)" != 0 ] || chown nobody "$scratch"
cd "$scratch"

owner=openbook
initialise() { as_user "$binaries/initdb" -D "$scratch/data" -U "$owner" -A trust -E UTF8 --no-sync "$@" >"$scratch/log" 2>&1; }
initialise --locale=C.UTF-8 || { as_user rm -rf "$scratch/data"; initialise --no-locale; } || refuse "initdb failed:" "$(cat "$scratch/log")"
as_user "$binaries/pg_ctl" -D "$scratch/data" -w -t 60 -l "$scratch/data/server.log" start >/dev/null -o \
    "-c listen_addresses='' -c unix_socket_directories='$scratch' -c fsync=off -c synchronous_commit=off -c full_page_writes=off" \
    || refuse "PostgreSQL did not start:" "$(cat "$scratch/data/server.log")"
cd "$OLDPWD"

export DATABASE_URL="postgres://$owner@${scratch//\//%2F}/postgres"
echo "PostgreSQL: $("$binaries/postgres" --version)"
"$@"
