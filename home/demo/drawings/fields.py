"""Covers made of lines that something bends: flow, waves, strands, dots."""

import math

from PIL import Image

from .plate import ACCENT, Plate, Point, ink


def around_nothing() -> Image.Image:
    """Streamlines of an ideal flow past a cylinder that is not drawn."""
    plate = Plate()
    plate.record_rail(mark=31)
    for row in range(-18, 18):
        height = (row + 0.5) * 16.5
        path = [_deflected(x, height, centre=(880, 450), radius=185) for x in range(170, 1541, 5)]
        stopped = row == 0
        plate.line(path, width=4.5 if stopped else 2, colour=ACCENT if stopped else ink(0.78))
    return plate.finished()


def _deflected(x: float, height: float, *, centre: Point, radius: float) -> Point:
    """Follow the streamline that comes in at this height: y (1 − r² / (x² + y²)) = height."""
    across = x - centre[0]
    low = math.sqrt(max(0.0, radius**2 - across**2))
    high = abs(height) + radius
    for _ in range(30):
        y = (low + high) / 2
        too_far = y * (1 - radius**2 / (across**2 + y**2)) > abs(height)
        low, high = (low, y) if too_far else (y, high)
    return x, centre[1] + math.copysign(high, height)


def interference() -> Image.Image:
    """Two sets of rings from two centres: the same wave, sent twice."""
    plate = Plate()
    plate.record_rail(mark=12)
    for centre, colour in (((690.0, 450.0), ink(0.85)), ((1020.0, 450.0), ink(0.85))):
        for step in range(1, 27):
            plate.ring(centre, step * 13.5, width=2, colour=colour)
    for centre in ((690.0, 450.0), (1020.0, 450.0)):
        plate.dot(centre, 7, colour=ACCENT)
    return plate.finished()


def strands() -> Image.Image:
    """Eleven threads that have little to do with one another but for one place."""
    plate = Plate()
    plate.record_rail(mark=23)
    for number in range(11):
        path = [(x, _strand(number, x)) for x in range(170, 1541, 5)]
        plate.line(path, width=3.2 if number == 4 else 2, colour=ACCENT if number == 4 else ink(0.45 + 0.04 * number))
    plate.ring((1010, 450), 52, width=2, colour=ink(0.9))
    return plate.finished()


def _strand(number: int, x: float) -> float:
    away = abs(x - 1010) / 840
    spread = 1 - math.exp(-((away * 2.6) ** 1.6))
    own = (number - 5) * 58 + 46 * math.sin(x / (95 + 13 * number) + number * 1.9)
    return 450 + own * spread + (number - 5) * 3


def coarse_and_fine() -> Image.Image:
    """One landscape printed in ever larger dots."""
    plate = Plate()
    plate.record_rail(mark=7)
    x, cell = 170.0, 7.0
    while x + cell < 1545:
        for row in range(int(720 / cell)):
            y = 90 + (row + 0.5) * cell
            weight = _tone(x, y)
            colour = ACCENT if weight > 0.93 else ink(0.85)
            plate.dot((x + cell / 2, y), cell * 0.56 * weight, colour=colour)
        x += cell
        cell *= 1.026
    return plate.finished()


def _tone(x: float, y: float) -> float:
    ridge = 470 + 130 * math.sin(x / 210) + 40 * math.sin(x / 67 + 1)
    sun = math.hypot(x - 640, y - 230)
    if sun < 74:
        return 1.0
    depth = (y - ridge) / 330
    return max(0.12, min(0.9, 0.32 + depth)) if depth > 0 else 0.12 + 0.16 * max(0.0, 1 - sun / 420)
