"""Assigns a review to one person."""

from typing import Any

from django.contrib.auth.models import User
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.utils import get_user_display_name
from wagtail.log_actions import LogFormatter, log
from wagtail.models import PageLogEntry, TaskState

from blog.review.approval.approvals import lock_for_decision
from blog.review.approval.requirements import eligible_approvers_for_step
from blog.review.exceptions import ApprovalRefused
from blog.review.workflow.forms import AssignmentForm
from blog.review.workflow.models import HandOver
from blog.review.workflow.notifications import notify_assigned

ASSIGNMENT_LOG_ACTION = "blog_review.hand_over"


@transaction.atomic
def assign_review(step: TaskState, *, by: User, **answers: Any) -> None:
    """``answers`` are the fields of AssignmentForm. Raises ApprovalRefused."""
    # Wagtail's editor sends them through the browser again, so they are validated again.
    form = AssignmentForm(answers)
    page = lock_for_decision(step.workflow_state.content_object.specific, step)
    to = eligible_approvers_for_step(step, by).filter(pk=form.cleaned_data["to"]).first() if form.is_valid() else None
    if to is None:
        raise ApprovalRefused(_("Nothing was handed over. Choose someone who may approve this text."), page)
    note = form.cleaned_data["comment"]
    given = {"to": to, "by": by, "note": note, "at": timezone.now()}
    HandOver.objects.update_or_create(step=step, defaults=given)
    log(instance=page, action=ASSIGNMENT_LOG_ACTION, user=by, data={"to": get_user_display_name(to), "note": note})
    notify_assigned(page, to, by, note)


class AssignmentLogFormatter(LogFormatter):
    label = gettext_lazy("Hand over a review")

    def format_message(self, entry: PageLogEntry) -> str:
        data: dict[str, str] = entry.data
        words = _("Review handed over to %(name)s") % {"name": data["to"]}
        return f"{words}: {data['note']}" if data["note"] else words
