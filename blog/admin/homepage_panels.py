"""Panels at the top of the admin homepage."""

from typing import Any

from django.contrib.auth.models import User
from django.db.models import BigIntegerField
from django.db.models.functions import Cast
from django.template import Context
from wagtail.admin.ui.components import Component
from wagtail.models import Page

from blog.admin.permission_policies import OutsideTrashPolicy
from blog.admin.schedule_messages import Line, lines_of
from blog.media.disk_space import disk_full_message
from blog.publishing.schedule import failed_publications, late_publications, overdue_revisions
from blog.scheduling.worker_status import downtime_message

# The list of posts shows the others.
MAX_SCHEDULE_LINES = 20
MAX_SCHEDULES_CHECKED = 200


class SchedulePanel(Component):
    """Problems that prevent scheduled posts from going live, and posts that went live late."""

    name = "schedule"
    template_name = "blog/admin/schedule_panel.html"
    order = 10

    def get_context_data(self, parent_context: Context | dict[str, Any] | None = None) -> dict[str, Any]:
        shared = {name: (parent_context or {})[name] for name in ("request", "csrf_token")}
        return {
            **shared,
            "troubles": filter(None, (disk_full_message(), downtime_message())),
            "rows": troubled(shared["request"].user),
        }


def troubled(user: User) -> list[tuple[Page, Line]]:
    """The pages with a problem in their schedule that the user may edit, each with its message."""
    due = overdue_revisions().order_by().values_list(Cast("object_id", BigIntegerField()), flat=True)
    noted = [found.order_by().values_list("page", flat=True) for found in (failed_publications(), late_publications())]
    ids = set(due.union(*noted)[:MAX_SCHEDULES_CHECKED])
    if not ids:
        return []
    pages = (
        OutsideTrashPolicy(Page)
        .instances_user_has_any_permission_for(user, {"change"})
        .filter(pk__in=ids)[:MAX_SCHEDULE_LINES]
    )
    lines = lines_of(pages)
    rows = [(page, line) for page in pages for line in lines.get(page.pk, []) if line.is_trouble or line.publication]
    return sorted(rows, key=lambda row: not row[1].is_trouble)
