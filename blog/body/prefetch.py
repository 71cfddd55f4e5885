"""Prefetches what bodies refer to in three queries, for any number of pictures and links."""

import re
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db.models import Q, prefetch_related_objects
from wagtail.blocks import StreamValue
from wagtail.models import Page, PageQuerySet

from blog.blocks.mending import LARGEST_NUMBER
from blog.blocks.prefetched_choosers import prefetched_documents, prefetched_images
from blog.media.models import BlogDocument, BlogImage
from blog.page_tree import IN_TRASH

PAGE_LINK = re.compile(r'<a\b(?=[^<>]*\blinktype="page")[^<>]*\bid="([0-9]{1,18})"')
# The keys under which blocks store chosen objects.
CHOOSER_KEYS = {"image": "image", "poster": "image", "file": "document", "captions": "document"}

# The linkable pages by id, or None if nothing was prefetched.
prefetched_pages: ContextVar[dict[int, Page] | None] = ContextVar("known_pages", default=None)


def pages_to_link(ids: Iterable[int], *, also_hidden: bool = False) -> dict[int, Page]:
    return linkable_pages(also_hidden=also_hidden).filter(pk__in=ids).in_bulk()


def linkable_pages(*, also_hidden: bool = False) -> PageQuerySet:
    """The live pages; of the posts only readable ones, unless ``also_hidden``."""
    pages = Page.objects.filter(live=True)
    if also_hidden:
        return pages.exclude(IN_TRASH)
    return pages.filter(Q(postpage__isnull=True) | Q(postpage__public__isnull=False))


@contextmanager
def prefetched(
    bodies: Iterable[StreamValue], *, pictures: Iterable[BlogImage | None] = (), also_hidden: bool = False
) -> Generator[None]:
    """Context manager within which rendering ``bodies`` needs no queries for pictures, renditions or linked pages.

    The renditions of ``pictures`` are loaded too. With ``also_hidden``, links to posts in restricted sections are
    included, for a page that only members see.
    """
    found = [reference for body in bodies for reference in references(list(body.raw_data))]
    images = BlogImage.objects.in_bulk({pk for kind, pk in found if kind == "image"})
    documents = {pk for kind, pk in found if kind == "document"}
    links = {pk for kind, pk in found if kind == "page"}
    with_renditions = [*images.values(), *(picture for picture in pictures if picture)]
    if with_renditions:
        prefetch_related_objects(with_renditions, "renditions")
    picture_token = prefetched_images.set(images)
    document_token = prefetched_documents.set(BlogDocument.objects.in_bulk(documents) if documents else {})
    page_token = prefetched_pages.set(pages_to_link(links, also_hidden=also_hidden) if links else {})
    try:
        yield
    finally:
        prefetched_pages.reset(page_token)
        prefetched_documents.reset(document_token)
        prefetched_images.reset(picture_token)


def references(value: object) -> Iterator[tuple[str, int]]:
    """The references in stored block data, as ("image" | "document" | "page", id)."""
    if isinstance(value, dict):
        for key, kind in CHOOSER_KEYS.items():
            if isinstance(pk := value.get(key), int) and abs(pk) < LARGEST_NUMBER:
                yield kind, pk
        for inner in value.values():
            yield from references(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from references(inner)
    elif isinstance(value, str) and "linktype" in value:
        yield from (("page", int(pk)) for pk in PAGE_LINK.findall(value))
