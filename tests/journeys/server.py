"""The site that a journey walks through: its own database file, collected static files, a real server."""

import sqlite3
import threading
from contextlib import closing, contextmanager
from pathlib import Path

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.db import connections
from django.test.testcases import QuietWSGIRequestHandler

from blog.scheduling.background import BACKGROUND_THREAD as BACKGROUND
from config.env import SQLITE
from config.storage import BundledStaticFilesStorage


class UncompressedStorage(BundledStaticFilesStorage):
    """What readers are served, without the compressed copies, which take longer than all journeys."""

    def compress_files(self, paths):
        return []


@contextmanager
def database(file: Path):
    """Every thread of this process uses the SQLite database in ``file``.

    A file of its own and not Django's test database, which lives in memory, where the threads of a
    server would have to share one connection.
    """
    handler, alias = connections, "default"
    usual_settings, usual_connection = handler.settings[alias], handler[alias]
    described = {"NAME": str(file), **SQLITE}
    handler.settings[alias] = handler.configure_settings({alias: described})[alias]
    handler[alias] = handler.create_connection(alias)
    forget_what_was_read()
    try:
        yield
    finally:
        finish_background()
        handler[alias].close()
        handler.settings[alias] = usual_settings
        handler[alias] = usual_connection
        forget_what_was_read()


def finish_background():
    """Waits until nothing is left to do in the background, which would go on in the next database."""
    for thread in threading.enumerate():
        if thread.name == BACKGROUND:
            thread.join()


def forget_what_was_read():
    cache.clear()
    ContentType.objects.clear_cache()


def copy_database(source: Path, target: Path):
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)


class PatientHandler(QuietWSGIRequestHandler):
    # In seconds: nobody keeps a line open for longer, so that closing the server does not wait for it.
    timeout = 5


class Server(ThreadedWSGIServer):
    # Closing waits for the answers under way, which would otherwise meet the next journey's database.
    daemon_threads = False


@contextmanager
def serving():
    """Serves the site on a free port of this machine; gives its address."""
    server = Server(("127.0.0.1", 0), PatientHandler)
    server.set_app(WSGIHandler())
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
