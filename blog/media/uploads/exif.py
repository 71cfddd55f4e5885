"""The EXIF orientation (Exif 2.32, tag 0x0112), the only metadata of a camera that is preserved."""

from .binary import BrokenError, ByteOrder, number

UPRIGHT = 1
ORIENTATION = 0x0112
EXIF_SHORT_TYPE = 3
MAX_TAGS = 1_000
EXIF_HEADER = b"Exif\0\0"


def orientation_of(notes: bytes) -> int:
    """The orientation from 1 to 8; 1 if the data has none that can be read."""
    notes = notes.removeprefix(EXIF_HEADER)
    if notes[:2] not in (b"II", b"MM"):
        return UPRIGHT
    try:
        return _orientation(notes, "little" if notes[:2] == b"II" else "big")
    except BrokenError:
        return UPRIGHT


def _orientation(notes: bytes, order: ByteOrder) -> int:
    first = number(notes, 4, 4, order)
    for place in range(min(number(notes, first, 2, order), MAX_TAGS)):
        tag = first + 2 + place * 12
        if number(notes, tag, 2, order) == ORIENTATION and number(notes, tag + 2, 2, order) == EXIF_SHORT_TYPE:
            value = number(notes, tag + 8, 2, order)
            return value if 1 <= value <= 8 else UPRIGHT
    return UPRIGHT


def only_orientation(value: int) -> bytes:
    """A TIFF block with one directory of one tag."""
    tag = ORIENTATION.to_bytes(2) + EXIF_SHORT_TYPE.to_bytes(2) + (1).to_bytes(4) + value.to_bytes(2) + b"\0\0"
    return b"MM\0*" + (8).to_bytes(4) + (1).to_bytes(2) + tag + (0).to_bytes(4)
