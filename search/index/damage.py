"""A damaged index keeps nobody from reading, searching or saving: it is noted, and everything else goes on."""

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

NOT_ASKED = "The search index could not be asked. Run: manage.py doctor --repair"
ROW = 1


@contextmanager
def reported(words: str) -> Generator[None]:
    """What happens within is logged with these words, and noted, where the database finds its index damaged.

    Within a transaction it is undone first. A reader's question is in none, and begins none, which would lock SQLite.
    """
    try:
        with undone_together():
            yield
    except DatabaseError:
        logger.exception(words)
        run_in_background("damage", note)


def undone_together() -> AbstractContextManager:
    return transaction.atomic() if connection.in_atomic_block else nullcontext()


def note() -> None:
    # A database that takes nothing now does not take the note either.
    with suppress(DatabaseError), transaction.atomic():
        if not IndexDamage.objects.filter(pk=ROW).exists():
            IndexDamage.objects.bulk_create([IndexDamage(pk=ROW, found_at=timezone.now())], ignore_conflicts=True)


def trouble() -> str:
    """Since when search has not worked as it should, in words; "" while it does."""
    found_at = IndexDamage.objects.filter(pk=ROW).values_list("found_at", flat=True).first()
    if found_at is None:
        return ""
    since = date_format(timezone.localtime(found_at), "DATETIME_FORMAT")
    return _("Since %(time)s the search index is damaged or incomplete.") % {"time": since}


def forget() -> None:
    IndexDamage.objects.all().delete()
