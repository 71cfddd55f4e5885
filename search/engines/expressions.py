"""What a post in the index must contain, as a small tree that each engine translates into its own query language."""

from collections.abc import Sequence
from dataclasses import dataclass

# Prefixes of terms in the column ``marks``: the term is in the title; its level (a digit) in this post.
TITLE_MARK, LEVEL_MARK = "^", "~"


@dataclass(frozen=True)
class Words:
    """One term, or several in a row. With ``mark``, the marked terms; with ``is_prefix``, the last one is a prefix."""

    words: tuple[str, ...]
    mark: str = ""
    is_prefix: bool = False

    def with_mark(self, mark: str) -> "Words":
        return Words(self.words, mark, self.is_prefix)


@dataclass(frozen=True)
class AllOf:
    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class AnyOf:
    parts: tuple["Expression", ...]


@dataclass(frozen=True)
class Excluding:
    wanted: "Expression"
    unwanted: "Expression"


type Expression = Words | AllOf | AnyOf | Excluding


def all_of(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else AllOf(tuple(parts))


def any_of(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else AnyOf(tuple(parts))
