"""Checks and cleans a picture: matching extension, complete, of a supported size, without personal metadata."""

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

# The limit of WebP is 16,383.
MAX_SIDE = 16_000
MAX_FRAMES = 1_000
# The limit for all frames together, because a browser decodes each of them.
MAX_FRAMES_TIMES_PIXELS = 500_000_000
# The exceptions that Pillow raises for invalid pictures.
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
    """The picture without personal metadata. Pixels, animation, colour profile and orientation are preserved.

    Raises ValidationError if the data is not a complete picture of the format of the extension in `name`, has more than
    `max_pixels` pixels in a frame, cannot be decoded, or cannot be cleaned.
    """
    if not data:
        raise _refused("empty", _("This file is empty. Save the picture again, then upload it."))
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
    """Width and height in pixels with the orientation applied, read from the header; (None, None) if unsupported."""
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
            _("The picture format of “%(name)s” is not supported. Save it as %(kinds)s, then upload that file."),
            name=name,
            kinds=", ".join(kind.name for kind in FORMATS),
        )
    if named.is_content(data):
        return named
    found = next((kind.name for kind in FORMATS if kind.is_content(data)), SHOWN_AS_TEXT)
    raise _refused(
        "not_what_it_says",
        _(
            "“%(name)s” has the extension of a %(named)s picture, but its content is %(found)s. "
            "Open it in an image editor, save it as %(named)s, then upload that file."
        ),
        name=name,
        named=named.name,
        found=found,
    )


def _look_at(data: bytes, kind: Format, max_pixels: int) -> None:
    # Only the decoder of this format is tried, and sizes are checked before pixels are decoded.
    with Image.open(BytesIO(data), formats=[kind.pillow]) as image:
        width, height = image.size
        if width * height > max_pixels:
            raise _too_large(max_pixels)
        if max(width, height) > MAX_SIDE:
            raise _refused(
                "too_long",
                _("This picture has %(width)d × %(height)d pixels. Make it smaller: the limit is %(limit)d per side."),
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
                _("Personal metadata could not be removed. Save the picture without metadata, then upload that file."),
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
        _("This picture is damaged or incomplete. Open it in an image editor, save it in RGB, then upload that file."),
    )


def _refused(code: str, message: str, **words: object) -> ValidationError:
    return ValidationError(message, code=code, params=words)
