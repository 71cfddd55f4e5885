"""Processes the posts that a flag of ``DraftCheck`` marks as due, some in each round of the worker."""

import logging
from collections.abc import Callable

from django.db.models import Q

from blog.models import PostPage
from blog.review.findings.models import DraftCheck

logger = logging.getLogger(__name__)

DUE_POSTS_PER_ROUND = 50


def process_due(flag: str, work: Callable[[PostPage], None], among: Q | None = None) -> bool:
    """Calls ``work`` for some of the posts with this flag and clears it. Returns whether others are left."""
    waiting = DraftCheck.objects.filter(among or Q(), **{flag: True})
    due = list(waiting.values_list("post", flat=True)[: DUE_POSTS_PER_ROUND + 1])
    for post_id in due[:DUE_POSTS_PER_ROUND]:
        # The flag is cleared before the draft is read: a save in the meantime sets it again, and a draft that cannot be
        # read is not tried in every round.
        DraftCheck.objects.filter(post=post_id).update(**{flag: False})
        try:
            work(PostPage.objects.get(pk=post_id))
        except Exception:
            logger.exception("The draft of the post %d could not be checked.", post_id)
    return len(due) > DUE_POSTS_PER_ROUND
