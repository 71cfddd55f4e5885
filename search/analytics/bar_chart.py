"""Bars over time, as numbers that a template draws with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched

WIDTH, HEIGHT = 720, 160
# How much of a bar's place stays empty.
GAP = 0.25
# Round numbers of which one is the top of the plot.
STEPS = (1, 2, 5)


@dataclass(frozen=True)
class Bar:
    """The searches of some days: all of them, and in front those that found nothing."""

    first: date
    last: date
    times: int
    in_vain: int
    x: float
    width: float
    height: float
    height_in_vain: float

    @property
    def y(self) -> float:
        return HEIGHT - self.height

    @property
    def y_in_vain(self) -> float:
        return HEIGHT - self.height_in_vain


def plotted(counts: dict[date, tuple[int, int]], days: Sequence[date], *, days_in_a_bar: int) -> tuple[list[Bar], int]:
    """The bars of these days and the number at the top; ``counts`` has (times, in vain) by day."""
    parts = list(batched(days, days_in_a_bar))
    sums = [tuple(map(sum, zip(*(counts.get(day, (0, 0)) for day in part), strict=True))) for part in parts]
    top = rounded_up(max((times for times, _in_vain in sums), default=0))
    place = WIDTH / max(1, len(parts))
    bars = [
        Bar(
            first=part[0],
            last=part[-1],
            times=times,
            in_vain=in_vain,
            x=round((number + GAP / 2) * place, 2),
            width=round((1 - GAP) * place, 2),
            height=round(HEIGHT * times / top, 2),
            height_in_vain=round(HEIGHT * in_vain / top, 2),
        )
        for number, (part, (times, in_vain)) in enumerate(zip(parts, sums, strict=True))
    ]
    return bars, top


def rounded_up(number: int) -> int:
    """The next of 1, 2, 5, 10, 20, 50 …"""
    scale = 1
    while True:
        for step in STEPS:
            if step * scale >= number:
                return step * scale
        scale *= 10


def days_until(last: date, number: int) -> list[date]:
    return [last - timedelta(days=number - 1 - place) for place in range(number)]


def total(bars: Iterable[Bar]) -> tuple[int, int]:
    bars = list(bars)
    return sum(bar.times for bar in bars), sum(bar.in_vain for bar in bars)
