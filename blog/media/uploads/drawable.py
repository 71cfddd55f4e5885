"""Prepares pictures for Willow, which creates the renditions."""

from contextlib import suppress
from io import BytesIO
from typing import BinaryIO

import willow
from PIL import Image, ImageOps
from willow.image import UnrecognisedImageFormatError
from willow.plugins.pillow import PillowImage

SAMPLE_SIDE = 64


def drawable(file: BinaryIO) -> BinaryIO:
    """The file itself if Willow supports it, else its first frame as a PNG with eight bits per channel."""
    with Image.open(file) as image:
        is_converted = eight_bits(image) is not image
        file.seek(0)
        # Willow does not support animated PNG and AVIF.
        with suppress(UnrecognisedImageFormatError):
            if not is_converted and willow.Image.open(file):
                return file
        png = BytesIO()
        ImageOps.exif_transpose(eight_bits(image)).save(png, "PNG", compress_level=1)
    return png


def draw_sample(image: Image.Image) -> None:
    """Encodes a small copy in every format of the renditions. Raises the exceptions of the encoders."""
    scale = min(1, SAMPLE_SIDE / max(image.size))
    sample = PillowImage(eight_bits(image)).resize(tuple(max(1, round(side * scale)) for side in image.size))
    # The admin uses PNG renditions of PNG and GIF.
    for kind in ("avif", "webp", *(["png"] if image.format in ("PNG", "GIF") else [])):
        sample.save(kind, BytesIO())
    sample.set_background_color_rgb((255, 255, 255)).save("jpeg", BytesIO())


def eight_bits(image: Image.Image) -> Image.Image:
    """Scales 16-bit greyscale to 8 bits, because Pillow would clip most values to white. Others are unchanged."""
    if not image.mode.startswith("I"):
        return image
    grey = image.convert("I").point(lambda value: value / 257).convert("L")
    # The transparent value has 16 bits too.
    grey.info.pop("transparency", None)
    return grey
