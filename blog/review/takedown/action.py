"""Takes a post down: readers get nothing of it at once, and it returns only through an approval."""

import logging
from dataclasses import asdict, dataclass, field

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.log_actions import LogFormatter, log
from wagtail.models import Page, PageLogEntry, ReferenceIndex

from blog.body.canonical import STABLE_KEY
from blog.history.models import PublishedVersion, ShownHistory
from blog.media.new_addresses import give_new_address
from blog.models import BlogDocument, BlogImage, PostPage
from blog.page_tree import IN_TRASH
from blog.pages.publication import lock_page
from blog.review.approval.approvals import end_other_approvals
from blog.review.guests.share_links import revoke_links

logger = logging.getLogger(__name__)

TAKEDOWN_LOG_ACTION = "blog_review.take_down"


@dataclass
class TakedownResult:
    """Titles of files that have new addresses, of files that other pages use, and of files that could not be moved."""

    versions: int = 0
    links: int = 0
    moved: list[str] = field(default_factory=list)
    used_elsewhere: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    # The log entry that stores these values.
    entry: int = 0


def take_down(post: PostPage, *, user: User | None, reason: str = "") -> TakedownResult:
    """Unpublishes the post with its schedule, review and share links, hides all versions and moves its files.

    The draft stays. Publishing it again needs an approval where a second approver is required, although the text is
    what readers had last.
    """
    result = TakedownResult()
    with transaction.atomic():
        lock_page(post.pk)
        stored = PostPage.objects.get(pk=post.pk)
        if review := stored.current_workflow_state:
            review.cancel(user=user)
        stored.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
        if stored.live:
            stored.unpublish(user=user)
        end_other_approvals(stored, "")
        result.links = revoke_links(stored)
        result.versions = ShownHistory.hide_all(stored.uuid, taken_down=True)
        entry = log(instance=stored, action=TAKEDOWN_LOG_ACTION, user=user, data={"reason": reason})
    # Files are moved last: a rollback could not bring them back.
    for medium in media_of(stored):
        move(medium, stored, result)
    result.entry = entry.pk
    entry.data |= {"result": asdict(result)}
    entry.save(update_fields=["data"])
    return result


def media_of(post: PostPage) -> list[BlogImage | BlogDocument]:
    """The pictures and documents of all versions of the post."""
    keys: set[str] = set()
    for files in PublishedVersion.objects.filter(post_uuid=post.uuid).values_list("files", flat=True):
        keys.update(files)
    uuids: dict[str, list[str]] = {"image": [], "document": []}
    for kind, uuid in (STABLE_KEY.fullmatch(key).groups() for key in keys):
        uuids[kind].append(uuid)
    return [
        *BlogImage.objects.filter(uuid__in=uuids["image"]),
        *BlogDocument.objects.filter(uuid__in=uuids["document"]),
    ]


def move(medium: BlogImage | BlogDocument, post: PostPage, result: TakedownResult) -> None:
    if is_shown_elsewhere(medium, post):
        result.used_elsewhere.append(medium.title)
        return
    try:
        give_new_address(medium)
    except Exception:
        # The other files are moved all the same.
        logger.exception("The file of %r was not moved", medium)
        result.failed.append(medium.title)
    else:
        result.moved.append(medium.title)


def is_shown_elsewhere(medium: BlogImage | BlogDocument, post: PostPage) -> bool:
    """Whether a live page or something other than a page, such as a portrait, shows the file."""
    references = ReferenceIndex.get_references_to(medium)
    in_pages = references.filter(base_content_type=post.get_base_content_type())
    pages = Page.objects.filter(live=True).exclude(pk=post.pk).exclude(IN_TRASH)
    is_in_page = pages.filter(pk__in=[int(pk) for pk in in_pages.values_list("object_id", flat=True)]).exists()
    return is_in_page or references.exclude(base_content_type=post.get_base_content_type()).exists()


class TakedownLogFormatter(LogFormatter):
    label = gettext_lazy("Take down")

    def format_message(self, entry: PageLogEntry) -> str:
        data: dict[str, str] = entry.data
        words = _("Taken down, all versions hidden")
        return f"{words}: {data['reason']}" if data["reason"] else words
