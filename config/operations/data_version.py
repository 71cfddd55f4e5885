"""Checks whether a newer version of the code migrated the database. Imports no models."""

from collections.abc import Iterable
from contextlib import suppress

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from .errors import NotStarted


def check_migrations(loader: MigrationLoader) -> None:
    """Raises NotStarted if the database has applied migrations that this code does not contain."""
    unknown = sorted(unknown_migrations(loader.applied_migrations, loader.disk_migrations))
    if unknown:
        names = ", ".join(f"{app}.{name}" for app, name in unknown[:5])
        raise NotStarted(
            f"The data in {database_name()} was made by a newer version of Openbook (it knows {names}). "
            "Nothing was changed. Use that version, or start with other data: make run VAR_DIR=…"
        )


def check_database_version() -> None:
    """The same check for a server or worker. It passes if the database is unavailable, which they detect themselves."""
    with suppress(DatabaseError):
        check_migrations(MigrationLoader(connection))
    # A child process opens its own connection.
    if not connection.in_atomic_block:
        connection.close()


def unknown_migrations(applied: Iterable[tuple[str, str]], known: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Returns applied migrations that are later than the last known one of their app, or whose app is unknown.

    An earlier one does not mean newer data, because packages remove migrations that they squashed long ago.
    """
    last: dict[str, str] = {}
    for app, name in known:
        last[app] = max(name, last.get(app, ""))
    return {(app, name) for app, name in applied if name > last.get(app, "")}


def database_name() -> str:
    return f"the {connection.vendor} database {connection.settings_dict['NAME']}"
