"""One sheet of paper to draw on: units are pixels of the finished picture, edges are smooth."""

from collections.abc import Iterable

from PIL import Image, ImageColor, ImageDraw, ImageFont

Point = tuple[float, float]

PAPER = "#f3ecde"
INK = "#1f2a32"
ACCENT = "#b5462b"
SUPERSAMPLING = 3


def between(first: str, second: str, share: float) -> str:
    """Mix two colours: share 0 is the first, 1 the second."""
    share = min(1.0, max(0.0, share))
    pairs = zip(ImageColor.getrgb(first), ImageColor.getrgb(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def ink(strength: float) -> str:
    """Ink thinned with paper: 1 is full ink, 0 leaves the paper bare."""
    return between(PAPER, INK, strength)


class Plate:
    """A picture in the making, drawn larger than needed and reduced at the end."""

    def __init__(self, width: int = 1600, height: int = 900) -> None:
        self.width, self.height = width, height
        size = (width * SUPERSAMPLING, height * SUPERSAMPLING)
        self._image = Image.new("RGB", size, PAPER)
        self._pen = ImageDraw.Draw(self._image)

    def line(self, points: Iterable[Point], *, width: float = 1.5, colour: str = INK) -> None:
        path = [(x * SUPERSAMPLING, y * SUPERSAMPLING) for x, y in points]
        self._pen.line(path, fill=colour, width=max(1, round(width * SUPERSAMPLING)), joint="curve")

    def bar(self, box: tuple[float, float, float, float], *, colour: str = INK) -> None:
        """Fill the rectangle from (left, top) to (right, bottom)."""
        left, top, right, bottom = (edge * SUPERSAMPLING for edge in box)
        self._pen.rectangle((left, top, right - 1, bottom - 1), fill=colour)

    def dot(self, centre: Point, radius: float, *, colour: str = INK) -> None:
        x, y = centre
        box = [edge * SUPERSAMPLING for edge in (x - radius, y - radius, x + radius, y + radius)]
        self._pen.ellipse(box, fill=colour)

    def ring(self, centre: Point, radius: float, *, width: float = 1.5, colour: str = INK) -> None:
        x, y = centre
        box = [edge * SUPERSAMPLING for edge in (x - radius, y - radius, x + radius, y + radius)]
        self._pen.ellipse(box, outline=colour, width=max(1, round(width * SUPERSAMPLING)))

    def area(self, points: Iterable[Point], *, colour: str) -> None:
        path = [(x * SUPERSAMPLING, y * SUPERSAMPLING) for x, y in points]
        self._pen.polygon(path, fill=colour)

    def words(self, at: Point, text: str, *, size: int = 24, anchor: str = "ls", colour: str = INK) -> None:
        """Write one line; the anchor is Pillow's (`ls` = left end of the baseline)."""
        font = ImageFont.load_default(size * SUPERSAMPLING)
        place = (at[0] * SUPERSAMPLING, at[1] * SUPERSAMPLING)
        self._pen.text(place, text, fill=colour, font=font, anchor=anchor)

    def record_rail(self, mark: int) -> None:
        """Draw the margin that all covers share: forty-one ticks, of which one is this plate's own."""
        for tick in range(41):
            y = 90 + tick * 18
            long = 26 if tick % 5 == 0 else 14
            if tick == mark:
                self.line([(64, y), (112, y)], width=5, colour=ACCENT)
            else:
                self.line([(64, y), (64 + long, y)], width=1.5, colour=ink(0.55))

    def finished(self) -> Image.Image:
        return self._image.reduce(SUPERSAMPLING)
