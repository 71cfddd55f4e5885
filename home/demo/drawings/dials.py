"""Covers made of circles."""

import math

from PIL import Image

from .plate import ACCENT, Plate, Point, ink


def missing_hour() -> Image.Image:
    """Two dials of a year's nights: one lacks a wedge, the other has it twice."""
    plate = Plate()
    plate.record_rail(mark=26)
    for centre, changed in (((535.0, 450.0), "gap"), ((1185.0, 450.0), "twice")):
        for ring in range(7):
            radius = 118 + ring * 30
            for tick in range(96):
                _dial_tick(plate, centre, radius=radius, tick=tick, changed=changed)
    return plate.finished()


def _dial_tick(plate: Plate, centre: Point, *, radius: float, tick: int, changed: str) -> None:
    in_the_hour = 8 <= tick < 12
    if in_the_hour and changed == "gap":
        return
    angle = math.tau * tick / 96 - math.pi / 2
    repeated = in_the_hour and changed == "twice"
    offsets = (-0.012, 0.016) if repeated else (0.0,)
    for offset in offsets:
        points = [_on_circle(centre, radius + reach, angle + offset) for reach in (0, 21)]
        plate.line(points, width=3.2 if repeated else 2, colour=ACCENT if repeated else ink(0.82))


def _on_circle(centre: Point, radius: float, angle: float) -> Point:
    return centre[0] + radius * math.cos(angle), centre[1] + radius * math.sin(angle)


def closed_rings() -> Image.Image:
    """Nested walls, each closed; what is in the middle stays there."""
    plate = Plate()
    plate.record_rail(mark=34)
    for ring in range(24):
        reach = 40 + ring * 14
        plate.line(_wall(reach), width=2 + (ring % 4 == 0) * 1.6, colour=ink(0.9 - ring * 0.018))
    plate.dot((855, 450), 15, colour=ACCENT)
    return plate.finished()


def _wall(reach: float) -> list[Point]:
    """A closed curve between a circle and a wide rectangle, wider than high."""
    points = []
    for step in range(361):
        angle = math.radians(step)
        cosine, sine = math.cos(angle), math.sin(angle)
        power = 2 / 3.4
        x = 855 + math.copysign(abs(cosine) ** power, cosine) * reach * 1.82
        points.append((x, 450 + math.copysign(abs(sine) ** power, sine) * reach))
    return points


def remainder() -> Image.Image:
    """A hundred discs in seven columns: two columns get one more than the others."""
    plate = Plate()
    plate.record_rail(mark=2)
    for column in range(7):
        discs = 15 if column < 2 else 14
        for place in range(discs):
            centre = (262 + column * 198, 792 - place * 49)
            colour = ACCENT if place == 14 else ink(0.82)
            plate.ring(centre, 21, width=2.6, colour=colour)
            plate.dot(centre, 12.5, colour=colour)
    return plate.finished()


def three_minutes() -> Image.Image:
    """A thousand requests as dots in three groups: 900, 90 and the 10 that were given the same vote."""
    plate = Plate()
    plate.record_rail(mark=40)
    for left, columns, rows in ((200, 45, 20), (1190, 9, 10), (1450, 2, 5)):
        for column in range(columns):
            for row in range(rows):
                centre = (left + column * 20, 800 - row * 36)
                plate.dot(centre, 6.5, colour=ACCENT if columns == 2 else ink(0.8))
    return plate.finished()
