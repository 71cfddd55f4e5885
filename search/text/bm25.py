"""BM25 without a database: the weight of a term, and its saturated frequency in a post.

The weight of a term in n of N posts is its inverse document frequency, log(1 + (N - n + ½) / (n + ½)). Its frequency in
a post saturates, and counts less in long texts (Robertson and Zaragoza, "The Probabilistic Relevance Framework", 2009,
formula 3.15). Title and body are scored separately, and the title counts twice.
"""

import math
from bisect import bisect
from collections import Counter
from collections.abc import Iterator, Sequence

K1, B = 1.2, 0.75
TITLE_WEIGHT = 2.0
# Constants instead of averages: an average over all posts would change nothing that readers notice.
USUAL_TITLE_LENGTH, USUAL_BODY_LENGTH = 8, 500
# The saturated frequencies from which a term gets a level, with a list of its own in the index. In a text of usual
# length: twice, three times, six times, in the title, in title and text, in the title and often in the text.
TERM_LEVELS = (1.5, 1.75, 1.95, 2.25, 3.0, 3.7)


def idf(posts: int, total: int) -> float:
    """The inverse document frequency of a term in ``posts`` of ``total`` posts."""
    posts = min(posts, total)
    return math.log(1 + (total - posts + 0.5) / (posts + 0.5))


def length_norm(words: int, usual: int) -> float:
    """The number of occurrences, in a text of so many words, at which the frequency is half saturated."""
    return K1 * (1 - B + B * words / usual)


def saturated_frequency(times: int, norm: float) -> float:
    return times * (K1 + 1) / (times + norm)


def term_levels(title: Sequence[str], body: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The terms of a post that reach one of TERM_LEVELS, each with the highest level, counted from 1."""
    in_title, in_body = Counter(title), Counter(body)
    title_norm, body_norm = length_norm(len(title), USUAL_TITLE_LENGTH), length_norm(len(body), USUAL_BODY_LENGTH)
    for word in in_title | in_body:
        frequency = TITLE_WEIGHT * saturated_frequency(in_title[word], title_norm)
        frequency += saturated_frequency(in_body[word], body_norm)
        if level := bisect(TERM_LEVELS, frequency):
            yield level, word
