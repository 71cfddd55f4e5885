"""A database of its own in which what is written stays, and people who come at the same time."""

import shutil
from contextlib import contextmanager
from threading import Barrier, Thread

from django.db import connection, connections

from tests import migrated
from tests.journeys import server


@contextmanager
def committed(folder, scratch, written=None):
    """Every thread of this process uses a migrated database that nobody else has, through a connection of its own.

    On SQLite it may be a copy of a file that was written before.
    """
    if connection.vendor == "sqlite":
        file = scratch / "committed.sqlite3"
        shutil.copy(written or migrated.sqlite_file(folder, scratch), file)
        with server.database(file):
            yield
        return
    template = migrated.postgresql_template(connection, folder, scratch)
    name = f"committed_{connection.settings_dict['NAME']}"
    with connection._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {name}")
        cursor.execute(f"CREATE DATABASE {name} TEMPLATE {template}")
    usual_settings, usual_connection = connections.settings["default"], connections["default"]
    connections.settings["default"] = {**usual_settings, "NAME": name}
    connections["default"] = connections.create_connection("default")
    server.forget_what_was_read()
    try:
        yield
    finally:
        connections["default"].close()
        connections.settings["default"], connections["default"] = usual_settings, usual_connection
        server.forget_what_was_read()
        with connection._nodb_cursor() as cursor:
            cursor.execute(f"DROP DATABASE {name}")


def at_once(*acts):
    """Does them at the same moment; gives what each returned or raised, in order."""
    start, results = Barrier(len(acts)), [None] * len(acts)

    def do(place, act):
        start.wait()
        try:
            results[place] = act()
        except Exception as error:  # noqa: BLE001 - whatever it is, the test looks at it
            results[place] = error
        finally:
            connections.close_all()

    threads = [Thread(target=do, args=one) for one in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
