"""`make run` from the outside: what it refuses, what it makes, how it starts again and how it stops."""

import shutil
import signal
import socket
import sqlite3
import urllib.request
from contextlib import closing
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.operations.data_version import unknown_migrations
from config.operations.errors import NotStarted
from config.operations.local_server import check_port_is_free, wanted_port
from config.operations.preparation import check_folder, lock, migrate
from tests.config.local_server import Trial, eventually, free_port, is_alive, manage


@pytest.fixture
def var_dir(first_start, tmp_path):
    return shutil.copytree(first_start, tmp_path / "var")


@pytest.fixture
def running(var_dir):
    """The site as it runs after its second start."""
    trial = Trial(var_dir, free_port())
    yield trial
    trial.send(signal.SIGKILL)


def refusal(var_dir, **changes):
    """The words of a start that is refused, without a traceback."""
    refused = manage("run", "--only-prepare", var_dir=var_dir, **changes)
    assert refused.returncode == 1
    assert "Traceback" not in refused.stderr
    return refused.stderr


@pytest.mark.parametrize("port", ["abc", "0", "65536", "-1", "80 80"])
def test_port_that_is_none_is_refused(monkeypatch, port):
    monkeypatch.setenv("PORT", port)

    with pytest.raises(NotStarted, match="PORT"):
        wanted_port()


def test_taken_port_is_refused_even_if_its_owner_shares_it():
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(NotStarted, match=f"Port {port} is taken. Choose another: make run PORT="):
            check_port_is_free(port)


def test_port_is_free_again_at_once_after_a_stop():
    with socket.socket() as server:
        server.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        with socket.create_connection(("127.0.0.1", port)):
            server.accept()[0].close()

    check_port_is_free(port)


def test_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").touch()

    with pytest.raises(NotStarted, match=r"VAR_DIR is .*nothing can be written there"):
        check_folder(tmp_path / "file" / "var")


def test_wrong_setting_is_refused_in_words(tmp_path):
    assert "Not started: DATABASE_URL" in refusal(tmp_path / "var", DATABASE_URL="mysql://a:b@c/d")


# In words like the setting above; what is wrong is found in the tests of wanted_port and check_folder.
@pytest.mark.long
def test_wrong_port_is_refused_in_words(tmp_path):
    assert "PORT is 99999, but must lie between" in refusal(tmp_path / "var", PORT="99999")


@pytest.mark.long
def test_file_in_place_of_the_folder_is_refused_in_words(tmp_path):
    (tmp_path / "file").touch()

    assert "which is a file and not a folder" in refusal(tmp_path / "file")


def test_database_that_does_not_answer_is_refused_in_words(tmp_path):
    words = refusal(tmp_path / "var", PORT=str(free_port()), DATABASE_URL="postgres://a:sesame@127.0.0.1:1/blog")

    assert "database blog cannot be used" in words
    assert "sesame" not in words


def test_file_that_is_no_database_is_refused_in_words(tmp_path):
    (tmp_path / "db.sqlite3").write_text("not a database " * 100)

    assert "file is not a database" in refusal(tmp_path, PORT=str(free_port()))


@pytest.mark.django_db
def test_start_that_was_stopped_behind_the_last_migration_goes_on_there():
    Permission.objects.filter(codename="add_approval").delete()

    migrate(MigrationExecutor(connection), StringIO())

    assert Permission.objects.filter(codename="add_approval").exists()


def test_data_of_a_newer_version_is_refused_and_not_touched(tmp_path):
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        database.execute(
            "CREATE TABLE django_migrations (id integer PRIMARY KEY, app text, name text, applied datetime)"
        )
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('blog', '9999_later', '2030-01-01')"
        )

    words = refusal(tmp_path, PORT=str(free_port()))

    assert "made by a newer version of Openbook (it knows blog.9999_later)" in words
    with sqlite3.connect(tmp_path / "db.sqlite3") as database:
        assert database.execute("SELECT name FROM sqlite_master WHERE name LIKE 'blog%'").fetchall() == []


def test_migration_that_a_package_squashed_away_is_no_newer_data():
    applied = [
        ("app", "0001_initial"),
        ("app", "0002_gone"),
        ("app", "0003_known"),
        ("app", "0004_later"),
        ("new", "0001_a"),
    ]
    known = [("app", "0001_initial"), ("app", "0003_known")]

    assert unknown_migrations(applied, known) == {("app", "0004_later"), ("new", "0001_a")}


def test_first_start_keeps_everything_in_its_folder_and_private(first_start):
    assert (first_start / "static.stamp").stat().st_mode & 0o777 == 0o600
    assert (first_start / "login").stat().st_mode & 0o777 == 0o600
    assert (first_start / "secret_key").stat().st_mode & 0o777 == 0o600
    assert (first_start / "static" / "staticfiles.json").exists()


@pytest.mark.long
def test_first_start_in_an_empty_folder_makes_what_one_with_a_migrated_database_makes(first_start, tmp_path):
    started = manage("run", "--only-prepare", var_dir=tmp_path, PORT=str(free_port()))

    assert started.returncode == 0, started.stderr
    assert tables(tmp_path) == tables(first_start)


def tables(var_dir):
    """How many rows each table has. Searches and sessions of the demo vary."""
    with closing(sqlite3.connect(var_dir / "db.sqlite3")) as database:
        names = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone() for name in names}


def test_start_on_data_in_use_is_refused(tmp_path):
    with lock(tmp_path / "run.lock", ""):
        assert f"already running with the data in {tmp_path}" in refusal(tmp_path, PORT=str(free_port()))


def test_second_start_says_where_the_site_answers_and_all_of_it_ends_with_the_supervisor(running, var_dir, subtests):
    name, password = (var_dir / "login").read_text().split()

    with subtests.test("it says where it is and answers there"):
        assert f"Site      {running.address}/" in running.words
        assert f"Admin     {running.address}/admin/" in running.words
        assert f"User      {name}" in running.words
        assert f"Password  {password}" in running.words
        assert f"Data      {var_dir}" in running.words
        assert "local trial, not for the internet: docs/operators.md" in running.words
        assert answer(running.address) == 200
        assert answer(f"{running.address}/admin/login/") == 200
    with subtests.test("it prepares nothing again"):
        assert "Preparing" not in running.words
        assert "demo" not in running.words.lower()
        assert "Collected" not in running.words
    with subtests.test("server and worker end even if the supervisor is killed"):
        assert eventually(lambda: len(running.children()) >= 3)
        children = running.children()
        running.send(signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL
        assert eventually(lambda: not any(is_alive(pid) for pid in children))


def answer(address):
    with urllib.request.urlopen(address, timeout=60) as response:
        return response.status
