"""The pictures of a body, and their renditions in one query instead of one each."""

from collections.abc import Iterable, Iterator

from django.db.models import prefetch_related_objects
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue

from blog.models import BlogImage


def pictures_in(value: object) -> Iterator[BlogImage]:
    """Every picture in a block's value, those inside quotes, callouts and lists included."""
    if isinstance(value, BlogImage):
        yield value
    elif isinstance(value, StreamValue):
        for child in value:
            yield from pictures_in(child.value)
    elif isinstance(value, StructValue):
        for inner in value.values():
            yield from pictures_in(inner)
    elif isinstance(value, ListValue):
        for inner in value:
            yield from pictures_in(inner)


def load_renditions(pictures: Iterable[BlogImage]) -> None:
    """Lets Wagtail find the renditions of these pictures without asking the database again."""
    found = list(pictures)
    if found:
        prefetch_related_objects(found, "renditions")
