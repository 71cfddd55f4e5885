"""The only rule for what may go live. Every save that publishes a post calls it."""

from django.conf import settings
from django.core.checks import Error, register
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Revision

from blog.history.content import Content, content_of, differences
from blog.history.models import PublishedVersion
from blog.models import PostPage
from blog.pages.publication import Publication
from blog.review.approval.approvals import active_approval, end_other_approvals, record_approval, review_record
from blog.review.approval.content_hash import approval_hash
from blog.review.approval.models import Approval
from blog.review.approval.second_approver import requires_second_approver
from blog.review.exceptions import NotApproved, NotScheduled


def check_publication(publication: Publication) -> None:
    """Raises NotApproved if the content may not go live. A step of PUBLISH_STEPS, before the version."""
    post, content = publication.post, publication.content
    digest = approval_hash(content)
    approval = active_approval(post, content)
    if approval is None:
        if not requires_second_approver():
            approval = record_approval(post, digest, kind=Approval.Kind.ALONE, user=publication.publisher)
        elif not matches_newest_version(post, content):
            raise NotApproved(post)
    publication.record |= review_record(post, approval)
    end_other_approvals(post, digest)


@register("publishing")
def check_publish_steps(**_: object) -> list[Error]:
    """An error that no setting silences, because it has no id."""
    steps = settings.PUBLISH_STEPS
    guard, version = f"{__name__}.{check_publication.__name__}", "blog.history.versioning.record_version"
    if guard in steps and version in steps and steps.index(guard) < steps.index(version):
        return []
    return [Error(f"PUBLISH_STEPS must name {guard} before {version}: it says who approves what goes live.")]


def check_schedule(revision: Revision) -> None:
    """Raises NotScheduled if publishing this revision would be refused. Called before the schedule is stored."""
    post = revision.as_object()
    if isinstance(post, PostPage) and not may_go_live(post, content_of(post)):
        raise NotScheduled(post)


def check_already_live(publication: Publication) -> None:
    """Raises ValidationError if the live content is not approved, as after a manual update of the database."""
    if not may_go_live(publication.post, publication.content):
        message = _(
            "This post was not recorded as published, because nobody has approved the text that readers "
            "see. Open it in the editor. Publish its newest draft, or submit the draft for review."
        )
        raise ValidationError(message)


def may_go_live(post: PostPage, content: Content) -> bool:
    """Whether a person may publish this content now."""
    return (
        not requires_second_approver()
        or active_approval(post, content) is not None
        or matches_newest_version(post, content)
    )


def matches_newest_version(post: PostPage, content: Content) -> bool:
    """Whether the newest version has the same content, as when an unpublished post is published again.

    A description of the change is content that readers have not seen.
    """
    newest = PublishedVersion.objects.newest_of(post.uuid)
    if newest is None or not newest.is_readable or newest.is_taken_down or content.change:
        return False
    return not differences(newest.content, content)
