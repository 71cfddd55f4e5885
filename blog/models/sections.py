"""Rules that hold for every page with pages below it."""

from collections.abc import Iterable
from typing import Self

from django.contrib.auth.models import User
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Left, Length
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.functional import cached_property
from wagtail.models import Page, PageManager, PageQuerySet, PageViewRestriction
from wagtail.models.pages import PagePermissionTester
from wagtail.url_routing import RouteResult


def path_and_ancestors(path: str) -> list[str]:
    """A tree path and those of all its ancestors: "00010002" gives itself and "0001"."""
    return [path[:end] for end in range(Page.steplen, len(path) + 1, Page.steplen)]


def below(path: str, *, field: str = "path") -> Q:
    """The page at ``path`` and everything under it, as a range that the index on paths serves."""
    return Q(**{f"{field}__gte": path, f"{field}__lt": f"{path}{'Z' * (Page.steplen + 1)}"})


def restrictions_on(path: str) -> models.QuerySet[PageViewRestriction]:
    return PageViewRestriction.objects.filter(page__path__in=path_and_ancestors(path))


def open_paths(paths: Iterable[str]) -> set[str]:
    """Those tree paths that everybody may reach: nothing above or at them is a draft, past its
    time, or restricted."""
    lineage = {path: path_and_ancestors(path) for path in paths}
    everything = {ancestor for ancestors in lineage.values() for ancestor in ancestors}
    hidden = Q(live=False) | Q(expire_at__lte=timezone.now())
    closed = set(Page.objects.filter(hidden, path__in=everything).values_list("path", flat=True))
    restricted = PageViewRestriction.objects.filter(page__path__in=everything)
    closed.update(restricted.values_list("page__path", flat=True))
    return {path for path, ancestors in lineage.items() if closed.isdisjoint(ancestors)}


class SectionQuerySet(PageQuerySet):
    def with_restricted(self) -> Self:
        """Loads ``is_restricted`` together with the pages."""
        above = PageViewRestriction.objects.filter(page__path=Left(OuterRef("path"), Length("page__path")))
        return self.annotate(is_restricted=Exists(above))


SectionManager = PageManager.from_queryset(SectionQuerySet)


class SectionPermissionTester(PagePermissionTester):
    def can_set_view_restrictions(self) -> bool:
        may_restrict = self.user.has_perm("wagtailcore.change_pageviewrestriction")
        return may_restrict and super().can_set_view_restrictions()


class SectionMixin(models.Model):
    """A section that is not live hides all below it, which Wagtail's own routing does not do."""

    class Meta:
        abstract = True

    def is_open(self) -> bool:
        return self.live and (self.expire_at is None or self.expire_at > timezone.now())

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if not self.is_open():
            raise Http404
        return super().route(request, path_components)

    @cached_property
    def is_restricted(self) -> bool:
        return restrictions_on(self.path).exists()

    def get_view_restrictions(self) -> models.QuerySet[PageViewRestriction]:
        restrictions = restrictions_on(self.path)
        return restrictions if self.is_restricted else restrictions.none()

    def permissions_for_user(self, user: User) -> SectionPermissionTester:
        return SectionPermissionTester(user, self)
