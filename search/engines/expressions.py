"""What a post in the index has to have, as a small tree that each engine writes in its own language."""

from collections.abc import Sequence
from dataclasses import dataclass

# Signs before a word in the column ``marks``: it stands in the title; how much the post is about it, with a figure.
TITLE, LEVEL = "^", "~"


@dataclass(frozen=True)
class Words:
    """Index words side by side; with a mark, the marked ones. ``is_start`` asks for words that begin like the last."""

    words: tuple[str, ...]
    mark: str = ""
    is_start: bool = False

    def marked(self, mark: str) -> "Words":
        return Words(self.words, mark, self.is_start)


@dataclass(frozen=True)
class Every:
    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class Some:
    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class Without:
    wanted: "Expression"
    unwanted: "Expression"


type Expression = Words | Every | Some | Without


def every(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def some(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else Some(tuple(parts))
