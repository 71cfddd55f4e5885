"""JPEG without metadata (ITU-T T.81, annex B): segments are left out, the coded picture is not touched."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from . import exif
from .binary import BrokenError, counted, cut, number

START_OF_IMAGE, END_OF_IMAGE, SCAN, COMMENT = 0xD8, 0xD9, 0xDA, 0xFE
JFIF, EXIF, ICC_PROFILE_MARK, ADOBE = 0xE0, 0xE1, 0xE2, 0xEE
NAMED_BY_PROGRAMS = range(0xE0, 0xF0)
WITHOUT_CONTENT = frozenset((0x01, START_OF_IMAGE))
# Inside a scan FF00 is a byte of the picture and FFD0 to FFD7 are restarts.
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
    # What follows the end (a film, a second picture, a program) is left out.
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
    # Readers fill what is missing with grey and say nothing.
    raise BrokenError("no end")


def _clean(segment: Segment) -> Segment | None:
    marker, content, _scan = segment
    if marker == JFIF and content.startswith(b"JFIF\0") and len(content) >= 14:
        # A small copy may show what was cropped away.
        return Segment(marker, content[:12] + b"\0\0")
    if marker == ADOBE and content.startswith(b"Adobe"):
        return Segment(marker, content[:12])
    if marker == ICC_PROFILE_MARK and content.startswith(b"ICC_PROFILE\0"):
        return segment
    if marker in NAMED_BY_PROGRAMS or marker >= 0xF0 or marker == COMMENT:
        return None
    return segment
