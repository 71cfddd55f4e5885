"""What Willow, which makes the renditions, is given to draw."""

from contextlib import suppress
from io import BytesIO
from typing import BinaryIO

import willow
from PIL import Image, ImageOps
from willow.image import UnrecognisedImageFormatError
from willow.plugins.pillow import PillowImage

SAMPLE_SIDE = 64


def drawable(file: BinaryIO) -> BinaryIO:
    """The file itself where Willow can draw it, else its first frame as a PNG of eight bits per channel."""
    with Image.open(file) as image:
        is_converted = eight_bits(image) is not image
        file.seek(0)
        # Willow knows no animated PNG and no animated AVIF.
        with suppress(UnrecognisedImageFormatError):
            if not is_converted and willow.Image.open(file):
                return file
        png = BytesIO()
        ImageOps.exif_transpose(eight_bits(image)).save(png, "PNG", compress_level=1)
    return png


def draw_sample(image: Image.Image) -> None:
    """Draws a picture small in every format in which it will be shown; raises what the encoder raises."""
    scale = min(1, SAMPLE_SIDE / max(image.size))
    sample = PillowImage(eight_bits(image)).resize(tuple(max(1, round(side * scale)) for side in image.size))
    # The admin shows PNG and GIF as PNG.
    for kind in ("avif", "webp", *(["png"] if image.format in ("PNG", "GIF") else [])):
        sample.save(kind, BytesIO())
    sample.set_background_color_rgb((255, 255, 255)).save("jpeg", BytesIO())


def eight_bits(image: Image.Image) -> Image.Image:
    """Grey of 16 bits scaled to 8, and other pictures as they are: Pillow itself makes most such tones white."""
    if not image.mode.startswith("I"):
        return image
    grey = image.convert("I").point(lambda value: value / 257).convert("L")
    # Also of 16 bits: the tone that is transparent.
    grey.info.pop("transparency", None)
    return grey
