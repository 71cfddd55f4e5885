"""A browser, and for every journey the same site: one database copied afresh, one server of its own."""

import os
import shutil
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client, override_settings
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from tests import migrated
from tests.journeys import content, server

# A busy machine is slow, not wrong.
PATIENCE = 20_000
# Wagtail's own checker, where a preview is loaded again while the one before is looked at; it looks again later.
AXE_AT_ONCE = (
    "Axe is already running. Use `await axe.run()` to wait for the previous run to finish before starting a new run."
)
QUIET = [
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
# A proxy where nobody answers stands before every address but this machine's, so that requests to others fail. To look
# at each request here would switch the browser's cache off, and pages would take twice as long.
NOWHERE = {"server": "http://127.0.0.1:9", "bypass": "127.0.0.1"}


@pytest.fixture(scope="session")
def browser(chromium):
    # Playwright's own event loop runs in this thread, which Django takes for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    # Chromium refuses to sandbox itself as root.
    arguments = [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET
    expect.set_options(timeout=PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments, proxy=NOWHERE)
        yield browser
        browser.close()


@dataclass(frozen=True)
class Folders:
    static: Path
    media: Path
    database: Path

    def settings(self):
        return {
            "ROOT_URLCONF": "tests.journeys.urls",
            "STATIC_ROOT": self.static,
            "MEDIA_ROOT": self.media,
            "STORAGES": {
                "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
                "staticfiles": {"BACKEND": "tests.journeys.server.UncompressedStorage"},
            },
        }


@pytest.fixture(scope="session")
def folders(browser, migrated_folder, tmp_path_factory, django_db_blocker):
    """Made once for all workers, each of which changes media of its own."""
    root = tmp_path_factory.getbasetemp()
    shared = (root.parent if "PYTEST_XDIST_WORKER" in os.environ else root) / "journeys"
    shared.mkdir(exist_ok=True)
    with migrated.locked(shared), django_db_blocker.unblock():
        if not (shared / "written").exists():
            write_folders(shared / "half-written", migrated_folder)
            (shared / "half-written").rename(shared / "written")
    written = folders_in(shared / "written")
    return replace(written, media=shutil.copytree(written.media, tmp_path_factory.mktemp("journeys") / "media"))


def folders_in(root):
    return Folders(static=root / "static", media=root / "media", database=root / "written.sqlite3")


def write_folders(root, migrated_folder):
    """The static files as readers get them, and a database and media with the content of all journeys."""
    root.mkdir()
    folders = folders_in(root)
    with override_settings(**folders.settings()):
        call_command("collectstatic", interactive=False, verbosity=0)
        server.copy_database(migrated.sqlite_file(migrated_folder, root), folders.database)
        with server.database(folders.database):
            content.write()
            # The sizes of pictures are made when a page first shows them: once here, not in every journey.
            for address in (content.EVERY_BLOCK, content.TOO_WIDE, "/blog/", "/blog/authors/ada-pell/"):
                assert Client().get(address).status_code == 200


@pytest.fixture
def site(folders, tmp_path, django_db_blocker):
    """The address of a site that nobody has changed yet."""
    server.copy_database(folders.database, tmp_path / "journey.sqlite3")
    with (
        override_settings(**folders.settings()),
        django_db_blocker.unblock(),
        server.database(tmp_path / "journey.sqlite3"),
        server.serving() as address,
    ):
        content.set_address(address)
        yield address


@pytest.fixture
def strangers(site):
    """The addresses outside the site that a page asked for; a journey that expects one takes it out."""
    asked: list[str] = []
    yield asked
    assert asked == []


@pytest.fixture
def contexts(browser, site, strangers):
    """Opens a person's own window, ``contexts(java_script_enabled=False)``.

    Nothing leaves the machine. What a page may not do by its own policy, and errors of its scripts, fail the journey.
    """
    opened: list[BrowserContext] = []
    complaints: list[str] = []

    def note_stranger(request):
        if not request.url.startswith((f"{site}/", "data:", "blob:", "about:", "chrome:")):
            strangers.append(request.url)

    def open_context(*, width=1280, height=800, **options):
        size = {"width": width, "height": height}
        context = browser.new_context(base_url=site, viewport=size, **{"reduced_motion": "reduce", **options})
        context.set_default_timeout(PATIENCE)
        context.on("requestfailed", note_stranger)
        context.on("weberror", lambda error: complaints.extend({str(error.error)} - {AXE_AT_ONCE}))
        context.on("console", lambda message: complaints.append(message.text) if is_refusal(message) else None)
        opened.append(context)
        return context

    yield open_context
    for context in opened:
        context.close()
    assert complaints == []


def is_refusal(message):
    return message.type == "error" and "Content Security Policy" in message.text


@pytest.fixture
def page(contexts) -> Page:
    return contexts().new_page()
