"""A full disk and a lost database are told in a sentence, leave nothing half done, and are no traceback."""

import logging
import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.exceptions import SessionInterrupted
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, close_old_connections, connection
from django.urls import reverse
from wagtail.models import Collection, UploadedFile

from blog.media.disk_space import disk_full_message
from blog.models import BlogDocument, BlogImage
from blog.scheduling.worker_status import record_heartbeat
from config.logs import OutageFilter
from config.outage import status_of
from tests.blog.admin.conftest import post_data
from tests.blog.media_files import png_of_size, tone
from tests.blog.review.people import again, draft, make_team
from tests.connections import committed

FULL = "The server’s disk is full, so nothing was saved. Contact the operator of this site."
AWAY = "The database does not answer at the moment, so nothing was saved. Try again in a minute."
# Of three kilobytes, and small where it is drawn.
PICTURE = png_of_size(4000, 4000)


@contextmanager
def room_for(size):
    """No file may become larger, which the system tells as it tells a full disk: in the middle of writing."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.fixture
def own_database(migrated_folder, tmp_path, django_db_setup, django_db_blocker):
    """SQLite ends a transaction of which it cannot write a part, and so that of a test."""
    with django_db_blocker.unblock(), committed(migrated_folder, tmp_path):
        yield


def fill_database():
    """Its errors are true ones: SQLite's own limit, and PostgreSQL's code for a full disk."""
    connection.ensure_connection()
    if connection.vendor == "sqlite":
        connection.connection.execute("PRAGMA max_page_count = 1")
        fill_sessions(connection.connection)
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS "
            "$$BEGIN RAISE EXCEPTION 'could not extend file: No space left' USING ERRCODE = 'disk_full'; END$$"
        )
        for table in ("django_session", "wagtailcore_revision"):
            cursor.execute(f"CREATE TRIGGER full_disk BEFORE INSERT ON {table} EXECUTE FUNCTION full_disk()")


def fill_sessions(database):
    """Until no row fits into what is left of the last page."""
    for size in (3000, 300, 30, 1):
        with suppress(sqlite3.OperationalError):
            while True:
                database.execute(
                    "INSERT INTO django_session VALUES (hex(randomblob(16)), printf('%.*c', ?, 'x'), '2026-01-01')",
                    [size],
                )


def files():
    return {path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()}


def form(file, name):
    return {"title": "A title", "collection": Collection.get_first_root_node().pk, "tags": "", name: file}


UPLOADS = {
    "wagtailimages:add": ("file", "plate.png", PICTURE),
    "wagtailimages:add_multiple": ("files[]", "plate.png", PICTURE),
    "wagtailimages_chooser:create": ("image-chooser-upload-file", "plate.png", PICTURE),
    "wagtaildocs:add": ("file", "tone.wav", tone(seconds=1)),
    "wagtaildocs:add_multiple": ("files[]", "tone.wav", tone(seconds=1)),
}


@pytest.mark.django_db
@pytest.mark.parametrize("door", UPLOADS)
def test_upload_to_a_full_disk_says_so_and_leaves_no_part_of_a_file(admin_client, door):
    admin_client.raise_request_exception = False
    name, title, content = UPLOADS[door]
    before = files()
    values = form(SimpleUploadedFile(title, content), name)
    if "chooser" in door:
        values = {f"image-chooser-upload-{key}": value for key, value in values.items() if key != name} | {
            name: values[name]
        }

    with room_for(1000):
        response = admin_client.post(reverse(door), values)

    assert (response.status_code, response.content.decode()) == (507, FULL)
    assert files() == before
    assert not BlogImage.objects.exists()
    assert not BlogDocument.objects.exists()
    assert not UploadedFile.objects.exists()


@pytest.mark.django_db
def test_upload_whose_row_cannot_be_written_leaves_no_file(admin_client):
    admin_client.raise_request_exception = False
    before = files()

    with connection.execute_wrapper(refuse_images):
        response = admin_client.post(
            reverse("wagtailimages:add"), form(SimpleUploadedFile("plate.png", PICTURE), "file")
        )

    assert response.status_code == 503
    assert files() == before


def refuse_images(execute, sql, *args):
    if sql.startswith('INSERT INTO "blog_blogimage"'):
        raise OperationalError("server closed the connection unexpectedly")
    return execute(sql, *args)


def test_login_with_a_full_database_says_so(own_database, client):
    client.raise_request_exception = False
    User.objects.create_superuser("ada", password="secret")
    fill_database()

    response = client.post(reverse("wagtailadmin_login"), {"username": "ada", "password": "secret"})

    assert (response.status_code, response.content.decode()) == (507, FULL)
    assert "sessionid" not in client.cookies


def test_publication_in_a_full_database_says_so_and_shows_nothing(own_database, client):
    team = make_team(four_eyes=False)
    post = draft(team, team.edda, title="Tides")
    client.raise_request_exception = False
    client.force_login(team.edda)
    words = " ".join(str(number) for number in range(9000))
    data = post_data("Tides", slug="tides", body=[("text", f"<p>{words}</p>")], **{"action-publish": "1"})
    fill_database()

    response = client.post(reverse("wagtailadmin_pages:edit", args=[post.pk]), data)

    assert (response.status_code, response.content.decode()) == (507, FULL)
    assert not again(post).live
    assert again(post).latest_revision_id == post.latest_revision_id
    assert client.get("/").status_code == 200


@pytest.mark.database("postgresql")
def test_connection_that_broke_since_the_last_request_costs_nobody_one(own_database):
    connection.ensure_connection()
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
    other.close()

    # As at the beginning of a request.
    close_old_connections()

    assert User.objects.count() == 0


@pytest.mark.django_db
def test_reader_without_a_database_gets_a_page_that_says_when_to_come_back(client):
    client.raise_request_exception = False

    with connection.execute_wrapper(refuse_everything):
        response = client.get("/", headers={"accept": "text/html,*/*"})

    assert (response.status_code, response["Retry-After"], response["Cache-Control"]) == (503, "30", "no-store")
    page = BeautifulSoup(response.content, "html.parser")
    assert page.select_one(".page-head__summary").get_text(strip=True) == AWAY
    assert page.select_one(".count").get_text() == "503"


def refuse_everything(*_args):
    raise OperationalError("connection failed")


LOST = """
import django; django.setup()
from django.test import Client
client = Client(raise_request_exception=False)
for address in ("/", "/blog/a-post/", "/blog/feed/", "/search/?q=a", "/admin/login/", "/readyz"):
    answer = client.get(address)
    print(address, answer.status_code, answer.get("Retry-After"), answer.content.decode().strip())
answer = client.post("/admin/login/", {"username": "ada", "password": "secret"})
print("login", answer.status_code, answer.get("Retry-After"), answer.content.decode().strip())
"""


def test_lost_server_costs_each_reader_one_line_of_the_log():
    environment = os.environ | {
        # Nothing listens there.
        "DATABASE_URL": "postgres://ada:secret@127.0.0.1:1/none",
        "DJANGO_SETTINGS_MODULE": "config.settings.test",
    }

    run = subprocess.run(
        [sys.executable, "-c", LOST], cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=True
    )

    answers, lines = run.stdout.splitlines(), run.stderr.splitlines()
    assert answers[:4] == [f"{at} 503 30 {AWAY}" for at in ("/", "/blog/a-post/", "/blog/feed/", "/search/?q=a")]
    assert answers[5:] == ["/readyz 503 None The database does not answer.", f"login 503 30 {AWAY}"]
    assert len(lines) == len(answers)
    assert all("ERROR django.request: Service Unavailable: /" in line for line in lines)
    assert "secret" not in run.stderr


def error_of(name):
    """A true error of SQLite, as Django tells it."""
    cause = sqlite3.OperationalError("no such table: x")
    cause.sqlite_errorname = name
    error = OperationalError(str(cause))
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("name", "status"),
    [("SQLITE_FULL", 507), ("SQLITE_BUSY", 503), ("SQLITE_IOERR_WRITE", 503), ("SQLITE_CANTOPEN", 503),
     ("SQLITE_READONLY_DBMOVED", 503), ("SQLITE_ERROR", None)],
)  # fmt: skip
def test_only_what_no_change_of_the_code_would_mend_is_an_outage(name, status):
    session = SessionInterrupted("The session was deleted before the request completed.")
    session.__context__ = error_of(name)

    assert status_of(session) == status


@pytest.mark.django_db
@pytest.mark.parametrize("sql", ["SELECT * FROM no_such_table", "SELECT no_such_column FROM auth_user", "SELEC"])
def test_error_of_the_code_stays_one_with_its_traceback(client, sql):
    client.raise_request_exception = False

    def break_down(execute, _sql, params, many, context):
        return execute(sql, [], many, context)

    with connection.execute_wrapper(break_down):
        response = client.get("/blog/feed/")

    assert response.status_code == 500
    record = logging.makeLogRecord({"name": "django.request", "msg": "Failed", "exc_info": response.exc_info})
    assert OutageFilter().filter(record)
    assert record.exc_info


@pytest.fixture
def disk(monkeypatch):
    """Lets every disk have so many free bytes and files."""

    def have(size, files=1_000_000):
        answer = SimpleNamespace(f_bavail=size, f_frsize=1, f_files=2_000_000, f_favail=files)
        monkeypatch.setattr(os, "statvfs", lambda path: answer)

    return have


@pytest.mark.django_db
@pytest.mark.parametrize("left", [(0,), (99_000_000,), (10**12, 0)])
def test_full_disk_is_named_by_the_health_check_and_on_the_first_screen(client, admin_client, settings, disk, left):
    settings.VAR_DIR = settings.MEDIA_ROOT / "none"
    record_heartbeat()
    assert client.get("/readyz").status_code == 200

    disk(*left)

    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content.decode() == "The disk of MEDIA_ROOT is full. Uploading and saving will fail.\n"
    panel = BeautifulSoup(admin_client.get("/admin/").content, "html.parser").select_one(".help-critical strong")
    assert panel.get_text() == response.content.decode().strip()


def test_file_system_that_counts_no_files_has_room(monkeypatch):
    free = SimpleNamespace(f_bavail=10**12, f_frsize=1, f_files=0, f_favail=0)
    monkeypatch.setattr(os, "statvfs", lambda path: free)

    assert disk_full_message() == ""


@pytest.mark.database("postgresql")
def test_server_that_goes_away_between_two_queries_is_told_in_words_and_one_line(own_database, client, caplog):
    client.raise_request_exception = False
    connection.ensure_connection()
    other, asked = connection.copy(), []

    def end(execute, sql, params, many, context):
        asked.append(sql)
        if len(asked) == 2:
            with other.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
            other.close()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(end):
        response = client.post("/admin/login/", {"username": "ada", "password": "wrong"})
    connection.close()

    assert (response.status_code, response["Retry-After"], response.content.decode()) == (503, "30", AWAY)
    assert [record.exc_info for record in caplog.records] == [None]
