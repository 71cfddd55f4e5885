from django import template
from django.contrib.auth.models import User
from django.db.models import QuerySet
from django.template import Context
from wagtail.models import Page

from blog.models import VersionedPageMixin
from blog.review.approval.requirements import eligible_approvers_for_step
from blog.review.editor import approval_dialog

register = template.Library()


@register.simple_tag
def approval_facts(page: Page) -> approval_dialog.ApprovalFacts | None:
    """The facts of the page's newest draft; None if it has no versions."""
    page = page.specific
    return approval_dialog.facts(page) if isinstance(page, VersionedPageMixin) else None


@register.simple_tag(takes_context=True)
def people_to_hand_over_to(context: Context, page: Page) -> QuerySet[User]:
    """The users to whom the review of the page can be assigned."""
    return eligible_approvers_for_step(page.current_workflow_task_state, context["request"].user)
