"""Whether the database was migrated by a newer version of the code. Imports no models."""

from collections.abc import Iterable
from contextlib import suppress

from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from .errors import NotStarted


def check_migrations(loader: MigrationLoader) -> None:
    """Raises NotStarted if the database went through migrations that this code does not have."""
    unknown = sorted(unknown_migrations(loader.applied_migrations, loader.disk_migrations))
    if unknown:
        names = ", ".join(f"{app}.{name}" for app, name in unknown[:5])
        raise NotStarted(
            f"The data in {database_name()} was made by a newer version of Openbook (it knows {names}). "
            "Nothing was changed. Use that version, or start with other data: make run VAR_DIR=…"
        )


def check_database_version() -> None:
    """The same for a server or worker; one that starts while the database is away finds that out by itself."""
    with suppress(DatabaseError):
        check_migrations(MigrationLoader(connection))
    # A process that this one makes opens its own.
    if not connection.in_atomic_block:
        connection.close()


def unknown_migrations(applied: Iterable[tuple[str, str]], known: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
    """Applied migrations later than the last known one of their app, or of an app that is not known.

    An earlier one is no sign of newer data: packages drop migrations that they squashed long ago.
    """
    last: dict[str, str] = {}
    for app, name in known:
        last[app] = max(name, last.get(app, ""))
    return {(app, name) for app, name in applied if name > last.get(app, "")}


def database_name() -> str:
    return f"the {connection.vendor} database {connection.settings_dict['NAME']}"
