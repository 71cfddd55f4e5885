"""Registers the views of ``search.admin`` and ``search.analytics``."""

from django.db.models import QuerySet
from django.http import HttpRequest
from wagtail import hooks
from wagtail.admin.ui.components import Component

from blog.models import PostPage
from search.admin.damage_panel import DamagePanel
from search.admin.post_search import posts_containing
from search.admin.viewsets import SearchGroup
from search.analytics.report import QUERY_LOG_PERMISSION
from search.index.damage import INDEX_READ_FAILED, log_index_errors

CURATION_MODELS = ("synonyms", "promotedpost")


@hooks.register("register_admin_viewset")
def register_search_group() -> SearchGroup:
    return SearchGroup()


@hooks.register("construct_homepage_panels")
def add_damage_panel(request: HttpRequest, panels: list[Component]) -> None:
    if request.user.is_superuser:
        panels.append(DamagePanel())


@hooks.register("permissions_of_publishers")
def search_permissions() -> list[str]:
    curation = [f"finder.{verb}_{model}" for model in CURATION_MODELS for verb in ("add", "change", "delete", "view")]
    return [QUERY_LOG_PERMISSION, *curation]


@hooks.register("find_posts_by_text")
def find_posts_by_text(text: str, posts: QuerySet[PostPage]) -> list[int]:
    with log_index_errors(INDEX_READ_FAILED):
        return posts_containing(text, posts)
    return []
