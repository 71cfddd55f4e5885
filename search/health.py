"""Whether the database's own indexes over the rows of this room are whole, and how they are made anew."""

from importlib import import_module

from django.db import DatabaseError, connection, transaction

from search.engines import engine
from search.indexing import BATCH
from search.models import SearchedPost

# SQLite's full-text tables, each with the migration that made it, so that both are the same.
FTS5 = {"search_index": "search.migrations.0002_index", "search_title": "search.migrations.0006_searched_titles"}
LACKING = """
    SELECT count(*) FROM finder_searchedpost WHERE NOT EXISTS (
        SELECT 1 FROM search_vector WHERE search_vector.post_id = finder_searchedpost.post_id)"""


def is_whole() -> bool:
    """Compares the indexes with the rows; reads all of them."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                for table in FTS5:
                    # It raises where the index is damaged or does not say what the rows say.
                    cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
                return True
            cursor.execute(LACKING)
            return cursor.fetchone()[0] == 0
    except DatabaseError:
        return False


def rebuild() -> None:
    """Makes the indexes of the rows that there are."""
    if connection.vendor == "sqlite":
        for table, migration in FTS5.items():
            _rebuild(table, import_module(migration).SQLITE[0])
        return
    last = 0
    while rows := list(SearchedPost.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        engine().write(rows)
        last = rows[-1].pk


@transaction.atomic
def _rebuild(table: str, made: str) -> None:
    data = f"{table}_data"
    with connection.cursor() as cursor:
        if data in connection.introspection.table_names(cursor):
            # The structure of an index without words. Without one SQLite cannot even drop the table.
            cursor.execute(f"INSERT OR REPLACE INTO {data} (id, block) VALUES (10, x'00000000000000')")  # noqa: S608
        cursor.execute(f"DROP TABLE IF EXISTS {table}")
        cursor.execute(made)
        cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")  # noqa: S608 (tables of ours)
