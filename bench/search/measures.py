"""How good a list of answers is, and how sure of it a set of questions lets us be."""

import math
import random
from collections.abc import Sequence
from statistics import mean

RESAMPLES = 2_000


def ndcg(found: Sequence[str], right: dict[str, int], *, at: int) -> float:
    """Normalised discounted cumulative gain of the first answers (Järvelin and Kekäläinen, 2002), from 0 to 1."""
    best = sorted(right.values(), reverse=True)[:at]
    return _gain([right.get(answer, 0) for answer in found[:at]]) / _gain(best)


def _gain(values: Sequence[int]) -> float:
    return sum(value / math.log2(place + 1) for place, value in enumerate(values, start=1))


def reciprocal_rank(found: Sequence[str], right: dict[str, int], *, at: int) -> float:
    return next((1 / place for place, answer in enumerate(found[:at], start=1) if answer in right), 0.0)


def recall(found: Sequence[str], right: dict[str, int], *, at: int) -> float:
    return len(set(found[:at]) & right.keys()) / len(right)


def interval(values: Sequence[float]) -> tuple[float, float]:
    """The bounds within which the mean lies with 95 %, by resampling."""
    chance = random.Random(1)
    means = sorted(mean(chance.choices(values, k=len(values))) for _ in range(RESAMPLES))
    return means[round(RESAMPLES * 0.025)], means[round(RESAMPLES * 0.975) - 1]


def percentile(values: Sequence[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, math.ceil(len(values) * share) - 1)]
