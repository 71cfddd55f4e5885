"""Slugs of imported posts. Dots become hyphens, because Wagtail's slugs contain none."""

import re
from collections.abc import Iterable

from django.utils.text import slugify

from blog.taxonomy.slugs import RESERVED_SLUGS

MAX_IMPORTED_SLUG_LENGTH = 200


def slug_words(text: str) -> str:
    """`1.55.0-prerelease` gives `1-55-0-prerelease`, where a plain slug would be `1550-prerelease`."""
    return slugify(re.sub(r"[./\\]+", "-", text), allow_unicode=True)[:MAX_IMPORTED_SLUG_LENGTH].strip("-_")


class SlugAllocator:
    """Assigns each post a slug that no other page of the blog has: `news`, then `news-2`, `news-3` …"""

    def __init__(self, taken: Iterable[str]) -> None:
        self.taken = set(taken) | RESERVED_SLUGS
        self.last: dict[str, int] = {}

    def take(self, wanted: str) -> str:
        root = slug_words(wanted) or "post"
        slug = root
        while slug in self.taken:
            self.last[root] = self.last.get(root, 1) + 1
            slug = f"{root}-{self.last[root]}"
        self.taken.add(slug)
        return slug
