"""WebP without metadata (RFC 9649): preserves only the chunks of the picture and its animation."""

from collections.abc import Iterator

from . import exif
from .binary import BrokenError, counted, cut, number

FRAME_HEAD = 16
IMAGE_CHUNKS = frozenset((b"ALPH", b"VP8 ", b"VP8L"))
ALLOWED_RIFF_CHUNKS = IMAGE_CHUNKS | {b"VP8X", b"ICCP", b"ANIM", b"ANMF"}
XMP_FLAG, EXIF_FLAG = 0x04, 0x08


def without_metadata(data: bytes) -> bytes:
    # The header has the size of the file. Data after it is not part of the picture.
    body = cut(data, 12, number(data, 4, 4, "little") - 4)
    chunks = list(counted(_chunks(body)))
    notes = next((content for kind, content in chunks if kind == b"EXIF"), b"")
    orientation = exif.orientation_of(notes)
    kept = [(kind, _clean(kind, content, orientation)) for kind, content in chunks if kind in ALLOWED_RIFF_CHUNKS]
    if orientation != exif.UPRIGHT:
        kept.append((b"EXIF", exif.only_orientation(orientation)))
    written = b"WEBP" + b"".join(_written(kind, content) for kind, content in kept)
    return b"RIFF" + len(written).to_bytes(4, "little") + written


def _clean(kind: bytes, content: bytes, orientation: int) -> bytes:
    if kind == b"VP8X":
        if not content:
            raise BrokenError("an empty head")
        flags = content[0] & ~(XMP_FLAG | EXIF_FLAG)
        return bytes((flags | (EXIF_FLAG if orientation != exif.UPRIGHT else 0),)) + content[1:]
    if kind == b"ANMF":
        parts = counted(_chunks(content[FRAME_HEAD:]))
        return content[:FRAME_HEAD] + b"".join(_written(*part) for part in parts if part[0] in IMAGE_CHUNKS)
    return content


def _chunks(body: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = 0
    while position < len(body):
        kind = cut(body, position, 4)
        length = number(body, position + 4, 4, "little")
        yield kind, cut(body, position + 8, length)
        position += 8 + length + length % 2


def _written(kind: bytes, content: bytes) -> bytes:
    return kind + len(content).to_bytes(4, "little") + content + b"\0" * (len(content) % 2)
