"""Places in Wagtail's page tree, and the models of pages for code that stands below them."""

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
# Wagtail stores this path with every page, so that asking whether one lies in the trash costs no query.
TRASH_URL_PATH = f"/{TRASH_SLUG}/"
IN_TRASH = Q(url_path__startswith=TRASH_URL_PATH)


def post_model() -> "type[PostPage]":
    """For code that ``PostPage`` imports."""
    return apps.get_model("blog.PostPage")


def blog_model() -> "type[BlogIndexPage]":
    """For code that ``BlogIndexPage`` imports."""
    return apps.get_model("blog.BlogIndexPage")


def path_and_ancestors(path: str) -> list[str]:
    """A tree path and those of all its ancestors: "00010002" gives itself and "0001"."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def below(path: str, *, field: str = "path") -> Q:
    """The page at ``path`` and everything under it, as a range that the index on paths serves."""
    return Q(**{f"{field}__gte": path, f"{field}__lt": f"{path}{'Z' * (Page.steplen + 1)}"})


def restrictions_on(path: str) -> models.QuerySet[PageViewRestriction]:
    return PageViewRestriction.objects.filter(page__path__in=path_and_ancestors(path))


def is_open(page: Page) -> bool:
    return page.live and (page.expire_at is None or page.expire_at > timezone.now())


def open_paths(paths: Iterable[str]) -> set[str]:
    """Those tree paths that everybody may reach: nothing above or at them is a draft, past its
    time, or restricted."""
    lineage = {path: path_and_ancestors(path) for path in paths}
    everything = {ancestor for ancestors in lineage.values() for ancestor in ancestors}
    hidden = Q(live=False) | Q(expire_at__lte=timezone.now()) | Q(view_restrictions__isnull=False)
    closed = set(Page.objects.filter(hidden, path__in=everything).values_list("path", flat=True))
    return {path for path, ancestors in lineage.items() if closed.isdisjoint(ancestors)}
