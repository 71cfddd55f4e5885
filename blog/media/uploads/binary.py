"""What the readers of the picture formats share."""

from collections.abc import Iterator
from typing import Literal

ByteOrder = Literal["big", "little"]
# A picture of twenty megabytes has some thousand parts; more are made to keep a reader busy.
MAX_PARTS = 100_000


class BrokenError(ValueError):
    """The bytes stop in the middle of something, or are not what the format's specification says."""


def number(data: bytes, position: int, length: int, order: ByteOrder = "big") -> int:
    """The unsigned number of `length` bytes at `position`."""
    return int.from_bytes(cut(data, position, length), order)


def cut(data: bytes, position: int, length: int) -> bytes:
    """Exactly `length` bytes, where a slice would silently give fewer."""
    if position < 0 or length < 0 or position + length > len(data):
        raise BrokenError(f"{length} bytes at {position} are past the end")
    return data[position : position + length]


def counted[Part](parts: Iterator[Part], limit: int = MAX_PARTS) -> Iterator[Part]:
    """The same parts; BrokenError after too many of them."""
    for place, part in enumerate(parts):
        if place >= limit:
            raise BrokenError(f"more than {limit} parts")
        yield part
