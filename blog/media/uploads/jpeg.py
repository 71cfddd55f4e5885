"""JPEG without metadata (ITU-T T.81, annex B): removes segments and does not re-encode the picture."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from . import exif
from .binary import BrokenError, counted, cut, number

START_OF_IMAGE, END_OF_IMAGE, SCAN, COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
JFIF, EXIF, ICC_PROFILE_MARK, ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
NAMED_BY_PROGRAMS = range(0xE0, 0xF0)
WITHOUT_CONTENT = frozenset((0x01, START_OF_IMAGE))
# Within a scan, FF00 is an escaped byte and FFD0 to FFD7 are restart markers.
MARKER = re.compile(rb"\xff([\x01-\xcf\xd8-\xfe])")


class Segment(NamedTuple):
    marker: int
    content: bytes
    scan: bytes = b""

    @property
    def written(self) -> bytes:
        return bytes((0xFF, self.marker)) + (len(self.content) + 2).to_bytes(2) + self.content + self.scan


def without_metadata(data: bytes) -> bytes:
    kept = []
    orientation = None
    for segment in counted(_segments(data)):
        if orientation is None and segment.marker == EXIF and segment.content.startswith(exif.EXIF_HEADER):
            orientation = exif.orientation_of(segment.content)
        if (clean := _clean(segment)) is not None:
            kept.append(clean)
    if orientation not in (None, exif.UPRIGHT):
        after_jfif = 1 if kept and kept[0].marker == JFIF else 0
        kept.insert(after_jfif, Segment(EXIF, exif.EXIF_HEADER + exif.only_orientation(orientation)))
    # Data after the end (a video, a second picture, a program) is removed.
    return b"\xff\xd8" + b"".join(segment.written for segment in kept) + b"\xff\xd9"


def _segments(data: bytes) -> Iterator[Segment]:
    position = 2
    while marker := MARKER.search(data, position):
        kind = marker[1][0]
        position = marker.end()
        if kind == END_OF_IMAGE:
            return
        if kind in WITHOUT_CONTENT:
            continue
        length = number(data, position, 2)
        if length < 2:
            raise BrokenError("a segment shorter than its own length")
        content = cut(data, position + 2, length - 2)
        position += length
        if kind != SCAN:
            yield Segment(kind, content)
            continue
        following = MARKER.search(data, position)
        if following is None:
            break
        yield Segment(kind, content, data[position : following.start()])
        position = following.start()
    # Decoders fill missing data with grey without an error.
    raise BrokenError("no end")


def _clean(segment: Segment) -> Segment | None:
    marker, content, _scan = segment
    if marker == JFIF and content.startswith(b"JFIF\0") and len(content) >= 14:
        # An embedded thumbnail may show what was cropped.
        return Segment(marker, content[:12] + b"\0\0")
    if marker == ADOBE and content.startswith(b"Adobe"):
        return Segment(marker, content[:12])
    if marker == ICC_PROFILE_MARK and content.startswith(b"ICC_PROFILE\0"):
        return segment
    if marker in NAMED_BY_PROGRAMS or marker >= 0xF0 or marker == COMMENT:
        return None
    return segment
