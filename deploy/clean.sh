#!/usr/bin/env bash
# deploy/clean.sh [yes]: removes what the commands can make again, and the data only when told to.
set -euo pipefail
cd "$(dirname "$0")/.."

data=${VAR_DIR:-var}
rm -rf .venv .pytest_cache .ruff_cache .import_linter_cache .hypothesis
find . -name __pycache__ -type d -prune -exec rm -rf {} +
echo "Removed .venv and the caches."
[ -d "$data" ] || exit 0

if [ "${1:-}" != yes ]; then
    echo "Kept the data in $data (database, pictures, login). To remove it as well: make clean DATA=yes VAR_DIR=$data"
    exit 0
fi
# By name, because the folder may hold files that are not Openbook's.
for name in db.sqlite3 db.sqlite3-wal db.sqlite3-shm secret_key login media static static.stamp mail logs run.lock worker.lock; do
    rm -rf "${data:?}/$name"
done
rmdir "$data" 2>/dev/null || true
echo "Removed the data in $data."
