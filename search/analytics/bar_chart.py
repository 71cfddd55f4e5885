"""A bar chart over time, as numbers for a template."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched

CHART_WIDTH, CHART_HEIGHT = 720, 160
# The share of the space of a bar that stays empty.
BAR_GAP = 0.25
# The top of the chart is one of these times a power of ten.
ROUND_NUMBERS = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    """The searches of some days: all of them, and in front those with zero results."""

    first: date
    last: date
    times: int
    zero_results: int
    x: float
    width: float
    height: float
    zero_results_height: float

    @property
    def y(self) -> float:
        return CHART_HEIGHT - self.height

    @property
    def zero_results_y(self) -> float:
        return CHART_HEIGHT - self.zero_results_height


def make_bars(
    counts: dict[date, tuple[int, int]], days: Sequence[date], *, days_in_a_bar: int
) -> tuple[list[Bar], int]:
    """The bars of these days and the number at the top; ``counts`` has (times, zero results) by day."""
    parts = list(batched(days, days_in_a_bar))
    sums = [tuple(map(sum, zip(*(counts.get(day, (0, 0)) for day in part), strict=True))) for part in parts]
    top = round_up(max((times for times, _zero_results in sums), default=0))
    slot = CHART_WIDTH / max(1, len(parts))
    bars = [
        Bar(
            first=part[0],
            last=part[-1],
            times=times,
            zero_results=zero_results,
            x=round((number + BAR_GAP / 2) * slot, 2),
            width=round((1 - BAR_GAP) * slot, 2),
            height=round(CHART_HEIGHT * times / top, 2),
            zero_results_height=round(CHART_HEIGHT * zero_results / top, 2),
        )
        for number, (part, (times, zero_results)) in enumerate(zip(parts, sums, strict=True))
    ]
    return bars, top


def round_up(number: int) -> int:
    """The next of 1, 2, 5, 10, 20, 50 …"""
    scale = 1
    while True:
        for step in ROUND_NUMBERS:
            if step * scale >= number:
                return step * scale
        scale *= 10


def days_until(last: date, number: int) -> list[date]:
    return [last - timedelta(days=number - 1 - place) for place in range(number)]


def total(bars: Iterable[Bar]) -> tuple[int, int]:
    bars = list(bars)
    return sum(bar.times for bar in bars), sum(bar.zero_results for bar in bars)
