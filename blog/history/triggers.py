"""The database triggers that make versions append-only."""

from collections.abc import Generator
from contextlib import contextmanager
from importlib import import_module

from django.db.backends.base.base import BaseDatabaseWrapper

from blog.history.models import PublishedVersion

VERSION_TABLE = PublishedVersion._meta.db_table
# Its SQL statements are those that the database must have now.
NEWEST_TRIGGERS = "blog.history.migrations.0003_format_two"


def changed_triggers(connection: BaseDatabaseWrapper) -> set[str]:
    """The names of triggers that are missing, disabled or have another definition than the migration gave them."""
    expected, found = import_module(NEWEST_TRIGGERS).DEFINITIONS[connection.vendor], _definitions(connection)
    return {name for name, definition in expected.items() if found.get(name) != definition}


def restore_triggers(connection: BaseDatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        for statement in import_module(NEWEST_TRIGGERS).statements(connection.vendor):
            cursor.execute(statement)


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


def _definitions(connection: BaseDatabaseWrapper) -> dict[str, str]:
    return _sqlite_triggers(connection) if connection.vendor == "sqlite" else _postgresql_triggers(connection)


def _sqlite_triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The SQL statements of the triggers of the table, by name."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s", [VERSION_TABLE])
        return dict(cursor.fetchall())


def _postgresql_triggers(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """The bodies of the functions that the enabled triggers of the table call, by name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid"
            " WHERE tgrelid = %s::regclass AND NOT tgisinternal AND tgenabled <> 'D'",
            [VERSION_TABLE],
        )
        return dict(cursor.fetchall())
