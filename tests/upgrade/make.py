"""Makes the site that upgrades start from, with the code as it is: once for each release that people run.

    python -m tests.upgrade.make tests/upgrade/sites/0.1
    deploy/with_postgres.sh .venv/bin/python -m tests.upgrade.make tests/upgrade/sites/0.1

The first writes the SQLite database and the media, the second a dump of the same site on PostgreSQL: both give their
files the same names.
"""

import lzma
import os
import shutil
import sqlite3
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PYTHON = sys.executable
WORLD = (
    "import json, sys; from pathlib import Path; from tests.upgrade.world import fill; "
    "Path(sys.argv[2]).write_text(json.dumps(fill(Path(sys.argv[1]))))"
)


def environment(var_dir, database_url):
    changes = {
        "VAR_DIR": str(var_dir),
        "DATABASE_URL": database_url,
        "DJANGO_SETTINGS_MODULE": "tests.upgrade.settings",
    }
    return os.environ | changes


def run(*command, env, **options):
    return subprocess.run(command, cwd=ROOT, env=env, check=True, **options)


def make(target, scratch):
    target.mkdir(parents=True, exist_ok=True)
    database_url = os.environ.get("DATABASE_URL") or f"sqlite:///{scratch / 'db.sqlite3'}"
    env = environment(scratch, database_url)
    run(PYTHON, "manage.py", "migrate", "--verbosity=0", env=env)
    secrets = scratch / "secrets.json"
    fill = f"import django; django.setup(); {WORLD}"
    run(PYTHON, "-c", fill, str(scratch / "moved-in"), str(secrets), env=env)
    if not target.joinpath("media.tar.xz").exists():
        pack_media(scratch / "media", target / "media.tar.xz")
    # What a start does besides: an index, and static files for the pages.
    run(PYTHON, "manage.py", "run", "--only-prepare", env=env)
    asked = [PYTHON, "-m", "tests.upgrade.facts", str(secrets), str(scratch / "moved-in")]
    facts = run(*asked, env=env, stdout=subprocess.PIPE).stdout
    name = "postgresql" if database_url.startswith("postgres") else "sqlite"
    pack(target / f"{name}.facts.json.xz", facts)
    pack(target / f"{name}.secrets.json.xz", secrets.read_bytes())
    if name == "sqlite":
        pack(target / "sqlite.db.xz", emptied_copy(scratch / "db.sqlite3", scratch / "copy.sqlite3"))
    else:
        dump = ["pg_dump", "--no-owner", "--no-privileges", f"--dbname={database_url}"]
        pack(target / "postgresql.sql.xz", run(*dump, env=env, stdout=subprocess.PIPE).stdout)


def pack(path, content):
    path.write_bytes(lzma.compress(content, preset=9))


def emptied_copy(database, copy):
    """The bytes of the database without free pages and without a log beside it."""
    with sqlite3.connect(database) as connection:
        connection.execute("VACUUM INTO ?", [str(copy)])
    return copy.read_bytes()


def pack_media(media, path):
    with tarfile.open(path, "w:xz") as archive:
        archive.add(media, "media", filter=without_machine)


def without_machine(entry):
    entry.uid = entry.gid = entry.mtime = 0
    entry.uname = entry.gname = ""
    return entry


if __name__ == "__main__":
    scratch = Path(tempfile.mkdtemp(prefix="openbook-upgrade-"))
    try:
        make(Path(sys.argv[1]), scratch)
    finally:
        shutil.rmtree(scratch)
