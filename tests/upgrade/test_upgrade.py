"""A site that an earlier release made becomes one of this code by `make run`, and nothing of it is lost."""

import json
import lzma
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.db import connection

from tests.upgrade.folder import write_folder
from tests.upgrade.make import ROOT, environment

SITES = sorted(Path(__file__).parent.joinpath("sites").iterdir())
# Posts that somebody edited after the import, of those that are imported again.
EDITED = 2
# What a process of the upgraded site may know of the test run.
SERVER = os.environ.get("DATABASE_URL", "")


def unpacked(path):
    return lzma.decompress(path.read_bytes())


@pytest.fixture(params=SITES, ids=lambda site: site.name)
def site(request):
    return request.param


@pytest.fixture
def old_database(site, tmp_path):
    """The address of a database as the earlier release left it."""
    if connection.vendor == "sqlite":
        (tmp_path / "db.sqlite3").write_bytes(unpacked(site / "sqlite.db.xz"))
        yield f"sqlite:///{tmp_path / 'db.sqlite3'}"
        return
    name = f"upgraded_{os.getpid()}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"CREATE DATABASE {name}")
    address = urlsplit(SERVER)._replace(path=f"/{name}").geturl()
    restore = ["psql", "--quiet", "--no-psqlrc", "--set=ON_ERROR_STOP=1", f"--dbname={address}"]
    subprocess.run(restore, input=unpacked(site / "postgresql.sql.xz"), stdout=subprocess.DEVNULL, check=True)
    yield address
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


def expected(site, vendor):
    return json.loads(unpacked(site / f"{vendor}.facts.json.xz"))


@pytest.mark.django_db
def test_upgraded_site_says_what_it_said_before(site, old_database, tmp_path):
    with tarfile.open(site / "media.tar.xz") as media:
        media.extractall(tmp_path, filter="data")
    secrets, folder = tmp_path / "secrets.json", tmp_path / "moved-in"
    secrets.write_bytes(unpacked(site / f"{connection.vendor}.secrets.json.xz"))
    write_folder(folder)
    # An import that would not know its posts again would know none of a third of them.
    for place, post in enumerate(sorted(folder.glob("_posts/*"))):
        if place % 3:
            post.unlink()
    env = environment(tmp_path, old_database)

    upgrade = manage("manage.py", "run", "--only-prepare", env=env)
    after = manage("-m", "tests.upgrade.facts", str(secrets), str(folder), env=env)

    assert upgrade.returncode == 0, upgrade.stdout + upgrade.stderr
    assert after.returncode == 0, after.stderr[-4000:]
    found, before = json.loads(after.stdout), expected(site, connection.vendor)
    assert found.pop("doctor") == []
    assert found.pop("histories") == []
    assert unedited(found.pop("second import")) == {"new": 0, "edited": 0, "failed": 0}
    assert found.keys() == before.keys() - {"doctor", "second import"}
    readers = found.pop("readers")
    assert readers == {slug: before["readers"].get(slug) for slug in readers}
    assert len(readers) > 20
    for subject, facts in found.items():
        assert facts == before[subject], subject


def unedited(line):
    """What an import of the same folder would do wrong; that it reads some posts in another way is right."""
    numbers = [int(number) for number in re.findall(r"\d+", line)]
    new, _changed, _unchanged, edited, failed = numbers
    return {"new": new, "edited": max(0, edited - EDITED), "failed": failed}


def manage(*command, env):
    return subprocess.run([sys.executable, *command], cwd=ROOT, env=env, capture_output=True, text=True, check=False)
