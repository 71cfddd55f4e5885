"""BM25 without a database: how much a word weighs, and how much a post is about it.

A word is worth its rarity, log(1 + (N - n + ½) / (n + ½)) for a word in n of N posts, times how much the post is about
it, which grows ever slower with its occurrences and less in long texts (Robertson and Zaragoza, "The Probabilistic
Relevance Framework", 2009, formula 3.15). Title and body are scored apart, and the title counts twice.
"""

import math
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence

K1, B = 1.2, 0.75
TITLE_WEIGHT = 2.0
# The length of a usual post. A count kept of all posts would change nothing that readers notice.
TITLE_LENGTH, BODY_LENGTH = 8, 500
# How much a post has to be about a word to stand in a list of its own: twice or more in a text of usual length, three
# times, six times, in the title, there and in the text, there and often in the text.
LEVELS = (1.5, 1.75, 1.95, 2.25, 3.0, 3.7)


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
