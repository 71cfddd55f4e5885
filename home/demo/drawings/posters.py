"""Posters of what stands elsewhere: drawn here, so that a page shows them without asking anybody."""

import math

from PIL import Image

from .plate import ACCENT, Plate, Point, ink

HOURS = 5


def first_pointer() -> Image.Image:
    """The way of a pointer over a screen, and the pointer itself, upright as it was in 1968."""
    plate = Plate(960, 540)
    for step in range(90):
        turn = step / 89 * 2.4 * math.pi
        reach = 330 - 3.2 * step
        spot = (500 + reach * math.cos(turn + 2.6), 280 + 0.62 * reach * math.sin(turn + 2.6))
        plate.dot(spot, 2.5 + step / 22, colour=ink(0.15 + step / 110))
    x, y = spot
    plate.line([(x, y + 92), (x, y + 4)], width=12, colour=ACCENT)
    plate.area([(x, y - 22), (x - 34, y + 26), (x + 34, y + 26)], colour=ACCENT)
    return plate.finished()


def folded_hour() -> Image.Image:
    """A tape of hours with one hour laid back over itself, in red."""
    plate = Plate(960, 720)
    unit, top, step = 130, 250, 120
    for row, (start, hours, colour) in enumerate(((0, 3, ink(0.9)), (2, 1, ACCENT), (2, HOURS - 2, ink(0.9)))):
        y = top + row * step
        left, right = 155 + start * unit, 155 + (start + hours) * unit
        plate.line([(left, y), (right, y)], width=12, colour=colour)
        for tick in range(hours * 4 + 1):
            x = left + tick * unit / 4
            plate.line([(x, y), (x, y - (44 if tick % 4 == 0 else 22))], width=3, colour=colour)
    _turn(plate, (155 + 3 * unit, top + step / 2), step / 2, side=1)
    _turn(plate, (155 + 2 * unit, top + 1.5 * step), step / 2, side=-1)
    return plate.finished()


def _turn(plate: Plate, centre: Point, radius: float, *, side: int) -> None:
    """Half a circle from one row of the tape down to the next."""
    angles = (math.pi * share / 24 - math.pi / 2 for share in range(25))
    turn = [(centre[0] + side * radius * math.cos(angle), centre[1] + radius * math.sin(angle)) for angle in angles]
    plate.line(turn, width=12, colour=ACCENT)
