"""PNG without metadata (W3C PNG, third edition): preserves only the chunks of the picture and its animation."""

import zlib
from collections.abc import Iterator

from . import exif
from .binary import counted, cut, number

SIGNATURE = b"\x89PNG\r\n\x1a\n"
ALLOWED_CHUNKS = frozenset(
    (
        b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"cHRM", b"gAMA", b"iCCP", b"sBIT", b"sRGB", b"cICP",
        b"mDCV", b"cLLI", b"bKGD", b"hIST", b"pHYs", b"acTL", b"fcTL", b"fdAT",
    )
)  # fmt: skip


def without_metadata(data: bytes) -> bytes:
    chunks = list(counted(_chunks(data)))
    kept = [written(kind, content) for kind, content in chunks if kind in ALLOWED_CHUNKS]
    notes = next((content for kind, content in chunks if kind == b"eXIf"), b"")
    orientation = exif.orientation_of(notes)
    if orientation != exif.UPRIGHT:
        kept.insert(1, written(b"eXIf", exif.only_orientation(orientation)))
    return SIGNATURE + b"".join(kept)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    position = len(SIGNATURE)
    kind = b""
    while kind != b"IEND":
        length = number(data, position, 4)
        kind = cut(data, position + 4, 4)
        content = cut(data, position + 8, length)
        position += length + 12
        yield kind, content


def written(kind: bytes, content: bytes) -> bytes:
    return len(content).to_bytes(4) + kind + content + zlib.crc32(kind + content).to_bytes(4)
