"""Puts posts in order of how well they answer, the same on every database.

Each word is worth its rarity, log(1 + (N - n + ½) / (n + ½)) for a word in n of N posts, times how much the post is
about it, which grows ever slower with its occurrences and less in long texts: BM25 (Robertson and Zaragoza, "The
Probabilistic Relevance Framework", 2009, formula 3.15). Title and body are scored apart, and the title counts twice.
Two words that stand side by side as in the query add half of what they are worth together (the sequential dependence
of Metzler and Croft, SIGIR 2005).
"""

import math
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

K1, B = 1.2, 0.75
TITLE_WEIGHT, PAIR_WEIGHT = 2.0, 0.5
# The length of a usual post. A count kept of all posts would change nothing that readers notice.
TITLE_LENGTH, BODY_LENGTH = 8, 500
# A word that is worth less beside the rarest of a query changes no order.
LEAST_SHARE = 0.01
# How much a post has to be about a word to stand in a list of its own: twice or more in a text of usual length, three
# times, six times, in the title, there and in the text, there and often in the text.
LEVELS = (1.5, 1.75, 1.95, 2.25, 3.0, 3.7)


# A word, how it stands in a text, and what it is worth.
type Sought = tuple[str, str, float]


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


def norm(words: int, usual: int) -> float:
    """How many occurrences in a text of so many words make half of what any number can."""
    return K1 * (1 - B + B * words / usual)


def levels(title: Sequence[str], body: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The words that the post is about, each with the highest of LEVELS that it reaches, counted from 1."""
    in_title, in_body = Counter(title), Counter(body)
    title_norm, body_norm = norm(len(title), TITLE_LENGTH), norm(len(body), BODY_LENGTH)
    for word in in_title | in_body:
        about = TITLE_WEIGHT * aboutness(in_title[word], title_norm) + aboutness(in_body[word], body_norm)
        if reached := bisect(LEVELS, about):
            yield reached, word


def aboutness(times: int, norm: float) -> float:
    return times * (K1 + 1) / (times + norm)


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
