"""Django's SQLite backend, which knows that there are JSON functions, and where one thread alone waits for the lock.

Django finds out in a transaction, which waits for whoever writes (``transaction_mode`` is IMMEDIATE), and it remembers
for the life of the connection that waiting in vain means "no JSON".
"""

from threading import Lock

from django.db import OperationalError
from django.db.backends.sqlite3 import base, features

# Others wait a second for their turn, so that a process keeps threads for readers while somebody writes for long.
WRITE_LOCK, LOCK_TIMEOUT = Lock(), 1.0


class DatabaseFeatures(features.DatabaseFeatures):
    # A part of SQLite since 3.38. Without it the first migration says so.
    supports_json_field = True


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures

    def _start_transaction_under_autocommit(self) -> None:
        if not WRITE_LOCK.acquire(timeout=LOCK_TIMEOUT):
            raise OperationalError("database is locked")
        try:
            super()._start_transaction_under_autocommit()
        finally:
            WRITE_LOCK.release()
