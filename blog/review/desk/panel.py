"""The admin's first screen: what a person may do next."""

from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from django.utils import timezone
from django.utils.safestring import SafeString
from wagtail.admin.site_summary import SummaryItem
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import (
    RecentEditsPanel,
    UserObjectsInWorkflowModerationPanel,
    WorkflowObjectsToModeratePanel,
)
from wagtail.models import Page, Site

from blog.admin.page_policy import OutsideTrashPolicy
from blog.models import BlogSettings
from blog.review.desk import work
from blog.review.desk.calendar import month_asked_for, month_of
from blog.review.four_eyes import may_approve

# These say a part of what the desk says.
REPLACED = (WorkflowObjectsToModeratePanel, UserObjectsInWorkflowModerationPanel, RecentEditsPanel)


class DeskPanel(Component):
    name = "desk"
    template_name = "blog_review/desk/desk.html"
    order = 100

    def render_html(self, parent_context: Any = None) -> SafeString:
        with timezone.override(zone_for((parent_context or {})["request"])):
            return super().render_html(parent_context)

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        request = (parent_context or {})["request"]
        user = request.user
        found = work.work_of(user)
        return {
            "request": request,
            "may_write": OutsideTrashPolicy(Page).user_has_permission(user, "add"),
            "may_approve": may_approve(user),
            "waiting": found.waiting,
            "mine": found.mine,
            "to_mend": found.to_mend,
            "outside": found.outside,
            "month": month_of(month_asked_for(request), user),
            "shown": work.SHOWN,
        }


def zone_for(request: HttpRequest) -> ZoneInfo:
    """That of the person's account, or of the blog where they have chosen none."""
    profile = getattr(request.user, "wagtail_userprofile", None)
    if profile and profile.current_time_zone:
        return ZoneInfo(profile.current_time_zone)
    try:
        return BlogSettings.for_request(request).zone
    except Site.DoesNotExist:
        return BlogSettings().zone


def arrange(request: HttpRequest, panels: list[Component]) -> None:
    """Our panel in place of Wagtail's."""
    panels[:] = [panel for panel in panels if not isinstance(panel, REPLACED)]
    panels.append(DeskPanel())


def summarise(items: list[SummaryItem]) -> None:
    """No figures: they say nothing of a day's work, and the database counts every page and picture for them."""
    items.clear()
