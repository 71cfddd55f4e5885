"""Shared helpers of the picture format parsers."""

from collections.abc import Iterator
from typing import Literal

ByteOrder = Literal["big", "little"]
# A picture of twenty megabytes has some thousand parts. A file with more is an attack on the parser.
MAX_PARTS = 100_000


class BrokenError(ValueError):
    """The data is truncated or violates the specification of its format."""


def number(data: bytes, position: int, length: int, order: ByteOrder = "big") -> int:
    """The unsigned integer of `length` bytes at `position`."""
    return int.from_bytes(cut(data, position, length), order)


def cut(data: bytes, position: int, length: int) -> bytes:
    """Exactly `length` bytes at `position`. Raises BrokenError if there are fewer."""
    if position < 0 or length < 0 or position + length > len(data):
        raise BrokenError(f"{length} bytes at {position} are past the end")
    return data[position : position + length]


def counted[Part](parts: Iterator[Part], limit: int = MAX_PARTS) -> Iterator[Part]:
    """Yields the parts. Raises BrokenError if there are more than `limit`."""
    for place, part in enumerate(parts):
        if place >= limit:
            raise BrokenError(f"more than {limit} parts")
        yield part
