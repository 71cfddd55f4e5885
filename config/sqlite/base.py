"""Django's SQLite backend with one difference: it knows whether there are JSON functions before a request asks.

Django finds out in a transaction, which waits for whoever writes (``transaction_mode`` is IMMEDIATE), and it
remembers for the life of the connection that waiting in vain means "no JSON".
"""

import sqlite3
from contextlib import closing

from django.db.backends.sqlite3 import base, features


def has_json() -> bool:
    with closing(sqlite3.connect(":memory:")) as memory:
        try:
            memory.execute("SELECT json('{}')")
        except sqlite3.OperationalError:
            return False
    return True


class DatabaseFeatures(features.DatabaseFeatures):
    supports_json_field = has_json()


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
