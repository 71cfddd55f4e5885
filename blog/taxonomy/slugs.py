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
# Of lists that came later. A live post from before then has its address, and the list another.
LATER_RESERVED_SLUGS = frozenset({"corrections", "how-we-publish"})
# Slugs of routes of a blog, which posts may not have.
RESERVED_SLUGS = LATER_RESERVED_SLUGS | {
    *("archive", "topics", "tags", "authors", "series", "feed", "history", "suggest"),
}


def is_site_address(slug: str, parent: Page | None) -> bool:
    """Whether a URL pattern of the site would hide a page with this slug under this parent."""
    if parent is None or not parent.is_site_root():
        return False
    routes = [str(pattern.pattern) for pattern in get_resolver().url_patterns]
    files = [urlsplit(address).path for address in (settings.STATIC_URL, settings.MEDIA_URL)]
    return bool(slug) and slug in {route.strip("/").partition("/")[0] for route in [*routes, *files]}


def refuse_site_address(slug: str, parent: Page | None) -> None:
    """Raises ValidationError if the slug is a URL of the site."""
    if is_site_address(slug, parent):
        message = _("“%(slug)s” is an address of the site itself. Choose another.")
        raise ValidationError({"slug": message % {"slug": slug}})


def free_slug(text: str, *, taken: models.QuerySet, longest: int = 120) -> str:
    """A slug of ``text`` that is not in ``taken``: "rust", then "rust-2", "rust-3" …"""
    root = slugify(text, allow_unicode=True)[: longest - 5] or "untitled"
    used = set(taken.filter(slug__startswith=root).values_list("slug", flat=True))
    if root not in used:
        return root
    return next(slug for number in range(2, len(used) + 3) if (slug := f"{root}-{number}") not in used)


class SluggedModel(models.Model):
    """Abstract model with a slug. An empty slug is generated from the field ``address_of``."""

    address_of: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, **kwargs: object) -> None:
        if not self.slug:
            others = type(self)._default_manager.exclude(pk=self.pk)
            self.slug = free_slug(getattr(self, self.address_of), taken=others)
        super().save(**kwargs)
