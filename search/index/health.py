"""Whether the database's own indexes over the rows of this room are whole, and how they are made anew."""

from importlib import import_module
from types import ModuleType

from django.db import DatabaseError, connection, transaction

from search.engines import engine
from search.index.indexer import BATCH
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
                    if not is_kept(table):
                        return False
                    # It raises where the index is damaged or does not say what the rows say.
                    cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
                return True
            cursor.execute(LACKING)
            return cursor.fetchone()[0] == 0
    except DatabaseError:
        return False


def is_kept(table: str) -> bool:
    """Whether triggers keep the index when its rows change."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{table}_%"])
        return cursor.fetchone()[0] == len(triggers(table))


def triggers(table: str) -> list[str]:
    return [f"{table}_{happens}" for happens in ("insert", "update", "delete")]


def rebuild() -> None:
    """Makes the indexes of the rows that there are."""
    if connection.vendor == "sqlite":
        for table, migration in FTS5.items():
            _rebuild(table, import_module(migration))
        return
    last = 0
    while rows := list(SearchedPost.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        engine().write(rows)
        last = rows[-1].pk


@transaction.atomic
def _rebuild(table: str, migration: ModuleType) -> None:
    data = f"{table}_data"
    with connection.cursor() as cursor:
        if data in connection.introspection.table_names(cursor):
            # The structure of an index without words. Without one SQLite cannot even drop the table.
            cursor.execute(f"INSERT OR REPLACE INTO {data} (id, block) VALUES (10, x'00000000000000')")  # noqa: S608
        for statement in (*migration.SQLITE_UNDO, *migration.SQLITE):
            cursor.execute(statement)
        cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")  # noqa: S608 (tables of ours)
