"""The result of reading a text: blocks in their stored form, and notes about changes."""

from dataclasses import dataclass, field
from typing import Any

type Block = dict[str, Any]

# The maximum nesting depth of quotes, callouts, lists and details.
MAX_CONTAINERS = 6


@dataclass(frozen=True, slots=True)
class Note:
    """A construct that was changed, or that has no block. `line` counts from 1.

    `words` is the number of words that stay in a `markdown` block because of it.
    """

    line: int
    construct: str
    detail: str
    words: int = 0


@dataclass(slots=True)
class Body:
    blocks: list[Block] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)


class NoBlock(Exception):  # noqa: N818 - it is a result, not an error
    """The construct has no block and stays Markdown."""

    def __init__(self, construct: str, detail: str = "") -> None:
        super().__init__(construct)
        self.construct = construct
        self.detail = detail


class TextTooLong(ValueError):  # noqa: N818 - the name describes what happened
    """The text exceeds the maximum length that can be read at once."""
