"""AVIF without metadata (ISO/IEC 14496-12 and 23008-12).

Offsets count from the start of the file, so nothing is removed: metadata is overwritten with zeros and renamed to
`free`, which readers skip. The orientation is a property of the picture (`irot`, `imir`) and not metadata.
"""

from collections.abc import Iterator
from typing import NamedTuple

from .binary import BrokenError, counted, cut, number

IMAGE_ITEM_TYPES = frozenset((b"av01", b"grid", b"iden", b"iovl", b"tmap"))
FORBIDDEN_BOXES = frozenset((b"moov", b"trak"))
IN_THE_FILE, IN_THE_BOX = 0, 1
MAX_ITEMS = 10_000


class Box(NamedTuple):
    kind: bytes
    start: int
    content: int
    end: int


def without_metadata(data: bytes) -> bytes:
    clean = bytearray(data)
    for box in counted(_boxes(data, 0, len(data))):
        if box.kind == b"meta":
            _blank_items(data, box, clean)
        else:
            _blank_box(data, box, clean)
    return bytes(clean)


def _blank_box(data: bytes, box: Box, clean: bytearray) -> None:
    if box.kind in FORBIDDEN_BOXES:
        for inner in counted(_boxes(data, box.content, box.end)):
            _blank_box(data, inner, clean)
    elif box.kind in (b"uuid", b"udta", b"meta", b"free", b"skip"):
        clean[box.start + 4 : box.start + 8] = b"free"
        _blank(clean, box.content, box.end - box.content)


def _blank_items(data: bytes, meta: Box, clean: bytearray) -> None:
    inside = {box.kind: box for box in counted(_boxes(data, meta.content + 4, meta.end))}
    notes = set()
    for entry in counted(_entries(data, inside.get(b"iinf")), MAX_ITEMS):
        number_length = 4 if number(data, entry.content, 1) == 3 else 2
        kind = entry.content + 4 + number_length + 2
        if cut(data, kind, 4) not in IMAGE_ITEM_TYPES:
            notes.add(number(data, entry.content + 4, number_length))
            clean[kind : kind + 4] = b"free"
            _blank(clean, kind + 4, entry.end - kind - 4)
    idat = inside.get(b"idat")
    for item, method, start, length in counted(_places(data, inside.get(b"iloc")), MAX_ITEMS):
        if item not in notes:
            continue
        if method == IN_THE_BOX and idat is not None:
            _blank(clean, idat.content + start, length)
        elif method == IN_THE_FILE:
            _blank(clean, start, length)
        else:
            raise BrokenError("metadata at an unsupported place")


def _boxes(data: bytes, position: int, end: int) -> Iterator[Box]:
    while position < end:
        size, head = number(data, position, 4), 8
        if size == 1:
            size, head = number(data, position + 8, 8), 16
        elif size == 0:
            size = end - position
        if size < head or position + size > end:
            raise BrokenError("a box larger than the file")
        yield Box(data[position + 4 : position + 8], position, position + head, position + size)
        position += size


def _entries(data: bytes, iinf: Box | None) -> Iterator[Box]:
    """The boxes in the list of items."""
    if iinf is None:
        return iter(())
    count_length = 4 if number(data, iinf.content, 1) else 2
    return _boxes(data, iinf.content + 4 + count_length, iinf.end)


def _places(data: bytes, iloc: Box | None) -> Iterator[tuple[int, int, int, int]]:
    """The (item, method, start, length) of each extent of each item (14496-12, 8.11.3)."""
    if iloc is None:
        return
    version = number(data, iloc.content, 1)
    sizes = number(data, iloc.content + 4, 2)
    start_size, length_size, base_size, index_size = (sizes >> shift & 15 for shift in (12, 8, 4, 0))
    wide = 4 if version == 2 else 2
    position = iloc.content + 6 + wide
    for _place in range(number(data, iloc.content + 6, wide)):
        item = number(data, position, wide)
        position += wide
        method = IN_THE_FILE
        if version:
            method = number(data, position, 2) & 15
            position += 2
        base = number(data, position + 2, base_size)
        parts = number(data, position + 2 + base_size, 2)
        position += 4 + base_size
        for _part in range(parts):
            position += index_size if version else 0
            start = base + number(data, position, start_size)
            yield item, method, start, number(data, position + start_size, length_size)
            position += start_size + length_size


def _blank(clean: bytearray, start: int, length: int) -> None:
    if start + length > len(clean) or length < 0:
        raise BrokenError("metadata past the end")
    clean[start : start + length] = bytes(length)
