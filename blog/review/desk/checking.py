"""Runs the quality gate's checks behind the scenes: a save notes that its post is due, the worker checks it."""

import logging
from collections.abc import Callable

from django.db.models import Q
from django.utils import timezone
from wagtail.models import Revision

from blog.models import PostPage
from blog.review.gate import blocking
from blog.review.models import DraftCheck

logger = logging.getLogger(__name__)

AT_ONCE = 50


def note_due(revision: Revision) -> None:
    """One query in the save of a draft, which must not wait for the checks."""
    due, flags = DraftCheck(post_id=int(revision.object_id)), ["is_due", "links_due"]
    DraftCheck.objects.bulk_create([due], update_conflicts=True, unique_fields=["post"], update_fields=flags)


def check_due() -> bool:
    """Checks some of the drafts that are due; returns whether others are left."""
    return work_off("is_due", check)


def work_off(flag: str, work: Callable[[PostPage], None], among: Q | None = None) -> bool:
    """Does it for some of the posts whose flag is up, and takes it down; returns whether others are left."""
    waiting = DraftCheck.objects.filter(among or Q(), **{flag: True})
    due = list(waiting.values_list("post", flat=True)[: AT_ONCE + 1])
    for post_id in due[:AT_ONCE]:
        # Before the draft is read, so that whoever saves it meanwhile makes it due again; and a draft that cannot be
        # read is not tried in every round.
        DraftCheck.objects.filter(post=post_id).update(**{flag: False})
        try:
            work(PostPage.objects.get(pk=post_id))
        except Exception:
            logger.exception("The draft of the post %d could not be checked.", post_id)
    return len(due) > AT_ONCE


def check(post: PostPage) -> None:
    found = [str(finding.words) for finding in blocking(post.get_latest_revision_as_object())]
    outcome = {"blocks": bool(found), "words": "\n".join(found), "checked_at": timezone.now()}
    DraftCheck.objects.update_or_create(post=post, defaults=outcome, create_defaults={**outcome, "is_due": False})
