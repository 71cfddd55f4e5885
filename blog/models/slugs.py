from typing import ClassVar

from django.db import models
from django.utils.text import slugify

# Addresses under a blog that are not posts.
RESERVED_SLUGS = frozenset({"archive", "topics", "tags", "authors", "series", "feed", "history", "suggest"})


def free_slug(text: str, *, taken: models.QuerySet, longest: int = 120) -> str:
    """A slug made of ``text`` that no row of ``taken`` has: "rust", then "rust-2", "rust-3" …"""
    root = slugify(text, allow_unicode=True)[: longest - 5] or "untitled"
    used = set(taken.filter(slug__startswith=root).values_list("slug", flat=True))
    if root not in used:
        return root
    return next(slug for number in range(2, len(used) + 3) if (slug := f"{root}-{number}") not in used)


class NamedInAddress(models.Model):
    """Has a slug, made from the field ``address_of`` when it is left empty."""

    address_of: ClassVar[str]

    class Meta:
        abstract = True

    def save(self, **kwargs: object) -> None:
        if not self.slug:
            others = type(self)._default_manager.exclude(pk=self.pk)
            self.slug = free_slug(getattr(self, self.address_of), taken=others)
        super().save(**kwargs)
