"""Figures inside posts: plots of what the posts measured, and two diagrams."""

import math

from PIL import Image

from .measurements import (
    INSERTS_PER_SECOND,
    PAGE_TIMES_AFTER,
    PAGE_TIMES_BEFORE,
    PAGES_PER_COMMIT,
    PICTURE_KILOBYTES,
)
from .plate import ACCENT, Plate, ink

QUIET = ink(0.7)


def page_times() -> Image.Image:
    """Every second percentile of 300 page builds before and after, on a logarithmic scale."""
    plate = Plate(1320, 500)
    left, right = 150, 1270

    def at(milliseconds: float) -> float:
        return left + (right - left) * math.log(milliseconds / 2) / math.log(30)

    for mark in (2, 5, 10, 20, 50):
        plate.line([(at(mark), 60), (at(mark), 400)], width=1, colour=ink(0.22))
        plate.words((at(mark), 440), f"{mark} ms", size=24, anchor="ms", colour=QUIET)
    for name, top, times in (("before", 80, PAGE_TIMES_BEFORE), ("after", 240, PAGE_TIMES_AFTER)):
        plate.words((left - 24, top + 72), name, size=26, anchor="rs")
        for time in times:
            plate.line([(at(time), top + 20), (at(time), top + 110)], width=2, colour=ink(0.65))
        median = at(times[len(times) // 2])
        plate.line([(median, top), (median, top + 130)], width=5, colour=ACCENT)
    plate.words(
        (right, 485),
        "ticks: every second percentile of 300 builds; long tick: the median",
        size=21,
        anchor="rs",
        colour=QUIET,
    )
    return plate.finished()


def index_cost() -> Image.Image:
    """Rows inserted per second and pages written per commit, by the number of indexes."""
    plate = Plate(1600, 620)
    _columns(plate, 90, "rows inserted per second", INSERTS_PER_SECOND)
    _columns(plate, 880, "pages written per commit of 100 rows", PAGES_PER_COMMIT)
    return plate.finished()


def _columns(plate: Plate, left: float, title: str, values: tuple[int, ...]) -> None:
    plate.words((left, 62), title, size=27)
    for indexes, value in enumerate(values):
        x = left + indexes * 92
        height = 400 * value / max(values)
        plate.bar((x, 530 - height, x + 60, 530), colour=ACCENT if indexes == 0 else ink(0.75))
        plate.words((x + 30, 518 - height), f"{value:,}", size=20, anchor="ms")
        plate.words((x + 30, 566), str(indexes), size=22, anchor="ms", colour=QUIET)
    plate.line([(left - 12, 531), (left + 6 * 92 + 72, 531)], width=2)
    plate.words((left, 602), "indexes on the table", size=21, colour=QUIET)


def picture_sizes() -> Image.Image:
    """Kilobytes by kind of picture and format, each kind at one fixed error."""
    plate = Plate(1600, 660)
    top = 40.0
    for kind, sizes in PICTURE_KILOBYTES.items():
        plate.words((40, top + 28), kind, size=28)
        best = min(sizes.values())
        for row, (name, kilobytes) in enumerate(sizes.items()):
            y = top + row * 44
            width = min(kilobytes, 470) * 2.15
            plate.words((440, y + 26), name, size=22, anchor="rs", colour=QUIET)
            plate.bar((460, y + 4, 460 + width, y + 32), colour=ACCENT if kilobytes == best else ink(0.75))
            if kilobytes > 470:
                plate.area([(1430, y), (1444, y), (1432, y + 36), (1418, y + 36)], colour=ink(0))
            plate.words((472 + width, y + 27), f"{kilobytes:,} kB", size=22)
        top += 204
    return plate.finished()


def clock_changes() -> Image.Image:
    """Wall-clock time against elapsed time around both changes of a Berlin year."""
    plate = Plate(1320, 640)
    for left, title, jump in ((110, "29 March", 1), (740, "25 October", -1)):
        _clock_change(plate, left, title, jump)
    return plate.finished()


def _clock_change(plate: Plate, left: float, title: str, jump: int) -> None:
    """Draw five hours of elapsed time; after the second hour the wall clock jumps by `jump`."""
    unit = 84

    def at(elapsed: float, wall: float) -> tuple[float, float]:
        return left + elapsed * unit, 560 - wall * unit * 0.78

    plate.words((left, 52), title, size=28)
    for hour in range(7):
        plate.line([at(0, hour), at(5.6, hour)], width=1, colour=ink(0.22))
        plate.words((left - 16, at(0, hour)[1] + 8), f"{hour:02}", size=21, anchor="rs", colour=QUIET)
    first = 2 if jump == 1 else 3
    plate.line([at(0, 0), at(first, first)], width=4)
    plate.line([at(first, first + jump), at(4.9, 4.9 + jump)], width=4)
    low, high = sorted((first, first + jump))
    wall = (low + high) / 2
    plate.line([at(0, wall), at(5.6, wall)], width=2, colour=ACCENT)
    plate.words(at(5.6, wall + 0.12), "02:30", size=22, anchor="rs", colour=ACCENT)
    for elapsed in () if jump == 1 else (2.5, 3.5):
        plate.dot(at(elapsed, wall), 11, colour=ACCENT)
    plate.words((left, 612), "hours passed since midnight", size=21, colour=QUIET)


def lock_queue() -> Image.Image:
    """Who waits for whom: readers behind a change, the change behind a row with no session."""
    plate = Plate(1600, 440)
    names = (
        (90, "no session", "weak lock on the table, granted", True),
        (590, "the migration", "wants the whole table", False),
        (1090, "every reader", "waits for the migration", False),
    )
    for left, who, what, empty in names:
        box = (left, 120, left + 400, 320)
        if empty:
            _dashed(plate, box)
        else:
            plate.bar(box, colour=ink(0.1))
            plate.line([(box[0], 120), (box[2], 120), (box[2], 320), (box[0], 320), (box[0], 120)], width=2.5)
        plate.words((left + 200, 212), who, size=34, anchor="ms", colour=ACCENT if empty else ink(1))
        plate.words((left + 200, 262), what, size=24, anchor="ms", colour=QUIET)
    for x in (590, 1090):
        plate.line([(x - 8, 220), (x - 88, 220)], width=3)
        plate.area([(x - 98, 220), (x - 76, 209), (x - 76, 231)], colour=ink(1))
    return plate.finished()


def _dashed(plate: Plate, box: tuple[float, float, float, float]) -> None:
    left, top, right, bottom = box
    for x in range(int(left), int(right), 20):
        for y in (top, bottom):
            plate.line([(x, y), (x + 11, y)], width=3, colour=ACCENT)
    for y in range(int(top), int(bottom), 20):
        for x in (left, right):
            plate.line([(x, y), (x, y + 11)], width=3, colour=ACCENT)
