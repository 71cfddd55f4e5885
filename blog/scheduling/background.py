"""Background work of readers' requests, which write nothing and take no locks themselves."""

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
    """Runs the work in a thread, unless work with this name is pending. In a transaction, runs it immediately."""
    if connection.in_atomic_block:
        # Another connection would not see uncommitted data. As in a thread, the work gets an empty context.
        Context().run(work)
    elif name not in _waiting:
        _waiting.add(name)
        Thread(target=_do, args=[name, work], name=BACKGROUND_THREAD, daemon=True).start()


def _do(name: Hashable, work: Callable[[], object]) -> None:
    try:
        with _one_at_a_time:
            work()
    except Exception:
        # The response to the request was already sent.
        logger.exception("Work in the background failed: %s.", name)
    finally:
        _waiting.discard(name)
        connection.close()
