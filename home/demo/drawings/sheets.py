"""Covers made of layers: sheets, lines of writing, strata."""

import math

from PIL import Image

from .plate import ACCENT, PAPER, Plate, Point, ink


def seven_sheets() -> Image.Image:
    """Seven copies of one page, each turned its own way; the last is the one too many."""
    plate = Plate()
    plate.record_rail(mark=9)
    for sheet in range(7):
        _sheet(plate, left=215 + sheet * 112, top=470 - sheet * 56, last=sheet == 6)
    return plate.finished()


def _sheet(plate: Plate, *, left: float, top: float, last: bool) -> None:
    def at(across: float, down: float) -> Point:
        return left + across * 560 + down * 60, top + across * -78 + down * 300

    corners = [at(0, 0), at(1, 0), at(1, 1), at(0, 1), at(0, 0)]
    plate.area(corners, colour=PAPER)
    colour = ACCENT if last else ink(0.85)
    plate.line(corners, width=2.4, colour=colour)
    for row in range(1, 12):
        down = row / 12
        plate.line([at(0.06, down), at(0.94, down)], width=1.5, colour=ACCENT if last else ink(0.5))


def second_reading() -> Image.Image:
    """The same ruled page laid over itself at a small angle."""
    plate = Plate()
    plate.record_rail(mark=21)
    for row in range(56):
        y = 96 + row * 12.9
        plate.line([(170, y), (1540, y)], width=2, colour=ink(0.8))
    for row in range(56):
        y = 96 + row * 12.9
        path = [(x, y + 26 * math.sin((x - 170) / 470) * math.cos((y - 90) / 260)) for x in range(170, 1541, 10)]
        plate.line(path, width=2, colour=ACCENT if row in (19, 20, 21) else ink(0.8))
    return plate.finished()


def graft() -> Image.Image:
    """A pattern with one piece set in anew; the seam is left to be seen."""
    plate = Plate()
    plate.record_rail(mark=28)
    for column in range(113):
        x = 182 + column * 11.9
        path = [(x + 22 * math.sin(y / 120 + column / 17), y) for y in range(90, 811, 8)]
        plate.line(path, width=2.4, colour=ink(0.82))
    left, top, right, bottom = 905, 300, 1215, 610
    plate.bar((left, top, right, bottom), colour=PAPER)
    for row in range(25):
        y = top + 11 + row * 12
        path = [(x, y + 5 * math.sin(x / 60 + row / 6)) for x in range(left + 8, right - 7, 6)]
        plate.line(path, width=2.4, colour=ACCENT)
    return plate.finished()


def strata() -> Image.Image:
    """Layers of sediment, thin and thick, with one that can be found again everywhere."""
    plate = Plate()
    plate.record_rail(mark=36)
    y = 136.0
    for layer in range(34):
        thickness = 8 + 13 * abs(math.sin(layer * 1.7)) + layer * 0.18
        path = [(x, y + _fold(x, layer)) for x in range(170, 1541, 8)]
        colour = ACCENT if layer == 20 else ink(0.35 + 0.5 * abs(math.cos(layer * 1.1)))
        plate.line(path, width=thickness * (0.5 if layer == 20 else 0.28), colour=colour)
        y += thickness
    return plate.finished()


def _fold(x: float, layer: int) -> float:
    return 34 * math.sin(x / 250 + 0.4) * (1 - layer / 60) + 12 * math.sin(x / 91 + layer / 9)
