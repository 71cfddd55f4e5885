"""The panel of the admin's home page that lists what a user can do next."""

from typing import Any

from django.http import HttpRequest
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import Page

from blog.admin.permission_policies import OutsideTrashPolicy
from blog.review.approval.second_approver import may_approve
from blog.review.desk import work_lists
from blog.review.desk.calendar import month_of, requested_month

# Wagtail's panels with parts of the same lists.
REPLACED_PANELS = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel, RecentEditsPanel)


class DeskPanel(Component):
    name = "desk"
    template_name = "blog_review/desk/desk.html"
    order = 100

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        request = (parent_context or {})["request"]
        user = request.user
        found = work_lists.work_lists_for(user)
        return {
            "request": request,
            "may_write": OutsideTrashPolicy(Page).user_has_permission(user, "add"),
            "may_approve": may_approve(user),
            "waiting": found.waiting,
            "own_drafts": found.own_drafts,
            "needs_attention": found.needs_attention,
            "guest_reviews": found.guest_reviews,
            "month": month_of(requested_month(request), user),
            "shown": work_lists.MAX_DESK_ROWS,
        }


def customize_home_panels(request: HttpRequest, panels: list[Component]) -> None:
    """Replaces Wagtail's panels."""
    panels[:] = [panel for panel in panels if not isinstance(panel, REPLACED_PANELS)]
    panels.append(DeskPanel())


def clear_summary_items(request: HttpRequest, items: list[SummaryItem]) -> None:
    """Removes the summary, which counts every page and picture in the database."""
    items.clear()
