"""Puts posts in order of how well they answer, the same on every database.

Each word is worth its rarity, log(1 + (N - n + ½) / (n + ½)) for a word in n of N posts, times how much the post is
about it, which grows ever slower with its occurrences and less in long texts: BM25 (Robertson and Zaragoza, "The
Probabilistic Relevance Framework", 2009, formula 3.15). Title and body are scored apart, and the title counts twice.
Two words that stand side by side as in the query add half of what they are worth together (the sequential dependence
of Metzler and Croft, SIGIR 2005).
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

K1, B = 1.2, 0.75
TITLE_WEIGHT, PAIR_WEIGHT = 2.0, 0.5
# The length of a usual post. A count kept of all posts would change nothing that readers notice.
TITLE_LENGTH, BODY_LENGTH = 8, 500


type Single = tuple[str, str, float]
type Pair = tuple[str, str, str, float]


@dataclass(frozen=True)
class Candidate:
    """A post whose index words stand between single spaces, with one at both ends."""

    post_id: int
    title: str
    body: str


def rarity(posts: int, total: int) -> float:
    """What a word in so many of all posts is worth."""
    posts = min(posts, total)
    return math.log(1 + (total - posts + 0.5) / (posts + 0.5))


def ranked(candidates: Iterable[Candidate], words: Sequence[str], worth: Mapping[str, float]) -> list[int]:
    """The ids of the candidates, best first, and of equals the newest first.

    ``words`` are those of the query in order, and ``worth`` the rarity of each.
    """
    single = [(word, f" {word} ", worth[word]) for word in dict.fromkeys(words)]
    pairs = [
        (first, second, f" {first} {second} ", PAIR_WEIGHT * (worth[first] + worth[second]))
        for first, second in dict.fromkeys(pairwise(words))
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


def score(text: str, single: list[Single], pairs: list[Pair], *, usual_length: int) -> float:
    norm = K1 * (1 - B + B * text.count(" ") / usual_length)
    total = 0.0
    standing = set()
    for word, spaced, value in single:
        if times := text.count(spaced):
            standing.add(word)
            total += value * times * (K1 + 1) / (times + norm)
    for first, second, spaced, value in pairs:
        if first in standing and second in standing and (times := text.count(spaced)):
            total += value * times * (K1 + 1) / (times + norm)
    return total
