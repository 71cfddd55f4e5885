"""Work that a reader's request starts and does not wait for: such a request writes nothing and takes no lock."""

import logging
from collections.abc import Callable, Hashable
from contextvars import Context
from threading import Lock, Thread

from django.db import connection

logger = logging.getLogger(__name__)

BACKGROUND_THREAD = "background"
_waiting: set[Hashable] = set()
_one_at_a_time = Lock()


def run_in_background(name: Hashable, work: Callable[[], object]) -> None:
    """Does the work in a thread, unless work of this name is waiting there; within a transaction at once."""
    if connection.in_atomic_block:
        # What was written there can be seen nowhere else. The work sees no context of the request, like a thread.
        Context().run(work)
    elif name not in _waiting:
        _waiting.add(name)
        Thread(target=_do, args=[name, work], name=BACKGROUND_THREAD, daemon=True).start()


def _do(name: Hashable, work: Callable[[], object]) -> None:
    try:
        with _one_at_a_time:
            work()
    except Exception:
        # The request that started it has been answered.
        logger.exception("Work in the background failed: %s.", name)
    finally:
        _waiting.discard(name)
        connection.close()
