"""Runs the quality gate in the background: a save marks its post as due, and the worker checks it."""

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import Revision

from blog.body.canonical import canonical_text
from blog.body.footnotes import rendered
from blog.models import PostPage
from blog.review.findings.models import DraftCheck
from blog.review.findings.queue import process_due
from blog.review.workflow.quality_gate import blocking_findings
from blog.views.broken_posts import skip_broken
from blog.views.feeds import POSTS_IN_FEED, readable_html

RENDER_ERROR_MESSAGE = _("This post cannot be shown or checked because of an error. The server's log describes it.")


def mark_draft_due(revision: Revision) -> None:
    """Marks the post as due, in one query: saving a draft must not wait for the checks."""
    mark_due(int(revision.object_id))


def mark_due(post: int) -> None:
    due, flags = DraftCheck(post_id=post), ["is_due", "links_due"]
    DraftCheck.objects.bulk_create([due], update_conflicts=True, unique_fields=["post"], update_fields=flags)


def check_due_drafts() -> bool:
    """Checks some of the due drafts. Returns whether others are left."""
    return process_due("is_due", check_draft)


def check_draft(post: PostPage) -> None:
    found = [str(RENDER_ERROR_MESSAGE)]
    with skip_broken(post.pk):
        if post.is_public:
            render_for_readers(post)
        found = [str(finding.words) for finding in blocking_findings(post.get_latest_revision_as_object())]
    outcome = {"blocks": bool(found), "words": "\n".join(found), "checked_at": timezone.now()}
    DraftCheck.objects.update_or_create(post=post, defaults=outcome, create_defaults={**outcome, "is_due": False})


def check_feed_posts() -> None:
    """Checks the posts of the feed whose rendering started or stopped to fail without a save."""
    newest = PostPage.objects.readable().newest_first().annotate(words=F("draft_check__words"))
    for post in newest[:POSTS_IN_FEED]:
        is_broken = True
        with skip_broken(post.pk):
            render_for_readers(post)
            is_broken = False
        if is_broken != (str(RENDER_ERROR_MESSAGE) in (post.words or "")):
            check_draft(post)


def render_for_readers(post: PostPage) -> None:
    """Raises any error that would break the page of the post, its feed entry or its Markdown file."""
    readable_html(str(rendered(post.body)[0]), "/")
    canonical_text(post.body)
