"""A picture as it may be stored: what its name says, whole, of a size that can be shown, without personal data."""

import struct
import zlib
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePath
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageCms

from . import avif, exif, gif, jpeg, png, webp
from .binary import BrokenError
from .drawable import draw_sample

# WebP, which readers are sent, ends at 16,383.
MAX_SIDE = 16_000
MAX_FRAMES = 1_000
# All frames together; a browser decodes them one after the other.
MAX_FRAMES_TIMES_PIXELS = 500_000_000
# Everything that Pillow raises on bytes that are not a picture.
UNREADABLE = (
    OSError, SyntaxError, ValueError, LookupError, TypeError, EOFError, ArithmeticError, MemoryError, RuntimeError,
    struct.error, zlib.error, ImageCms.PyCMSError,
)  # fmt: skip
PERSONAL = frozenset(("xmp", "XML:com.adobe.xmp", "comment", "photoshop", "Comment", "Software", "mp"))
SIDEWAYS = range(5, 9)


class Format(NamedTuple):
    name: str
    pillow: str
    extensions: tuple[str, ...]
    is_content: Callable[[bytes], bool]
    without_metadata: Callable[[bytes], bytes]


def _is_avif(data: bytes) -> bool:
    brands = data[8 : min(int.from_bytes(data[:4]), 256)]
    return data[4:8] == b"ftyp" and (b"avif" in brands or b"avis" in brands)


FORMATS = (
    Format("JPEG", "JPEG", ("jpg", "jpeg"), lambda data: data.startswith(b"\xff\xd8\xff"), jpeg.without_metadata),
    Format("PNG", "PNG", ("png",), lambda data: data.startswith(png.SIGNATURE), png.without_metadata),
    Format("GIF", "GIF", ("gif",), lambda data: data[:6] in (b"GIF87a", b"GIF89a"), gif.without_metadata),
    Format("WebP", "WEBP", ("webp",), lambda data: data[:4] + data[8:12] == b"RIFFWEBP", webp.without_metadata),
    Format("AVIF", "AVIF", ("avif",), _is_avif, avif.without_metadata),
)
SHOWN_AS_TEXT = _("not a picture")


def checked_picture(name: str, data: bytes, *, max_pixels: int) -> bytes:
    """The same picture without personal data: pixels, animation, colour profile and orientation as they were.

    Raises ValidationError, in words for the person who uploads, for whatever is not a whole picture of the kind that
    `name` ends in, has more than `max_pixels` pixels in one frame, cannot be drawn, or could not be cleaned.
    """
    if not data:
        raise _refused("empty", _("This file is empty. Save the picture again, then upload it once more."))
    kind = _format(name, data)
    try:
        clean = kind.without_metadata(data)
    except BrokenError as error:
        raise _incomplete() from error
    try:
        _look_at(clean, kind, max_pixels)
    except Image.DecompressionBombError as error:
        raise _too_large(max_pixels) from error
    except ValidationError:
        raise
    except UNREADABLE as error:
        raise _incomplete() from error
    return clean


def upright_size(data: bytes) -> tuple[int, int] | tuple[None, None]:
    """Width and height in pixels as a reader sees the picture, from its head; Nones if it is none of ours."""
    try:
        with Image.open(BytesIO(data), formats=[kind.pillow for kind in FORMATS]) as image:
            width, height = image.size
            is_sideways = exif.orientation_of(image.info.get("exif", b"")) in SIDEWAYS
    except (Image.DecompressionBombError, *UNREADABLE):
        return None, None
    return (height, width) if is_sideways else (width, height)


def _format(name: str, data: bytes) -> Format:
    extension = PurePath(name).suffix.lower().removeprefix(".")
    named = next((kind for kind in FORMATS if extension in kind.extensions), None)
    if named is None:
        raise _refused(
            "invalid_extension",
            _("“%(name)s” is not a kind of picture that can be shown. Save it as %(kinds)s, then upload that."),
            name=name,
            kinds=", ".join(kind.name for kind in FORMATS),
        )
    if named.is_content(data):
        return named
    found = next((kind.name for kind in FORMATS if kind.is_content(data)), SHOWN_AS_TEXT)
    raise _refused(
        "not_what_it_says",
        _(
            "“%(name)s” is named like a %(named)s picture, but its content is %(found)s. "
            "Open it in a picture program, save it as %(named)s, then upload that."
        ),
        name=name,
        named=named.name,
        found=found,
    )


def _look_at(data: bytes, kind: Format, max_pixels: int) -> None:
    # Only one reader is tried, and sizes are compared before a pixel is decoded.
    with Image.open(BytesIO(data), formats=[kind.pillow]) as image:
        width, height = image.size
        if width * height > max_pixels:
            raise _too_large(max_pixels)
        if max(width, height) > MAX_SIDE:
            raise _refused(
                "too_long",
                _("This picture is %(width)d × %(height)d pixels. Make it smaller: no side may be over %(limit)d."),
                width=width,
                height=height,
                limit=MAX_SIDE,
            )
        _count_frames(image)
        image.load()
        draw_sample(image)
        if PERSONAL & image.info.keys():
            raise _refused(
                "not_cleaned",
                _("Personal data in this picture could not be removed. Save it without metadata, then upload that."),
            )


def _count_frames(image: Image.Image) -> None:
    width, height = image.size
    frames = getattr(image, "n_frames", 1)
    if frames > MAX_FRAMES or width * height * frames > MAX_FRAMES_TIMES_PIXELS:
        raise _refused(
            "too_many_frames",
            _(
                "This animation is too large: %(frames)d frames of %(width)d × %(height)d pixels. "
                "Make it shorter or smaller, or upload it to a video service."
            ),
            frames=frames,
            width=width,
            height=height,
        )


def _too_large(max_pixels: int) -> ValidationError:
    return _refused(
        "too_many_pixels",
        _("This picture has more than %(limit)d million pixels. Make it smaller, then upload it again."),
        limit=max_pixels // 1_000_000,
    )


def _incomplete() -> ValidationError:
    return _refused(
        "incomplete",
        _("This picture is damaged or incomplete. Open it in a picture program, save it in RGB, then upload that."),
    )


def _refused(code: str, message: str, **words: object) -> ValidationError:
    return ValidationError(message, code=code, params=words)
