"""Django's SQLite backend, which knows that there are JSON functions.

Django finds out in a transaction, which waits for whoever writes (``transaction_mode`` is IMMEDIATE), and it remembers
for the life of the connection that waiting in vain means "no JSON".
"""

from django.db.backends.sqlite3 import base, features


class DatabaseFeatures(features.DatabaseFeatures):
    # A part of SQLite since 3.38. Without it the first migration says so.
    supports_json_field = True


class DatabaseWrapper(base.DatabaseWrapper):
    features_class = DatabaseFeatures
