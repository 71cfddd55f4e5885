"""Positions in Wagtail's page tree, and access to the page models for modules that they import."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

if TYPE_CHECKING:
    from blog.pages.blog_index import BlogIndexPage
    from blog.pages.post import PostPage

TRASH_SLUG = "openbook-trash"
# Part of the `url_path` of every page in the trash, so that checking for the trash needs no query.
TRASH_URL_PATH = f"/{TRASH_SLUG}/"
IN_TRASH = Q(url_path__startswith=TRASH_URL_PATH)


def post_model() -> "type[PostPage]":
    """Returns ``PostPage``, for modules that it imports."""
    return apps.get_model("blog.PostPage")


def blog_model() -> "type[BlogIndexPage]":
    """Returns ``BlogIndexPage``, for modules that it imports."""
    return apps.get_model("blog.BlogIndexPage")


def path_and_ancestors(path: str) -> list[str]:
    """A tree path and the paths of its ancestors: ["00010002", "0001"] for "00010002"."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def below(path: str, *, field: str = "path") -> Q:
    """Matches the page at ``path`` and its descendants, as a range that uses the index on paths."""
    return Q(**{f"{field}__gte": path, f"{field}__lt": f"{path}{'Z' * (Page.steplen + 1)}"})


def restrictions_on(path: str) -> models.QuerySet[PageViewRestriction]:
    return PageViewRestriction.objects.filter(page__path__in=path_and_ancestors(path))


def is_open(page: Page) -> bool:
    return page.live and (page.expire_at is None or page.expire_at > timezone.now())


def open_paths(paths: Iterable[str]) -> set[str]:
    """The public paths among these: the page and all its ancestors are live, not expired and not restricted."""
    lineage = {path: path_and_ancestors(path) for path in paths}
    everything = {ancestor for ancestors in lineage.values() for ancestor in ancestors}
    hidden = Q(live=False) | Q(expire_at__lte=timezone.now()) | Q(view_restrictions__isnull=False)
    closed = set(Page.objects.filter(hidden, path__in=everything).values_list("path", flat=True))
    return {path for path, ancestors in lineage.items() if closed.isdisjoint(ancestors)}
