"""What reading a text gives: blocks in their stored form, and what was changed on the way."""

from dataclasses import dataclass, field
from typing import Any

type Block = dict[str, Any]

# How deep quotes, callouts, lists and details stand in one another.
MAX_CONTAINERS = 6


@dataclass(frozen=True, slots=True)
class Note:
    """One thing that was changed, or that has no block. `line` counts from 1.

    `words` is how many words stay in a `markdown` block because of it.
    """

    line: int
    construct: str
    detail: str
    words: int = 0


@dataclass(slots=True)
class Body:
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


class NoBlock(Exception):  # noqa: N818 - it answers a question, it is not an error
    """The construct at hand has no block and stays Markdown."""

    def __init__(self, construct: str, detail: str = "") -> None:
        super().__init__(construct)
        self.construct = construct
        self.detail = detail


class TextTooLong(ValueError):  # noqa: N818 - the name is what happened
    """The text is longer than the reader takes at once."""
