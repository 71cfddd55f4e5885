"""The one place that says what may go live. It is asked by the save itself, whoever saves and by whichever way."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Revision

from blog.history.content import Content, content_of, differences
from blog.history.models import PublishedVersion
from blog.models import PostPage
from blog.pages.publication import publisher
from blog.review.approval.approvals import end_others, is_approved, record
from blog.review.approval.content_hash import approved_hash
from blog.review.approval.draft_writers import forget_published
from blog.review.approval.models import Approval
from blog.review.approval.second_approver import four_eyes_are_on
from blog.review.exceptions import NotApproved, NotScheduled


def check_going_live(post: PostPage, content: Content) -> None:
    """Lets the content go live or raises NotApproved. Called in the transaction of the save, before its version."""
    digest = approved_hash(content)
    if not is_approved(post, digest):
        if not four_eyes_are_on():
            record(post, digest, kind=Approval.Kind.ALONE, user=publisher())
        elif not is_what_was_live(post, content):
            raise NotApproved(post)
    end_others(post, digest)
    forget_published(post)


def check_schedule(revision: Revision) -> None:
    """Raises NotScheduled where this text, when it is due, would be refused. Called before its plan is written."""
    post = revision.as_object()
    if isinstance(post, PostPage) and not may_go_live(post, content_of(post)):
        raise NotScheduled(post)


def check_live_already(post: PostPage, content: Content) -> None:
    """Raises ValidationError where readers see what nobody approved, as after an update of the database by hand."""
    if not may_go_live(post, content):
        message = _(
            "It was not recorded as published, because nobody has approved what readers see. Open it in the editor: "
            "publishing puts its newest draft in the place, submitting it for review has that approved first."
        )
        raise ValidationError(message)


def may_go_live(post: PostPage, content: Content) -> bool:
    """Whether publishing this content, by a person, would be let through now."""
    return not four_eyes_are_on() or is_approved(post, approved_hash(content)) or is_what_was_live(post, content)


def is_what_was_live(post: PostPage, content: Content) -> bool:
    """Whether readers were given exactly this the last time: a withdrawn post that comes back, or a new name around."""
    newest = PublishedVersion.objects.filter(post_uuid=post.uuid).order_by("-number").first()
    if newest is None or newest.redacted_at:
        return False
    return not differences(Content(newest.text, newest.shown, newest.files), content)
