"""Posts that cannot be shown: whatever shows many posts goes on without them."""

import logging
from collections.abc import Generator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import InterfaceError, OperationalError

logger = logging.getLogger(__name__)

# How long a post that was logged is not logged again.
LOG_AGAIN_AFTER_SECONDS = 24 * 60 * 60


@contextmanager
def skip_broken(post_id: int) -> Generator[None]:
    """Ends at the first exception instead of raising it. Each process logs it once a day for each post.

    A database that cannot be asked is no fault of the post.
    """
    try:
        yield
    except (OperationalError, InterfaceError):
        raise
    except Exception:
        if cache.add(f"broken-post-{post_id}", value=True, timeout=LOG_AGAIN_AFTER_SECONDS):
            logger.exception("Post %d cannot be shown. Lists and feeds go on without it.", post_id)
