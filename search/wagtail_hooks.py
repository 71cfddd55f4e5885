"""Hangs what editors do for search on Wagtail's admin; the work is in ``search.admin``."""

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from blog.models import PostPage
from search.admin.damage_panel import DamagePanel
from search.admin.post_search import saying
from search.admin.viewsets import SearchGroup
from search.analytics.report import PERMISSION
from search.index.damage import NOT_ASKED, reported

KEPT_BY_EDITORS = ("synonyms", "promotedpost")


@hooks.register("register_admin_viewset")
def search_for_editors() -> SearchGroup:
    return SearchGroup()


@hooks.register("construct_homepage_panels")
def say_that_index_is_damaged(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.is_superuser:
        panels.append(DamagePanel())


@hooks.register("permissions_of_publishers")
def permissions_of_editors() -> list[str]:
    kept = [f"finder.{verb}_{model}" for model in KEPT_BY_EDITORS for verb in ("add", "change", "delete", "view")]
    return [PERMISSION, *kept]


@hooks.register("find_posts_by_text")
def find_posts_by_text(text: str, posts: QuerySet[PostPage]) -> list[int]:
    with reported(NOT_ASKED):
        return saying(text, posts)
    return []
