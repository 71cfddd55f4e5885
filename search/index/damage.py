"""Errors of a damaged index are logged and recorded, so that reading, searching and saving still work."""

import logging
from collections.abc import Generator
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress

from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from blog.scheduling.background import run_in_background
from search.models import IndexDamage

logger = logging.getLogger(__name__)

INDEX_READ_FAILED = "The search index could not be read. Run: manage.py doctor --repair"
DAMAGE_ROW_ID = 1


@contextmanager
def log_index_errors(message: str) -> Generator[None]:
    """Suppresses database errors: logs them with the message and records the damage.

    Inside a transaction, what was done is rolled back to a savepoint. A search by a reader is in none and begins none,
    because that would lock SQLite.
    """
    try:
        with savepoint_in_transaction():
            yield
    except DatabaseError:
        logger.exception(message)
        run_in_background("damage", record_damage)


def savepoint_in_transaction() -> AbstractContextManager:
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def record_damage() -> None:
    # Fails too where the database accepts no writes.
    with suppress(DatabaseError), transaction.atomic():
        if not IndexDamage.objects.filter(pk=DAMAGE_ROW_ID).exists():
            IndexDamage.objects.bulk_create(
                [IndexDamage(pk=DAMAGE_ROW_ID, found_at=timezone.now())], ignore_conflicts=True
            )


def damage_message() -> str:
    """A message since when the index is damaged; "" if it is not."""
    found_at = IndexDamage.objects.filter(pk=DAMAGE_ROW_ID).values_list("found_at", flat=True).first()
    if found_at is None:
        return ""
    since = date_format(timezone.localtime(found_at), "DATETIME_FORMAT")
    return _("The search index has been damaged or incomplete since %(time)s.") % {"time": since}


def clear_damage() -> None:
    IndexDamage.objects.all().delete()
