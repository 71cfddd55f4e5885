"""Prepares a start: checks folder and data, runs migrations, collects static files, adds the first content."""

import fcntl
import os
from pathlib import Path
from typing import TextIO

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_permission_codename
from django.contrib.auth.models import Permission, User
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from wagtail.models import Site

from blog.history import doctor as history_doctor
from search.index import doctor as search_doctor

from .data_version import check_migrations, database_name
from .errors import NotStarted
from .login import new_login, store_login
from .static_files import collect_static_files

LOOPBACK_NAMES = ("127.0.0.1", "localhost")
# The demo's drafts and reviews need the groups and an author.
FIRST_COMMANDS = ("create_groups", "load_demo")


def prepare(*, port: int, say: TextIO) -> None:
    """Updates folder, database and static files to the code. Raises NotStarted with a clear message."""
    check_folder(settings.VAR_DIR)
    try:
        executor = MigrationExecutor(connection)
        check_migrations(executor.loader)
        migrate(executor, say)
        _first_start(say)
        _update_site_port(port)
        _fill_index(say)
        _fill_history(say)
    except DatabaseError as error:
        raise NotStarted(_database_message(error)) from error
    if not settings.DEBUG:
        _collect(say)


def check_folder(folder: Path) -> None:
    """Creates the folder if it does not exist. Raises NotStarted if no files can be created in it."""
    probe = folder / f".probe-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.touch()
        probe.unlink()
    except OSError as error:
        message = f"VAR_DIR is {folder}, but nothing can be written there ({error.strerror})."
        raise NotStarted(f"{message} Name another folder: make run VAR_DIR=…") from error


def lock(path: Path, message: str) -> TextIO:
    """Locks the file until this process ends. Raises NotStarted with the message if another process holds the lock."""
    file = path.open("a")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        file.close()
        raise NotStarted(message) from error
    return file


def migrate(executor: MigrationExecutor, say: TextIO) -> None:
    if executor.migration_plan(executor.loader.graph.leaf_nodes()) or not _has_permissions():
        print("Preparing the database …", file=say, flush=True)
        call_command("migrate", interactive=False, verbosity=0)


def _has_permissions() -> bool:
    """Whether all permissions exist. Django creates them after the last migration and may have been interrupted."""
    wanted = {
        (model._meta.app_label, get_permission_codename(action, model._meta))
        for model in apps.get_models()
        for action in model._meta.default_permissions
    }
    return wanted <= set(Permission.objects.values_list("content_type__app_label", "codename"))


def _first_start(say: TextIO) -> None:
    """Adds the demo content and the first user in one transaction. Does nothing if the database has users."""
    if User.objects.exists():
        return
    print("Writing the demo content …", file=say, flush=True)
    login = new_login()
    with transaction.atomic():
        User.objects.create_superuser(login.name, password=login.password)
        for name in FIRST_COMMANDS:
            call_command(name, verbosity=0)
        store_login(login, settings.VAR_DIR)


def _update_site_port(port: int) -> None:
    """Updates the port in absolute URLs, as in feeds, unless the site has a host name of its own."""
    site = Site.objects.filter(is_default_site=True, hostname__in=LOOPBACK_NAMES).first()
    if site and (site.hostname, site.port) != (LOOPBACK_NAMES[0], port):
        site.hostname, site.port = LOOPBACK_NAMES[0], port
        site.save()


def _fill_index(say: TextIO) -> None:
    """Indexes the posts that are not in the search index, as after the update that added the index."""
    if search_doctor.count_unindexed():
        print("Making the search index …", file=say, flush=True)
        search_doctor.index_missing()


def _fill_history(say: TextIO) -> None:
    """Records the first versions of information pages and introductions, as after the update that added them."""
    if history_doctor.backfill_texts():
        print("Recorded the first versions of pages beside the posts.", file=say, flush=True)


def _collect(say: TextIO) -> None:
    try:
        if collect_static_files(settings.VAR_DIR / "static.stamp"):
            print("Collected the static files.", file=say, flush=True)
    except ImproperlyConfigured as error:
        raise NotStarted(str(error)) from error


def _database_message(error: DatabaseError) -> str:
    reason = " ".join(str(error).split())
    return f"{database_name()} cannot be used: {reason}. Check DATABASE_URL and VAR_DIR.".replace("the ", "The ", 1)
