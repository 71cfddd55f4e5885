"""Which posts are worth ranking, found without reading every post that has a common word.

The rarest words of a query decide: posts with one of them are taken until there are enough. Where every word is
common, posts come that have it in the title, then those that have it often, then the newest (champion lists: Manning,
Raghavan and Schütze, "Introduction to Information Retrieval", 7.1.3), and those in which two of the words stand side by
side as they were typed. So the work is bounded whatever the blog's size.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.expressions import STRONG, TITLE, Every, Expression, Some, Words

# More posts than this are never scored for one step.
MOST_SCORED = 1_000


@dataclass(frozen=True)
class Step:
    """``is_scored`` is False where whatever has it is as good as any other, and the newest do."""

    expression: Expression
    is_scored: bool = True


def steps(terms: Mapping[Words, int], *, is_in_title: bool) -> Iterator[list[Step]]:
    """What to look for, best posts first; a later list only where those before found too little.

    ``terms`` says in how many posts each is, in the order of the query.
    """
    rare, common = parted(terms)
    mark = TITLE if is_in_title else ""
    if rare:
        yield [Step(some([term.marked(mark) for term in rare]))]
    if common and is_in_title:
        yield last_steps([term.marked(mark) for term in common])
    elif common:
        yield [*champions(common, pairs(term for term in terms if term in common)), *last_steps(common)]


def parted(terms: Mapping[Words, int]) -> tuple[list[Words], list[Words]]:
    """The rarest, which together are in no more posts than can be scored; and the others."""
    left = MOST_SCORED
    rare: list[Words] = []
    common: list[Words] = []
    for term in sorted(terms, key=terms.__getitem__):
        left -= terms[term]
        (rare if left >= 0 else common).append(term)
    return rare, common


def pairs(terms: Iterable[Words]) -> list[Words]:
    """Each two that follow each other, side by side."""
    return [
        Words(first.words + second.words)
        for first, second in pairwise(terms)
        if not (first.is_start or second.is_start)
    ]


def champions(terms: list[Words], side_by_side: list[Words]) -> list[Step]:
    together, any_of_them = every(terms), some(terms)
    in_title, often = (some([term.marked(mark) for term in terms]) for mark in (TITLE, STRONG))
    expressions: list[Expression] = [every([in_title, together])]
    if side_by_side:
        expressions.append(some(side_by_side))
    expressions += [every([in_title, any_of_them]), every([often, together]), every([often, any_of_them])]
    return [Step(expression) for expression in dict.fromkeys(expressions)]


def last_steps(terms: list[Words]) -> list[Step]:
    return [Step(expression, is_scored=False) for expression in dict.fromkeys([every(terms), some(terms)])]


def every(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else Every(tuple(parts))


def some(parts: Sequence[Expression]) -> Expression:
    return parts[0] if len(parts) == 1 else Some(tuple(parts))
