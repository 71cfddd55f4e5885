"""Puts posts in order of how well they answer, the same on every database.

Each word counts as in BM25 (``search.text.bm25``), in title and body apart. Two words that stand side by side as in the
query add half of what they are worth together (the sequential dependence of Metzler and Croft, SIGIR 2005).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.text.bm25 import BODY_LENGTH, TITLE_LENGTH, TITLE_WEIGHT, aboutness, norm

PAIR_WEIGHT = 0.5
# A word that is worth less beside the rarest of a query changes no order.
LEAST_SHARE = 0.01


# A word, how it stands in a text, and what it is worth.
type Sought = tuple[str, str, float]


@dataclass(frozen=True)
class Candidate:
    """A post whose index words stand between single spaces, with one at both ends."""

    post_id: int
    title: str
    body: str


def ranked(candidates: Iterable[Candidate], words: Sequence[str], worth: Mapping[str, float]) -> list[int]:
    """The ids of the candidates, best first, and of equals the newest first.

    ``words`` are those of the query in order, and ``worth`` the rarity of each.
    """
    least = LEAST_SHARE * max(worth.values(), default=0)
    single = [(word, f" {word} ", worth[word]) for word in dict.fromkeys(words) if worth[word] > least]
    # Each with its rarer word, without which there is no need to look for both.
    pairs = [
        (max(pair, key=worth.__getitem__), f" {' '.join(pair)} ", PAIR_WEIGHT * sum(worth[word] for word in pair))
        for pair in dict.fromkeys(pairwise(words))
    ]
    scored = [
        (
            TITLE_WEIGHT * score(post.title, single, pairs, usual_length=TITLE_LENGTH)
            + score(post.body, single, pairs, usual_length=BODY_LENGTH),
            post.post_id,
        )
        for post in candidates
    ]
    return [post_id for _score, post_id in sorted(scored, reverse=True)]


def score(text: str, single: list[Sought], pairs: list[Sought], *, usual_length: int) -> float:
    usual = norm(text.count(" "), usual_length)
    total = 0.0
    standing = set()
    for word, spaced, value in single:
        if times := text.count(spaced):
            standing.add(word)
            total += value * aboutness(times, usual)
    for rarer, spaced, value in pairs:
        if rarer in standing and (times := text.count(spaced)):
            total += value * aboutness(times, usual)
    return total
