"""A database that went through every migration: made once, copied by every worker and by every later run.

Migrating takes 20 seconds and a copy none. SQLite's is kept in pytest's cache (`pytest --cache-clear` forgets it),
PostgreSQL's as a template on its server. Django still migrates each copy, which finds nothing left to do.
"""

import fcntl
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, contextmanager
from hashlib import sha256
from pathlib import Path
from urllib.parse import urlsplit

from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)


def files_that_decide():
    """Our migrations, and the file that pins the packages which bring all others."""
    rooms = [Path(app.path) for app in apps.get_app_configs() if Path(app.path).parents[app.name.count(".")] == ROOT]
    return [*(file for room in rooms for file in (room / "migrations").glob("*.py")), ROOT / "requirements/dev.txt"]


def fingerprint(files):
    """Another one as soon as a file is added, taken away, renamed or changed."""
    prints = sorted(f"{file.name} {sha256(file.read_bytes()).hexdigest()}" for file in files)
    return sha256("\n".join(prints).encode()).hexdigest()[:16]


@contextmanager
def locked(folder):
    with (folder / "lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def migrate(database_url, scratch):
    """Runs every migration in a process of its own, so that this one keeps its connections."""
    changes = {"DATABASE_URL": database_url, "TMPDIR": str(scratch)}
    command = [sys.executable, "manage.py", "migrate", "--verbosity=0"]
    subprocess.run(command, cwd=ROOT, env=os.environ | changes, check=True)


def sqlite_file(folder, scratch):
    """A file in the folder, which holds no other afterwards."""
    file = folder / f"{fingerprint(files_that_decide())}.sqlite3"
    with locked(folder):
        if not file.exists():
            for older in folder.glob("*.sqlite3"):
                older.unlink()
            migrate(f"sqlite:///{scratch / file.name}", scratch)
            (scratch / file.name).replace(file)
    return file


def copy_sqlite(file, target):
    """Copies the database in the file into an open connection."""
    with closing(sqlite3.connect(f"{file.as_uri()}?immutable=1", uri=True)) as source:
        source.backup(target)


def postgresql_template(connection, folder, scratch):
    """The name of a database on the server of the connection."""
    name = f"migrated_{fingerprint(files_that_decide())}"
    with locked(folder), connection._nodb_cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if not cursor.fetchone():
            cursor.execute("DROP DATABASE IF EXISTS half_migrated")
            cursor.execute("CREATE DATABASE half_migrated")
            server = urlsplit(os.environ["DATABASE_URL"])
            migrate(server._replace(path="/half_migrated").geturl(), scratch)
            cursor.execute(f"ALTER DATABASE half_migrated RENAME TO {name}")
    return name
