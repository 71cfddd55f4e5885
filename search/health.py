"""Whether the database's own index over the rows of SearchedPost is whole, and how it is made anew."""

from importlib import import_module

from django.db import DatabaseError, connection, transaction

from search.engines import engine
from search.indexing import BATCH
from search.models import SearchedPost

LACKING = """
    SELECT count(*) FROM finder_searchedpost WHERE NOT EXISTS (
        SELECT 1 FROM search_vector WHERE search_vector.post_id = finder_searchedpost.post_id)"""


# The structure of an index without words. Without one SQLite cannot even drop the table.
EMPTY = "INSERT OR REPLACE INTO search_index_data (id, block) VALUES (10, x'00000000000000')"


def is_whole() -> bool:
    """Compares the index with the rows; reads all of it."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                # It raises where the index is damaged or does not say what the rows say.
                cursor.execute("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
                return True
            cursor.execute(LACKING)
            return cursor.fetchone()[0] == 0
    except DatabaseError:
        return False


def rebuild() -> None:
    """Makes the index of the rows that there are."""
    if connection.vendor == "sqlite":
        _rebuild_fts5()
        return
    last = 0
    while rows := list(SearchedPost.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        engine().write(rows)
        last = rows[-1].pk


@transaction.atomic
def _rebuild_fts5() -> None:
    with connection.cursor() as cursor:
        if "search_index_data" in connection.introspection.table_names(cursor):
            cursor.execute(EMPTY)
        cursor.execute("DROP TABLE IF EXISTS search_index")
        # As the migration made it, so that both are the same.
        cursor.execute(import_module("search.migrations.0002_index").SQLITE[0])
        cursor.execute("INSERT INTO search_index (search_index) VALUES ('rebuild')")
