"""The passages of a body that a guest can comment on."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from wagtail.blocks import BoundBlock, StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.rich_text import RichText

from blog.blocks.body_text import plain
from blog.blocks.paragraphs import paragraphs, with_keys
from blog.blocks.rich_text import FOOTNOTE_SPAN

MAX_LABEL_LENGTH = 70


@dataclass(frozen=True)
class Passage:
    """``path`` is Wagtail's content path of a field that has comments, ``key`` a paragraph in it or "".

    ``text`` is what readers see of it, ``typed`` what the editor has, with the marks of notes in it; "" of what is no
    text.
    """

    path: str
    key: str
    text: str
    typed: str = ""

    @property
    def id(self) -> str:
        return f"{self.path}:{self.key}"

    @property
    def beginning(self) -> str:
        return (
            self.text if len(self.text) <= MAX_LABEL_LENGTH else f"{self.text[:MAX_LABEL_LENGTH].rsplit(' ', 1)[0]} …"
        )

    @cached_property
    def letters(self) -> str:
        return letters(self.text)


def passages(body: StreamValue) -> list[Passage]:
    """Paragraphs of text, and other blocks as a whole, in the order of the page."""
    found: list[Passage] = []
    for block in body:
        path = f"body.{block.id}"
        found += [*text_passages(block.value, path)] or [block_passage(block, path)]
    return found


def block_passage(block: BoundBlock, path: str) -> Passage:
    """The passage of a block without paragraphs."""
    said = one_line(" ".join(block.block.get_searchable_content(block.value)))
    return Passage(
        first_field(block.value, path), "", f"{block.block.label}: {said}" if said else str(block.block.label)
    )


def first_field(value: object, path: str) -> str:
    """The content path at which the editor can show a comment about the whole block."""
    return f"{path}.{next(iter(value.bound_blocks))}" if isinstance(value, StructValue) else path


def text_passages(value: object, path: str) -> Iterator[Passage]:
    if isinstance(value, RichText):
        for key, markup in paragraphs(with_keys(value.source)):
            if text := one_line(plain(FOOTNOTE_SPAN.sub("", markup.replace("<br/>", " ")))):
                yield Passage(path, key, text, plain(markup))
    for name, child in children(value):
        yield from text_passages(child.value, f"{path}.{name}")


def children(value: object) -> Iterable[tuple[str, BoundBlock]]:
    if isinstance(value, StructValue):
        return value.bound_blocks.items()
    if isinstance(value, StreamValue):
        return ((child.id, child) for child in value)
    return ((child.id, child) for child in value.bound_blocks) if isinstance(value, ListValue) else ()


def one_line(text: str) -> str:
    return " ".join(text.split())


def letters(text: str) -> str:
    """The letters and digits of a text, for comparisons that ignore spaces and punctuation."""
    return "".join(filter(str.isalnum, text)) or text


def find_commented(found: list[Passage], *, passage_id: str, quote: str, around: str) -> Passage | None:
    """The passage that was chosen in a list, or that contains the selected words.

    ``around`` is the paragraph that they were selected in, since the same words may stand in several.
    """
    if quote:
        paragraph, having = letters(around), passages_containing(quote, found)
        return next((passage for passage in having if passage.letters == paragraph), next(iter(having), None))
    return next((passage for passage in found if passage.id == passage_id), None)


def locate(found: list[Passage], *, path: str, quote: str) -> Passage | None:
    """The passage that contains the quote now, if any. The same path is preferred."""
    having = passages_containing(quote, found) if quote else []
    return next((passage for passage in having if passage.path == path), next(iter(having), None))


def passages_containing(quote: str, found: list[Passage]) -> list[Passage]:
    sought = "".join(filter(str.isalnum, quote))
    if not sought:
        return [passage for passage in found if quote in passage.text]
    return [passage for passage in found if sought in passage.letters]
