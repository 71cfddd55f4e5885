"""Who must approve a text before it goes live, and why, as shown before publishing or submitting."""

from dataclasses import dataclass, field

from django.contrib.auth.models import User
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import TaskState

from blog.history.content import content_of
from blog.models import PostPage, VersionedPageMixin
from blog.review.approval.approvals import active_approval
from blog.review.approval.guard import matches_newest_version
from blog.review.approval.second_approver import approvers, requires_second_approver


@dataclass(frozen=True)
class ApprovalRequirement:
    """``explanation`` says who decides and why. ``is_blocking``: the action would be refused."""

    explanation: str
    approvers: list[str] = field(default_factory=list)
    is_blocking: bool = False


def requirement_to_publish(post: PostPage, _user: User) -> ApprovalRequirement:
    if not requires_second_approver():
        return ApprovalRequirement(_("No approval is needed, because you work alone."))
    content = content_of(post)
    if approval := active_approval(post, content):
        words = _("%(name)s has approved this version.") if approval.name else _("This version was imported.")
        return ApprovalRequirement(words % {"name": approval.name})
    if matches_newest_version(post, content):
        return ApprovalRequirement(_("No approval is needed. This is the version that readers saw last."))
    return ApprovalRequirement(
        _("Needs approval by someone else. Submit it for review."),
        is_blocking=True,
    )


def requirement_to_submit(post: PostPage, user: User) -> ApprovalRequirement:
    names = [get_user_display_name(one) for one in eligible_approvers(post, user)]
    if not names:
        return ApprovalRequirement(
            _("Nobody can approve it, because everyone with permission wrote part of it. Invite another person.")
        )
    if requires_second_approver():
        return ApprovalRequirement(_("One of these people must approve it. They did not write any of it:"), names)
    return ApprovalRequirement(
        _("One of these people must approve it, because you do not have permission to publish:"), names
    )


def eligible_approvers(page: VersionedPageMixin, user: User | None) -> QuerySet[User]:
    """Everyone who may approve, except the submitting ``user`` and, if a second approver is required, the writers."""
    others = approvers().exclude(pk=user.pk) if user else approvers()
    if page.pk and requires_second_approver():
        others = others.exclude(pk__in=page.draft_writers.values("user"))
    return others.order_by("first_name", "last_name", "username")


def eligible_approvers_for_step(step: TaskState, user: User | None) -> QuerySet[User]:
    """The eligible approvers in the groups of this workflow step."""
    groups = getattr(step.task.specific, "groups", None)
    if groups is None:
        return User.objects.none()
    page = step.workflow_state.content_object.specific
    people = eligible_approvers(page, user)
    return people.filter(Q(is_superuser=True) | Q(groups__in=groups.all())).distinct()
