"""What a post in the index has to have, as a small tree that each engine writes in its own language."""

from dataclasses import dataclass

# Signs before a word in the column ``marks``: it stands in the title; it stands there or often, so counts for much.
TITLE, STRONG = "^", "~"


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


def words_in(expression: Expression) -> list[Words]:
    """The words that add to a post's worth, each once."""
    match expression:
        case Words():
            return [expression]
        case Without():
            return words_in(expression.wanted)
        case _:
            return list(dict.fromkeys(words for part in expression.parts for words in words_in(part)))
