"""Registers the diff of posts with Wagtail's admin."""

from collections.abc import Iterator

from django.contrib.auth.models import User
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views import View
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.log_actions import LogActionRegistry
from wagtail.models import Page

from blog.history.admin import held_back
from blog.history.admin.compare import PostCompareView, VersionCompareView
from blog.history.admin.shown_history import hide_unpublished, may_choose, shown_history
from blog.history.feed_entries import entry_changes
from blog.history.post_changes import post_changes_context
from blog.history.redaction import views as redaction
from blog.history.redaction.removal import REDACTION_LOG_ACTION, RedactionLogFormatter, was_redacted
from blog.models import PostPage, VersionedPageMixin


@hooks.register("post_editor_views")
def compare_view() -> dict[str, type[View]]:
    """The diff takes the place of every comparison of two revisions of a post in the admin."""
    return {"revisions_compare_view_class": PostCompareView}


hooks.register("post_context", post_changes_context)
hooks.register("entry_changes", entry_changes)


@hooks.register("register_admin_urls")
def register_urls() -> list[URLPattern]:
    live_and_newest = {"revision_id_a": "live", "revision_id_b": "latest"}
    return [
        path("posts/<int:pk>/changes/", PostCompareView.as_view(), live_and_newest, name="post_changes"),
        path(
            "posts/<int:pk>/changes/<int:revision_id_a>...<int:revision_id_b>/",
            VersionCompareView.as_view(),
            name="post_version_changes",
        ),
        path("posts/<int:pk>/history/", shown_history, name="shown_history"),
        path("posts/log/", held_back.site_log, name="site_log"),
        *redaction.urlpatterns,
    ]


hooks.register("register_reports_menu_item", lambda: held_back.menu_item)
hooks.register("draft_was_redacted", was_redacted)
hooks.register("permissions_of_publishers", lambda: [held_back.SITE_LOG_PERMISSION])
hooks.register("after_unpublish_page", hide_unpublished)
hooks.register("register_settings_menu_item", lambda: redaction.menu_item)


@hooks.register("register_log_actions")
def register_log_formatter(actions: LogActionRegistry) -> None:
    actions.register_action(REDACTION_LOG_ACTION)(RedactionLogFormatter)


@hooks.register("register_page_header_buttons")
def history_buttons(page: Page, user: User, view_name: str, next_url: str | None = None) -> Iterator[Button]:
    if isinstance(page, PostPage) and page.live and page.has_unpublished_changes:
        address = reverse("post_changes", args=[page.pk])
        yield Button(_("What changed"), address, icon_name="resubmit", priority=5)
    if isinstance(page, VersionedPageMixin) and may_choose(page, user):
        label = _("History for readers") if page.has_public_history else _("Published versions")
        yield Button(label, reverse("shown_history", args=[page.pk]), icon_name="history", priority=6)
