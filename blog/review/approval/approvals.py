"""Records, finds and ends approvals. The caller opens the transaction."""

from typing import Any
from uuid import UUID

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Revision, TaskState

from blog.history.content import Content, content_of
from blog.history.hashes import format_timestamp
from blog.models import VersionedPageMixin
from blog.pages.publication import lock_page
from blog.pages.versioned import is_versioned_revision, versioned_pages
from blog.review.approval.content_hash import approval_hash, approval_hash_of_page, former_approval_hash
from blog.review.approval.draft_writers import has_written
from blog.review.approval.models import Approval
from blog.review.approval.second_approver import may_approve, requires_second_approver
from blog.review.exceptions import ApprovalRefused


def lock_for_decision(page: VersionedPageMixin, step: TaskState) -> VersionedPageMixin:
    """Locks the page until the transaction ends, so that nobody saves its draft while the step is decided.

    Raises ApprovalRefused if somebody else has decided on this step meanwhile.
    """
    lock_page(page.pk)
    stored = type(page).objects.get(pk=page.pk)
    step.refresh_from_db(fields=["status"])
    if step.status != TaskState.STATUS_IN_PROGRESS:
        raise ApprovalRefused(
            _("Nothing was changed. Someone else has decided on this review in the meantime."), stored
        )
    return stored


@transaction.atomic
def approve(page: VersionedPageMixin, *, user: User, seen: str = "", note: str = "") -> Approval:
    """Records the approval of the newest draft by ``user``. Raises ApprovalRefused.

    ``seen`` is the hash of the content that they were shown, if the page sent it.
    """
    lock_page(page.pk)
    stored = type(page).objects.get(pk=page.pk)
    digest = approval_hash_of_page(stored.get_latest_revision_as_object())
    if reason := approval_denial_reason(stored, user):
        raise ApprovalRefused(reason, stored)
    if seen and seen != digest:
        message = _(
            "Not approved. The text was changed while you were reading it. Read the changes, then decide again."
        )
        raise ApprovalRefused(message, stored)
    return record_approval(stored, digest, kind=Approval.Kind.REVIEW, user=user, note=note)


def approval_denial_reason(page: VersionedPageMixin, user: User) -> str:
    """Why this person may not approve the newest draft of the page; "" if they may."""
    if not may_approve(user):
        return _("You do not have permission to approve posts. Ask a reviewer.")
    if requires_second_approver() and has_written(page, user):
        return _("You wrote part of this text, so someone else must approve it.")
    return ""


def record_trusted_approval(page: VersionedPageMixin, *, kind: Approval.Kind, user: User | None = None) -> Approval:
    """Records an approval for a newest draft that comes from an import or the demo."""
    return record_approval(page, approval_hash_of_page(page.get_latest_revision_as_object()), kind=kind, user=user)


def record_approval(
    page: VersionedPageMixin, digest: str, *, kind: Approval.Kind | str, user: User | None, note: str = ""
) -> Approval:
    name = get_user_display_name(user) if user else ""
    return Approval.objects.create(
        post_uuid=page.uuid,
        content_hash=digest,
        kind=kind,
        user=user,
        name=name,
        note=note,
        given_at=timezone.now(),
    )


def active_approval(page: VersionedPageMixin, content: Content) -> Approval | None:
    """The newest valid approval of this content. A publication by one person alone is not an approval."""
    given = Approval.objects.filter(post_uuid=page.uuid, ended_at=None).exclude(kind=Approval.Kind.ALONE)
    by_hash = {approval.content_hash: approval for approval in given.order_by("pk")}
    digest = approval_hash(content)
    if by_hash and digest not in by_hash and (approval := by_hash.get(former_approval_hash(content))):
        # Given in an earlier release. Renewed, so that it stays valid if another approval ends.
        approval.content_hash = digest
        approval.save(update_fields=["content_hash"])
        return approval
    return by_hash.get(digest)


def review_record(page: VersionedPageMixin, approval: Approval | None) -> dict[str, Any]:
    """What a version records about its review: where the text comes from, and an approval by someone else.

    It names no person. ``approved`` is the hash that the approval is valid for. Where no second approver is required,
    people may approve their own text, which is not a review.
    """
    source = "imported" if approval and approval.kind == Approval.Kind.IMPORT else "written"
    if approval is None or approval.kind != Approval.Kind.REVIEW or has_written(page, approval.user):
        return {"source": source, "review": None}
    roles = sorted(approval.user.groups.values_list("name", flat=True)) if approval.user else []
    review = {"approved": approval.content_hash, "at": format_timestamp(approval.given_at), "roles": roles}
    return {"source": source, "review": review}


def end_approvals(page: VersionedPageMixin) -> None:
    """Ends all approvals of the page, after changes were requested or the review was cancelled.

    The approval of a scheduled revision stays valid, because its review is finished.
    """
    scheduled = page.get_scheduled_revision_as_object()
    approval = active_approval(page, content_of(scheduled)) if scheduled else None
    end_other_approvals(page, approval.content_hash if approval else "")


def end_other_approvals(page: VersionedPageMixin, digest: str) -> None:
    """Ends the approvals of all other contents, which compared them with an older live text."""
    open_ones = Approval.objects.filter(post_uuid=page.uuid, ended_at=None)
    open_ones.exclude(content_hash=digest).update(ended_at=timezone.now())


def approvals_of_schedules() -> dict[int, list[Approval]]:
    """The valid approvals of each scheduled revision of a page."""
    scheduled = Revision.page_revisions.filter(approved_go_live_at__isnull=False)
    return {each.pk: _approvals_of(each) for each in scheduled if is_versioned_revision(each)}


def extend_approvals(given: dict[int, list[Approval]]) -> None:
    """Repeats the approvals for the content that is left of the revisions after something in them was deleted."""
    for revision in Revision.objects.filter(pk__in=given):
        digest = approval_hash_of_page(revision.as_object())
        for approval in given[revision.pk]:
            if approval.content_hash != digest:
                approval.pk, approval.content_hash = None, digest
                approval.save(force_insert=True)


def _approvals_of(revision: Revision) -> list[Approval]:
    page = revision.as_object()
    return list(Approval.objects.filter(post_uuid=page.uuid, content_hash=approval_hash_of_page(page), ended_at=None))


def remove_former_hashes(page_uuid: UUID) -> None:
    """Ends the approvals of texts that are gone, and removes their hashes, which would confirm a guess of what was
    redacted. An approval of what is the newest draft or scheduled now has the hash of a text that is still there.
    """
    page = versioned_pages([page_uuid]).get(page_uuid)
    drafts = [page.get_latest_revision_as_object(), page.get_scheduled_revision_as_object()] if page else []
    current = {approval_hash_of_page(draft) for draft in drafts if draft}
    former = Approval.objects.filter(post_uuid=page_uuid).exclude(content_hash__in=current)
    former.filter(ended_at=None).update(ended_at=timezone.now())
    former.update(content_hash="")
