"""A damaged index keeps nobody from reading, searching or saving: it is logged, and everything else goes on."""

import logging
from collections.abc import Generator
from contextlib import contextmanager, nullcontext

from django.db import DatabaseError, connection, transaction

logger = logging.getLogger(__name__)

NOT_ASKED = "The search index could not be asked. Run: manage.py doctor --repair"


@contextmanager
def reported(words: str) -> Generator[None]:
    """What happens within is logged with these words where the database finds its index damaged.

    Within a transaction it is undone first. A reader's question is in none, and begins none, which would lock SQLite.
    """
    try:
        with transaction.atomic() if connection.in_atomic_block else nullcontext():
            yield
    except DatabaseError:
        logger.exception(words)
