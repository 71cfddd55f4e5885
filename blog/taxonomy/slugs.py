from typing import ClassVar
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import get_resolver
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.models import Page

MAX_SLUG_LENGTH = 255
# Addresses under a blog that are not posts.
RESERVED_SLUGS = frozenset({"archive", "topics", "tags", "authors", "series", "feed", "history", "suggest"})


def is_site_address(slug: str, parent: Page | None) -> bool:
    """Whether the site itself answers where a page with this slug would stand, so that nobody would reach the page."""
    if parent is None or not parent.is_site_root():
        return False
    routes = [str(pattern.pattern) for pattern in get_resolver().url_patterns]
    files = [urlsplit(address).path for address in (settings.STATIC_URL, settings.MEDIA_URL)]
    return bool(slug) and slug in {route.strip("/").partition("/")[0] for route in [*routes, *files]}


def refuse_site_address(slug: str, parent: Page | None) -> None:
    """Raises ValidationError in words."""
    if is_site_address(slug, parent):
        message = _("“%(slug)s” is an address of the site itself. Choose another.")
        raise ValidationError({"slug": message % {"slug": slug}})


def free_slug(text: str, *, taken: models.QuerySet, longest: int = 120) -> str:
    """A slug made of ``text`` that no row of ``taken`` has: "rust", then "rust-2", "rust-3" …"""
    root = slugify(text, allow_unicode=True)[: longest - 5] or "untitled"
    used = set(taken.filter(slug__startswith=root).values_list("slug", flat=True))
    if root not in used:
        return root
    return next(slug for number in range(2, len(used) + 3) if (slug := f"{root}-{number}") not in used)


class SluggedModel(models.Model):
    """Has a slug, made from the field ``address_of`` when it is left empty."""

    address_of: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, **kwargs: object) -> None:
        if not self.slug:
            others = type(self)._default_manager.exclude(pk=self.pk)
            self.slug = free_slug(getattr(self, self.address_of), taken=others)
        super().save(**kwargs)
