"""What every test can count on, and what a run in continuous integration may not do: skip."""

import os
import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection

REAL_POSTS = Path(settings.BASE_DIR).parent / "shared" / "data"


def pytest_addoption(parser):
    parser.addoption("--only-database", action="store_true", help="Leave out the tests that touch no database.")


def pytest_collection_modifyitems(config, items):
    kept = [item for item in items if _belongs_here(item, only_database=config.getoption("--only-database"))]
    config.hook.pytest_deselected(items=[item for item in items if item not in set(kept)])
    items[:] = kept


def _belongs_here(item, *, only_database):
    database = item.get_closest_marker("database")
    if database and connection.vendor not in database.args:
        return False
    if item.get_closest_marker("real_posts") and not REAL_POSTS.is_dir():
        return False
    uses_database = item.get_closest_marker("django_db") or "db" in getattr(item, "fixturenames", ())
    return bool(uses_database) or not only_database


@pytest.fixture(autouse=True)
def empty_cache():
    """Rows are taken back after a test and their ids given again; what was cached for them is not."""
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
    """The path of the browser that `make test` found or installed."""
    path = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "No Chromium: run `make test`, which finds or installs one."
    return path
