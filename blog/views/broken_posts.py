"""Lists and feeds skip posts that cannot be rendered."""

import logging
from collections.abc import Generator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import InterfaceError, OperationalError

logger = logging.getLogger(__name__)

# How often the same post is logged.
LOG_AGAIN_AFTER_SECONDS = 24 * 60 * 60


@contextmanager
def skip_broken(post_id: int) -> Generator[None]:
    """Context manager that suppresses exceptions. Each process logs them once a day per post.

    Database errors are raised, because the post is not the cause.
    """
    try:
        yield
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if cache.add(f"broken-post-{post_id}", value=True, timeout=LOG_AGAIN_AFTER_SECONDS):
            logger.exception("Post %d cannot be shown. Lists and feeds go on without it.", post_id)
