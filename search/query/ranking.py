"""Ranks candidates by relevance, with the same arithmetic for every database.

Terms are weighted as in BM25 (``search.text.bm25``), in title and body separately. Two terms that are adjacent as in
the query add half of their joint weight (the sequential dependence model of Metzler and Croft, SIGIR 2005).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from search.text.bm25 import TITLE_WEIGHT, USUAL_BODY_LENGTH, USUAL_TITLE_LENGTH, length_norm, saturated_frequency

PAIR_WEIGHT = 0.5
# A term with a smaller share of the highest weight does not change the order.
MIN_WEIGHT_SHARE = 0.01

# A term (of a pair, the rarer one), the text to count, and its weight.
type WeightedTerm = tuple[str, str, float]


@dataclass(frozen=True)
class Candidate:
    """A post as terms between single spaces, with one space at both ends."""

    post_id: int
    title: str
    body: str


def rank(candidates: Iterable[Candidate], words: Sequence[str], weights: Mapping[str, float]) -> list[int]:
    """The ids of the candidates, best first, then newest first.

    ``words`` are the terms of the query in order; ``weights`` has the weight of each.
    """
    least = MIN_WEIGHT_SHARE * max(weights.values(), default=0)
    single = [(word, f" {word} ", weights[word]) for word in dict.fromkeys(words) if weights[word] > least]
    pairs = [
        (max(pair, key=weights.__getitem__), f" {' '.join(pair)} ", PAIR_WEIGHT * sum(weights[word] for word in pair))
        for pair in dict.fromkeys(pairwise(words))
    ]
    scored = [
        (
            TITLE_WEIGHT * score(post.title, single, pairs, usual_length=USUAL_TITLE_LENGTH)
            + score(post.body, single, pairs, usual_length=USUAL_BODY_LENGTH),
            post.post_id,
        )
        for post in candidates
    ]
    return [post_id for _score, post_id in sorted(scored, reverse=True)]


def score(text: str, single: list[WeightedTerm], pairs: list[WeightedTerm], *, usual_length: int) -> float:
    norm = length_norm(text.count(" "), usual_length)
    total = 0.0
    present = set()
    for word, spaced, weight in single:
        if times := text.count(spaced):
            present.add(word)
            total += weight * saturated_frequency(times, norm)
    for rarer, spaced, weight in pairs:
        # Without the rarer term of a pair, there is no need to search for both.
        if rarer in present and (times := text.count(spaced)):
            total += weight * saturated_frequency(times, norm)
    return total
