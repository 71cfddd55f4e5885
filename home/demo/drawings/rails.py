"""Covers made of ticks and rows, as in a ruled record book."""

import math
import random

from PIL import Image

from .plate import ACCENT, Plate, ink


def _chance(seed: int) -> random.Random:
    """Chance that falls the same way every time."""
    return random.Random(seed)  # noqa: S311 - nothing here is a secret


def long_tail() -> Image.Image:
    """A thousand measurements as ticks on six rails; the median is marked, the tail runs on."""
    plate = Plate()
    plate.record_rail(mark=18)
    chance = _chance(11)
    for rail in range(6):
        base = 195 + rail * 122
        plate.line([(170, base), (1540, base)], width=1.5, colour=ink(0.6))
        spots = sorted(230 + rail * 18 + chance.lognormvariate(4.7, 0.75) * 1.5 for _ in range(170))
        for spot in (spot for spot in spots if spot < 1535):
            plate.line([(spot, base), (spot, base - chance.uniform(34, 92))], width=1.6, colour=ink(0.78))
        median = spots[len(spots) // 2]
        plate.line([(median, base + 14), (median, base - 104)], width=5, colour=ACCENT)
    return plate.finished()


def narrowing() -> Image.Image:
    """A search that halves what is left, row after row."""
    plate = Plate()
    plate.record_rail(mark=5)
    left, right = 170.0, 1540.0
    wanted = 1123.0
    for row in range(9):
        top = 92 + row * 80
        _ruled_row(plate, top, (left, right))
        middle = (left + right) / 2
        left, right = (middle, right) if wanted > middle else (left, middle)
    plate.line([(wanted, 92), (wanted, 808)], width=4, colour=ACCENT)
    return plate.finished()


def _ruled_row(plate: Plate, top: float, kept: tuple[float, float]) -> None:
    """Draw one row of entries: strong where the search still looks, faint elsewhere."""
    for number in range(172):
        x = 170 + number * 8
        inside = kept[0] <= x <= kept[1]
        reach = 54 if inside else 20
        plate.line([(x, top + 54 - reach), (x, top + 54)], width=2.4, colour=ink(0.88 if inside else 0.28))


def worn_away() -> Image.Image:
    """A grid of cells that ends, cell by cell, towards the right."""
    plate = Plate()
    plate.record_rail(mark=38)
    chance = _chance(29)
    for row in range(18):
        for column in range(34):
            x, y = 172 + column * 40.4, 92 + row * 40
            share = (column - 9) / 23 + 0.16 * math.sin(row / 2.6)
            left = max(0.0, min(1.0, 1.05 - share * 1.1 + chance.uniform(-0.14, 0.14)))
            if left < 0.06:
                plate.dot((x + 17, y + 17), 1.5, colour=ink(0.4))
                continue
            half = 16 * left
            last = column == 27 and row == 11
            plate.bar((x + 17 - half, y + 17 - half, x + 17 + half, y + 17 + half), colour=ink(0.25 + 0.6 * left))
            if last:
                plate.bar((x + 1, y + 1, x + 33, y + 33), colour=ACCENT)
    return plate.finished()


def marked_rows() -> Image.Image:
    """A listing seen from too far away to read, three of its rows marked."""
    plate = Plate()
    plate.record_rail(mark=14)
    chance = _chance(4)
    depth = 0
    for row in range(25):
        y = 98 + row * 29
        marked = row in (9, 10, 16)
        if marked:
            plate.bar((172, y - 6, 180, y + 19), colour=ACCENT)
        depth = max(0, min(4, depth + chance.choice((-1, 0, 0, 1))))
        x = 212.0 + depth * 52
        for _ in range(chance.randint(1, 6) if row % 6 != 5 else 0):
            length = chance.choice((38, 62, 62, 96, 140, 188))
            if x + length > 1500:
                break
            tone = ACCENT if marked and chance.random() < 0.35 else ink(chance.choice((0.42, 0.62, 0.88)))
            plate.bar((x, y, x + length, y + 13), colour=tone)
            x += length + 18
    return plate.finished()


def rota() -> Image.Image:
    """A year of weeks for five people: one of the five is always on duty."""
    plate = Plate()
    plate.record_rail(mark=16)
    for person in range(5):
        top = 100 + person * 146
        for week in range(52):
            x = 172 + week * 26.4
            if week % 5 == person:
                plate.bar((x, top, x + 18, top + 116), colour=ACCENT if week == 33 else ink(0.85))
            else:
                plate.line([(x + 9, top), (x + 9, top + 116)], width=2, colour=ink(0.34))
    return plate.finished()
