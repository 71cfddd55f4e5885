"""A reader's request writes nothing and begins no transaction, so that nobody who writes for long keeps readers out."""

import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from http.client import HTTPConnection
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from blog.models import BlogDocument, BlogImage, BlogIndexPage, BlogRendition, Topic
from blog.scheduling.worker_status import record_heartbeat
from config.sqlite import base
from search.analytics import query_log
from search.models import AskedQuery
from tests.connections import committed
from tests.factories import AuthorFactory, PostPageFactory
from tests.journeys import content, server

READER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"}
# Every kind of address for readers, what is not found among them. "/broken/" is made to fail.
ADDRESSES = {
    *(address for address in content.READER_PAGES.values() if address != "/broken/"),
    *("/blog/feed/", "/search/feed/?q=ledger", "/search/titles/?q=led", "/search/?q=ledgr", "/blog/every-block.md"),
    *("/sitemap.xml", "/sitemap-posts.xml", "/sitemap-pages.xml", "/robots.txt", "/accent-b3401f.css"),
    *("/healthz", "/readyz", "/moved/", "/blog/new-pictures/", "/admin/login/", "/nowhere/", "/blog/short-post-1"),
}
WRITES = ("BEGIN", "SAVEPOINT", "INSERT", "UPDATE", "DELETE", "REPLACE")
# Holds the file that is named until its input ends.
HOLD = """
import sqlite3, sys
database = sqlite3.connect(sys.argv[1], isolation_level=None)
database.execute("BEGIN EXCLUSIVE")
database.execute("CREATE TABLE held (id integer)")
print("held", flush=True)
sys.stdin.read()
"""


def write():
    content.write()
    Redirect.objects.create(old_path="/moved", site=Site.objects.get(), redirect_link="/blog/")
    fresh = BlogImage.objects.create(title="Fresh", description="Lines", file=content.picture_file("fresh.png"))
    PostPageFactory(
        parent=BlogIndexPage.objects.get(), slug="new-pictures", cover=fresh, cover_alt="Lines",
        authors=[AuthorFactory(name="Cy", portrait=fresh)], published_on=datetime(2025, 5, 1, tzinfo=UTC),
    )  # fmt: skip


@pytest.fixture(scope="module")
def written(migrated_folder, tmp_path_factory, django_db_blocker):
    """A SQLite database with everything that readers may ask for, some of it never asked for before."""
    folder = tmp_path_factory.mktemp("written")
    with django_db_blocker.unblock(), committed(migrated_folder, folder):
        write()
        server.finish_background()
        server.copy_database(folder / "committed.sqlite3", folder / "written.sqlite3")
    return folder / "written.sqlite3"


@pytest.fixture
def site(request, migrated_folder, tmp_path, django_db_blocker, monkeypatch):
    """Everything that readers may ask for in a database of its own."""
    is_sqlite = connection.vendor == "sqlite"
    copied = request.getfixturevalue("written") if is_sqlite else None
    with django_db_blocker.unblock(), committed(migrated_folder, tmp_path, copied):
        if not is_sqlite:
            write()
        record_heartbeat()
        # What was searched is written at once.
        query_log._pending.clear()
        monkeypatch.setattr(query_log, "_last_flush", -query_log.FLUSH_INTERVAL)
        yield tmp_path / "committed.sqlite3"
        server.finish_background()


def addresses():
    document = BlogDocument.objects.create(title="Paper", file=ContentFile(b"a,b\n", name="paper.csv"))
    return sorted(ADDRESSES | {document.url, BlogImage.objects.latest("pk").file.url})


def as_reader(address):
    return Client(headers=READER).get(address)


def test_addresses_lead_to_every_list_of_a_blog(site):
    blog = BlogIndexPage.objects.get()
    inside = {address.partition("?")[0].removeprefix("/blog/") for address in ADDRESSES if address.startswith("/blog/")}

    left_out = [pattern for pattern in blog.get_subpage_urls() if not any(pattern.resolve(path) for path in inside)]

    assert left_out == []


def test_reader_begins_no_transaction_and_writes_nothing(site):
    found = []

    def note(execute, sql, *arguments):
        if sql.lstrip().upper().startswith(WRITES) or connection.in_atomic_block:
            found.append((address, sql))
        return execute(sql, *arguments)

    asked_for = addresses()
    with connection.execute_wrapper(note):
        for address in asked_for:
            as_reader(address)

    assert found == []


def test_what_a_reader_asked_for_is_written_in_the_background(site):
    fresh = BlogImage.objects.get(title="Fresh")
    before = as_reader("/blog/new-pictures/").content.decode()
    as_reader("/search/?q=harbour")
    server.finish_background()
    after = as_reader("/blog/new-pictures/").content.decode()

    card = BlogRendition.objects.get(image=fresh, filter_spec="fill-1200x630|format-jpeg").url
    assert fresh.renditions.get(filter_spec="format-jpeg|width-640").url in before
    assert card not in before
    assert card in after
    assert AskedQuery.objects.get().query == "harbour"


@contextmanager
def write_lock(file):
    """Another process writes into the database for as long as this lasts."""
    command = [sys.executable, "-c", HOLD, str(file)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout.readline() == "held\n"
        yield
        writer.communicate()


def statuses(address, asked_for):
    """What the server answers to each, on a connection of its own to it and to the database."""
    found = []
    for path in asked_for:
        # Whoever waits for the lock waits longer.
        line = HTTPConnection(address.hostname, address.port, timeout=15)
        line.request("GET", path, headers=READER)
        found.append((path, line.getresponse().status))
        line.close()
    return found


@pytest.mark.database("sqlite")
def test_editor_is_told_to_try_again_while_another_process_writes_and_loses_nothing(site):
    User.objects.create_superuser("ada", password=content.PASSWORD)
    visitor = Client(headers={"accept": "text/html"}, raise_request_exception=False)
    editor = Client(headers={"accept": "text/html"}, raise_request_exception=False)
    editor.force_login(User.objects.get(username="ada"))
    acts = [
        (visitor, "/admin/login/", {"username": "ada", "password": content.PASSWORD}),
        (editor, "/admin/snippets/blog/topic/add/", {"name": "Locks", "slug": "locks", "description": ""}),
    ]
    with write_lock(site):
        connection.cursor().execute("PRAGMA busy_timeout = 50")
        refused = [person.post(address, sent) for person, address, sent in acts]
        ready = as_reader("/readyz")

    assert [(answer.status_code, answer["Retry-After"]) for answer in refused] == [(503, "30")] * 2
    assert all("Try again in a minute." in answer.content.decode() for answer in refused)
    assert ready.content == b"ok\n"
    assert [person.post(address, sent).status_code for person, address, sent in acts] == [302, 302]
    assert Topic.objects.filter(slug="locks").exists()


@pytest.mark.database("sqlite")
def test_one_thread_alone_waits_for_the_lock_and_the_next_is_told_to_try_again(site, monkeypatch):
    monkeypatch.setattr(base, "LOCK_TIMEOUT", 0.01)
    visitor = Client(raise_request_exception=False)

    with base.WRITE_LOCK:
        refused = visitor.post("/admin/login/", {"username": "ada", "password": "wrong"})
        assert as_reader("/blog/").status_code == 200

    assert (refused.status_code, refused["Retry-After"]) == (503, "30")
    assert visitor.post("/admin/login/", {"username": "ada", "password": "wrong"}).status_code == 200


@pytest.mark.database("sqlite")
def test_hundred_new_connections_are_answered_while_another_process_writes(site):
    asked_for = addresses()
    hundred = (asked_for * 3)[:100]
    with server.serving() as address:
        content.set_address(address)
        free = dict(statuses(urlsplit(address), asked_for))
        with write_lock(site):
            locked = statuses(urlsplit(address), hundred)
        after = dict(statuses(urlsplit(address), asked_for))

    assert set(free.values()) <= {200, 301, 302, 404}
    assert locked == [(path, free[path]) for path in hundred]
    assert after == free
