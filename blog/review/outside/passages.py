"""The parts of a body that somebody can comment on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from wagtail.blocks import BoundBlock, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText

from blog.paragraphs import paragraphs, with_keys
from blog.text import plain

SHOWN = 70


@dataclass(frozen=True)
class Passage:
    """``path`` is Wagtail's content path of a field that has comments, ``key`` a paragraph in it or ""."""

    path: str
    key: str
    text: str

    @property
    def id(self) -> str:
        return f"{self.path}:{self.key}"

    @property
    def beginning(self) -> str:
        return self.text if len(self.text) <= SHOWN else f"{self.text[:SHOWN].rsplit(' ', 1)[0]} …"

    def has(self, quote: str) -> bool:
        return one_line(quote) in self.text


def passages(body: StreamValue) -> list[Passage]:
    """In the order of the page: paragraphs of text, and blocks of another kind as a whole."""
    found: list[Passage] = []
    for block in body:
        path = f"body.{block.id}"
        found += [*within(block.value, path)] or [Passage(first_field(block.value, path), "", str(block.block.label))]
    return found


def first_field(value: object, path: str) -> str:
    """A field beside which the editor can show a comment about the whole block."""
    return f"{path}.{next(iter(value.bound_blocks))}" if isinstance(value, StructValue) else path


def within(value: object, path: str) -> Iterator[Passage]:
    if isinstance(value, RichText):
        for key, markup in paragraphs(with_keys(value.source)):
            if text := one_line(plain(markup)):
                yield Passage(path, key, text)
    for name, child in children(value):
        yield from within(child.value, f"{path}.{name}")


def children(value: object) -> Iterable[tuple[str, BoundBlock]]:
    if isinstance(value, StructValue):
        return value.bound_blocks.items()
    if isinstance(value, StreamValue):
        return ((child.id, child) for child in value)
    return ((child.id, child) for child in value.bound_blocks) if isinstance(value, ListValue) else ()


def one_line(text: str) -> str:
    return " ".join(text.split())


def chosen(found: list[Passage], *, passage_id: str, quote: str, around: str) -> Passage | None:
    """The passage that somebody meant: chosen in a list, or that has the words they selected.

    ``around`` is the paragraph that they were selected in, since the same words may stand in several.
    """
    if quote:
        having = [passage for passage in found if passage.has(quote)]
        same = [passage for passage in having if passage.text == one_line(around)]
        return next(iter([*same, *having]), None)
    return next((passage for passage in found if passage.id == passage_id), None)


def followed(found: list[Passage], *, path: str, quote: str) -> Passage | None:
    """Where the words that were commented on stand now; None where nobody has them any more."""
    having = [passage for passage in found if passage.has(quote)] if quote else []
    in_place = [passage for passage in having if passage.path == path]
    return next(iter([*in_place, *having]), None)
