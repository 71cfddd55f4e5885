"""The approval of a guest reviewer, which counts as the approval of the user who created the link."""

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import LogFormatter, log
from wagtail.models import PageLogEntry, TaskState

from blog.models import PostPage
from blog.review.approval.approvals import approval_denial_reason
from blog.review.approval.draft_writers import has_written
from blog.review.exceptions import ActionRefused, BlockingFindings
from blog.review.guests.comments import GuestActionRefused
from blog.review.guests.models import ReviewLink
from blog.review.workflow.tasks import APPROVE_ACTION, PostReview

GUEST_APPROVAL_LOG_ACTION = "blog_review.outside_approval"


def may_delegate_approval(post: PostPage, user: User | None) -> bool:
    """Whether a guest may approve for this user, who must have written no part of the text, whatever the settings."""
    return user is not None and not has_written(post, user) and not approval_denial_reason(post, user)


def step_to_approve(link: ReviewLink, post: PostPage) -> TaskState | None:
    """The workflow step that the link may approve now, if any."""
    step = (
        post.current_workflow_task_state if link.may_approve and may_delegate_approval(post, link.issued_by) else None
    )
    if step is None or not isinstance(step.task.specific, PostReview):
        return None
    names = [name for name, _label, _opens in step.task.specific.get_actions(post, link.issued_by)]
    return step if APPROVE_ACTION in names else None


@transaction.atomic
def approve_as_guest(link: ReviewLink, post: PostPage, *, seen: str) -> None:
    """``seen`` is the hash of the text that the guest was shown. Raises GuestActionRefused."""
    step = step_to_approve(link, post)
    if step is None or not seen:
        raise GuestActionRefused(
            _("This text is not waiting for your approval now. Contact the person who gave you the link.")
        )
    words = _("Approved by %(name)s with a review link.") % {"name": link.name}
    try:
        with transaction.atomic():
            step.task.specific.on_action(step, link.issued_by, APPROVE_ACTION, seen=seen, comment=words)
    except BlockingFindings as refused:
        words = _("Not approved. %(finding)s The person who gave you the link can correct this.")
        raise GuestActionRefused(words % {"finding": refused.finding}) from refused
    except ActionRefused as refused:
        raise GuestActionRefused(" ".join(refused.messages)) from refused
    # A link approves once.
    ReviewLink.objects.filter(pk=link.pk).update(may_approve=False)
    log(instance=post, action=GUEST_APPROVAL_LOG_ACTION, user=link.issued_by, data={"name": link.name})


class GuestApprovalLogFormatter(LogFormatter):
    label = gettext_lazy("Approve with a review link")

    def format_message(self, entry: PageLogEntry) -> str:
        data: dict[str, str] = entry.data
        giver = get_user_display_name(entry.user) if entry.user else _("someone whose login was deleted")
        return _("Approved by %(name)s with a review link from %(giver)s") % {"name": data["name"], "giver": giver}
