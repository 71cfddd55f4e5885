"""Fixtures for all tests, and the selection of tests. In continuous integration, a skipped test fails the run."""

import os
import shutil
import sqlite3
import zlib
from contextlib import closing
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, transaction
from wagtail.models import Site

from blog.models import BlogIndexPage
from home.models import HomePage
from tests import migrated
from tests.factories import make_site

LONGEST_FILES = {
    *("test_upgrade.py", "test_run.py", "test_query_plans.py", "test_desk.py", "test_real_posts.py", "test_demo.py"),
    *("test_review_day.py", "test_four_eyes.py", "test_editor.py"),
}
# The rooms with SQL, triggers, locks or indexes of their own.
ABOUT_QUERIES = {"search", "speed", "upgrade", "history", "publishing", "public_index"}
REAL_POSTS = Path(settings.BASE_DIR).parent / "shared" / "data"


def pytest_addoption(parser):
    parser.addoption("--only-database", action="store_true", help="Leave out what says the same on every database.")


def pytest_collection_modifyitems(config, items):
    kept = [item for item in items if _belongs_here(item, only_database=config.getoption("--only-database"))]
    config.hook.pytest_deselected(items=list(set(items) - set(kept)))
    # The files with the longest run time come first, so that no worker starts one when the others are about to end.
    items[:] = sorted(kept, key=lambda item: item.path.name not in LONGEST_FILES)


def _belongs_here(item, *, only_database):
    database = item.get_closest_marker("database")
    if database and connection.vendor not in database.args:
        return False
    if item.get_closest_marker("real_posts") and not REAL_POSTS.is_dir():
        return False
    return not only_database or _asks_the_database(item, is_marked=bool(database))


def _asks_the_database(item, *, is_marked):
    """Whether the result may differ on another database.

    In rooms that use the ORM alone, that is every second test, chosen by its name, and of its cases the first one.
    `make test-long` runs all of them.
    """
    if not item.get_closest_marker("django_db") and "db" not in getattr(item, "fixturenames", ()):
        return False
    cases = item.callspec.indices.values() if hasattr(item, "callspec") else ()
    if is_marked or item.path.parent.name in ABOUT_QUERIES:
        return True
    return not any(cases) and zlib.crc32(item.originalname.encode()) % 2 == 0


@pytest.fixture(scope="session")
def migrated_folder(pytestconfig):
    return pytestconfig.cache.mkdir("migrated")


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix, migrated_folder, tmp_path_factory, django_db_blocker
):
    """Lets pytest-django create its test database as a copy of the migrated one."""
    scratch = tmp_path_factory.mktemp("migrated")
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock():
            template = migrated.postgresql_template(connection, migrated_folder, scratch)
        connection.settings_dict["TEST"]["TEMPLATE"] = template
        yield
    else:
        # The database in memory exists as long as there is a connection to it.
        with closing(sqlite3.connect(connection.creation._get_test_db_name(), uri=True)) as memory:
            migrated.copy_sqlite(migrated.sqlite_file(migrated_folder, scratch), memory)
            yield


@pytest.fixture(scope="module")
def module_db(django_db_setup, django_db_blocker):
    """A transaction around the tests of a module, for rows of other fixtures. Each test rolls back its own rows."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def module_site(module_db):
    """The rows of ``make_site``. Each test reads its own objects from them."""
    make_site()


@pytest.fixture
def site(db, module_site):
    """The site, its home page and its blog."""
    return Site.objects.get(), HomePage.objects.get(), BlogIndexPage.objects.get()


@pytest.fixture
def blog(site):
    return site[2]


@pytest.fixture(autouse=True)
def empty_cache():
    """Clears the cache. Rows are rolled back after a test and their ids are reused, but cached values would remain."""
    cache.clear()


def pytest_report_header(config):
    return f"database: {connection.vendor}; real posts: {'here' if REAL_POSTS.is_dir() else 'missing'}"


def pytest_sessionfinish(session, exitstatus):
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = reporter.stats.get("skipped", []) if reporter else []
    if skipped and os.environ.get("CI"):
        reporter.write_line(
            f"{len(skipped)} tests were skipped, which continuous integration does not allow:", red=True
        )
        for report in skipped:
            reporter.write_line(f"  {report.nodeid}: {report.longrepr[-1]}")
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure():
    media = Path(settings.MEDIA_ROOT)
    if media.name.startswith("openbook-test-media-"):
        shutil.rmtree(media, ignore_errors=True)


@pytest.fixture(scope="session")
def chromium():
    """Returns the path of the browser that `make test` found or installed."""
    names = ("chromium-headless-shell", "chromium", "google-chrome")
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    assert path, "No Chromium: run `make test`, which finds or installs one."
    return path
