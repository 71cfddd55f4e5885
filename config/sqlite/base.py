"""Django's SQLite backend with two changes: JSON functions are assumed, and only one thread waits for the write lock.

Django detects JSON functions in a transaction, which waits for other writers (``transaction_mode`` is IMMEDIATE). After
a timeout it assumes for the lifetime of the connection that there are none.
"""

from threading import Lock

from django.db import OperationalError
from django.db.backends.sqlite3 import base, features

# Other threads wait one second for this lock, so that a process keeps threads for readers during a long write.
WRITE_LOCK, LOCK_TIMEOUT = Lock(), 1.0


class DatabaseFeatures(features.DatabaseFeatures):
    # Part of SQLite since 3.38. Without JSON functions, the first migration fails with a message.
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
