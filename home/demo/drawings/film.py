"""A film of nine seconds: what a browser fetches for one page, before and after the strangers have gone.

`draw_frames` draws its frames, and the file in home/demo/media was made of them by
`ffmpeg -framerate 10 -i %03d.png -c:v libvpx-vp9 -b:v 0 -crf 42 -deadline best -g 90 -pix_fmt yuv420p strangers.webm`.
"""

from pathlib import Path

from PIL import Image

from .plate import ACCENT, PAPER, Plate, Point, between, ink

FRAMES_PER_SECOND = 10
SECONDS = 9
BROWSER = (230.0, 240.0)
PAGE = (640.0, 56.0)
STEP = 74  # Leaves room for captions below the last name.
STRANGERS = ("a font host", "a script host", "a counting service", "a map service", "a video platform")
# In seconds: the page is fetched, the strangers are called on, they go one by one, the page is fetched again.
FIRST_VISIT, INTRODUCTION, FAREWELL, SECOND_VISIT = 0.4, 2.4, 4.6, 7.2
TRAVEL, FADE = 0.8, 0.4


def strangers() -> Image.Image:
    """The moment in which everybody has been told; it is the poster of the film."""
    return frame(INTRODUCTION + TRAVEL)


def frame(second: float) -> Image.Image:
    plate = Plate(960, 540)
    for place, name in enumerate(STRANGERS):
        gone = _share(second, FAREWELL + place * FADE, FADE)
        spot = (PAGE[0], PAGE[1] + (place + 1) * STEP)
        plate.line([BROWSER, spot], width=1.5, colour=between(ink(0.45), PAPER, gone))
        _place(plate, spot, name, gone=gone)
        if way := _share(second, INTRODUCTION, TRAVEL):
            plate.dot(_on_the_way(BROWSER, spot, way), 8, colour=between(ACCENT, PAPER, gone))
    plate.line([BROWSER, PAGE], width=1.5, colour=ink(0.45))
    _place(plate, PAGE, "the page", gone=0)
    for start in (FIRST_VISIT, SECOND_VISIT):
        there, back = _share(second, start, TRAVEL), _share(second, start + TRAVEL, TRAVEL)
        if there and back < 1:
            plate.dot(_on_the_way(BROWSER, PAGE, there - back), 8, colour=ACCENT)
    plate.dot(BROWSER, 26)
    plate.words((BROWSER[0] - 46, BROWSER[1]), "your browser", size=24, anchor="rm")
    return plate.finished()


def _place(plate: Plate, spot: Point, name: str, *, gone: float) -> None:
    plate.dot(spot, 13, colour=PAPER)
    plate.ring(spot, 13, width=2.5, colour=between(ink(0.9), PAPER, gone))
    plate.words((spot[0] + 34, spot[1]), name, size=24, anchor="lm", colour=between(ink(0.9), PAPER, gone))


def _share(second: float, start: float, length: float) -> float:
    """How much of a stretch of time is over, from 0 to 1."""
    return min(1.0, max(0.0, (second - start) / length))


def _on_the_way(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def draw_frames(folder: Path) -> None:
    for number in range(SECONDS * FRAMES_PER_SECOND):
        frame(number / FRAMES_PER_SECOND).save(folder / f"{number:03}.png")
