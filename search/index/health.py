"""Integrity checks of the database's full-text indexes, and rebuilding them."""

from importlib import import_module
from types import ModuleType

from django.db import DatabaseError, connection, transaction

from search.engines import engine
from search.index.indexer import INDEX_BATCH_SIZE
from search.models import SearchedPost

# The FTS5 tables, each with the migration whose SQL creates it.
FTS5_TABLES = {"search_index": "search.migrations.0002_index", "search_title": "search.migrations.0006_searched_titles"}
MISSING_VECTORS_SQL = """
    SELECT count(*) FROM finder_searchedpost WHERE NOT EXISTS (
        SELECT 1 FROM search_vector WHERE search_vector.post_id = finder_searchedpost.post_id)"""


def is_intact() -> bool:
    """Whether the indexes match the rows. Reads all of them."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            if connection.vendor == "sqlite":
                for table in FTS5_TABLES:
                    if not has_triggers(table):
                        return False
                    # Raises an error if the index is damaged or does not match the rows.
                    cursor.execute(f"INSERT INTO {table} ({table}, rank) VALUES ('integrity-check', 1)")  # noqa: S608
                return True
            cursor.execute(MISSING_VECTORS_SQL)
            return cursor.fetchone()[0] == 0
    except DatabaseError:
        return False


def has_triggers(table: str) -> bool:
    """Whether the triggers that maintain the index exist."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND name LIKE %s", [f"{table}_%"])
        return cursor.fetchone()[0] == len(trigger_names(table))


def trigger_names(table: str) -> list[str]:
    return [f"{table}_{event}" for event in ("insert", "update", "delete")]


def rebuild() -> None:
    """Rebuilds the indexes from the rows."""
    if connection.vendor == "sqlite":
        for table, migration in FTS5_TABLES.items():
            _rebuild(table, import_module(migration))
        return
    last = 0
    while rows := list(SearchedPost.objects.filter(pk__gt=last).order_by("pk")[:INDEX_BATCH_SIZE]):
        engine().write(rows)
        last = rows[-1].pk


@transaction.atomic
def _rebuild(table: str, migration: ModuleType) -> None:
    data = f"{table}_data"
    with connection.cursor() as cursor:
        if data in connection.introspection.table_names(cursor):
            # The structure record of an empty index. Without it, SQLite cannot drop the table.
            cursor.execute(f"INSERT OR REPLACE INTO {data} (id, block) VALUES (10, x'00000000000000')")  # noqa: S608
        for statement in (*migration.SQLITE_UNDO, *migration.SQLITE):
            cursor.execute(statement)
        cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('rebuild')")  # noqa: S608 (tables of ours)
