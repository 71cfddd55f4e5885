"""The only rule for what may go live. Every save that publishes a page calls it."""

from django.conf import settings
from django.contrib.auth.models import User
from django.core.checks import Error, register
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from wagtail.models import Revision

from blog.history.content import Content, content_of, differences, own_content
from blog.history.models import PublishedVersion
from blog.models import PublishedTextMixin, VersionedPageMixin
from blog.pages.publication import Publication, current_publisher
from blog.review.approval.approvals import active_approval, end_other_approvals, record_approval, review_record
from blog.review.approval.content_hash import approval_hash
from blog.review.approval.draft_writers import has_written
from blog.review.approval.models import Approval
from blog.review.approval.second_approver import requires_second_approver
from blog.review.exceptions import NotApproved, NotScheduled


def check_publication(publication: Publication) -> None:
    """Raises NotApproved if the content may not go live. A step of PUBLISH_STEPS, before the version."""
    page, content = publication.page, publication.content
    digest = approval_hash(content)
    approval = active_approval(page, content)
    if approval is None:
        if not requires_second_approver():
            approval = record_approval(page, digest, kind=Approval.Kind.ALONE, user=publication.publisher)
        elif is_publication_of_others(page, content, publication.publisher):
            approval = record_approval(page, digest, kind=Approval.Kind.REVIEW, user=publication.publisher)
        elif not matches_newest_version(page, content) and not matches_original(page, content):
            raise NotApproved(page)
    publication.record |= review_record(page, approval)
    end_other_approvals(page, digest)


@register("publishing")
def check_publish_steps(**_: object) -> list[Error]:
    """An error that no setting silences, because it has no id."""
    steps = settings.PUBLISH_STEPS
    guard, version = f"{__name__}.{check_publication.__name__}", "blog.history.versioning.record_version"
    if guard in steps and version in steps and steps.index(guard) < steps.index(version):
        return []
    return [Error(f"PUBLISH_STEPS must name {guard} before {version}: it says who approves what goes live.")]


def check_schedule(revision: Revision) -> None:
    """Raises NotScheduled if publishing this revision would be refused. Called before the schedule is stored.

    Whoever schedules what others wrote on a page beside the posts approves it, because nobody publishes it when it is
    due.
    """
    page = revision.as_object()
    if not isinstance(page, VersionedPageMixin):
        return
    content, user = content_of(page), current_publisher()
    if not may_go_live(page, content, user=user):
        raise NotScheduled(page)
    is_new = requires_second_approver() and active_approval(page, content) is None
    if is_new and is_publication_of_others(page, content, user):
        record_approval(page, approval_hash(content), kind=Approval.Kind.REVIEW, user=user)


def check_already_live(publication: Publication) -> None:
    """Raises ValidationError if the live content is not approved, as after a manual update of the database.

    What a page beside the posts showed before it had versions needed no approval.
    """
    if isinstance(publication.page, PublishedTextMixin) and publication.newest_version is None:
        return
    if not may_go_live(publication.page, publication.content):
        message = _(
            "This page was not recorded as published, because nobody has approved the text that readers "
            "see. Open it in the editor. Publish its newest draft, or submit the draft for review."
        )
        raise ValidationError(message)


def may_go_live(page: VersionedPageMixin, content: Content, *, user: User | None = None) -> bool:
    """Whether this person, or any if it is None, may publish this content now."""
    return (
        not requires_second_approver()
        or active_approval(page, content) is not None
        or matches_newest_version(page, content)
        or matches_original(page, content)
        or is_publication_of_others(page, content, user)
    )


def is_publication_of_others(page: VersionedPageMixin, content: Content, user: User | None) -> bool:
    """Whether a publication by this person approves what others wrote, which is so on pages beside the posts.

    The person may publish, has written nothing since the last version, and publishes exactly the newest draft, which
    is of somebody who is known.
    """
    if user is None or not isinstance(page, PublishedTextMixin) or has_written(page, user):
        return False
    newest = page.revisions.order_by("-pk").first()
    if newest is None or newest.user_id is None or not page.permissions_for_user(user).can_publish():
        return False
    return own_content(newest.as_object()) == content.own


def matches_original(page: VersionedPageMixin, content: Content) -> bool:
    """Whether the page is an alias, of an earlier release, that follows its original. The address is its own."""
    original = page.alias_of and page.alias_of.specific
    newest = PublishedVersion.objects.newest_of(original.uuid) if original else None
    return newest is not None and newest.content.own == {**content.own, "slug": newest.shown.get("slug")}


def matches_newest_version(page: VersionedPageMixin, content: Content) -> bool:
    """Whether the newest version has the same content, as when an unpublished page is published again.

    A description of the change is content that readers have not seen.
    """
    newest = PublishedVersion.objects.newest_of(page.uuid)
    if newest is None or not newest.is_readable or newest.is_taken_down or content.change:
        return False
    return not differences(newest.content, content)
