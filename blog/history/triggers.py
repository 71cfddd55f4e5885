"""The database triggers that make versions append-only. The migration creates them."""

from collections.abc import Generator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper

from blog.history.models import PublishedVersion

VERSION_TABLE = PublishedVersion._meta.db_table
TRIGGER_NAMES = frozenset(("blog_history_no_change", "blog_history_no_delete"))
SQLITE_TRIGGER_NAMES = TRIGGER_NAMES | {"blog_history_no_replace"}


def missing_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    if connection.vendor == "sqlite":
        return set(SQLITE_TRIGGER_NAMES - _sqlite_triggers(connection).keys())
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled <> 'D'",
            [VERSION_TABLE],
        )
        return set(TRIGGER_NAMES - {name for (name,) in cursor.fetchall()})


@contextmanager
def triggers_disabled(connection: BaseDatabaseWrapper) -> Generator[None]:
    """A context in which SQLite can delete versions. PostgreSQL uses TRUNCATE, which runs no trigger."""
    triggers = _sqlite_triggers(connection) if connection.vendor == "sqlite" else {}
    with connection.cursor() as cursor:
        for name in triggers:
            cursor.execute(f"DROP TRIGGER {connection.ops.quote_name(name)}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for statement in triggers.values():
                cursor.execute(statement)


def _sqlite_triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The SQL statements of the triggers of the table, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [VERSION_TABLE])
        return dict(cursor.fetchall())
