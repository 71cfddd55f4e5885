"""GIF without metadata (GIF89a specification): removes comments and application data, preserves animation."""

from collections.abc import Iterator
from typing import NamedTuple

from .binary import BrokenError, counted, cut, number

EXTENSION, FRAME, TRAILER = 0x21, 0x2C, 0x3B
TIMING, PROGRAM = 0xF9, 0xFF
HAS_PALETTE = 0x80
TIMING_LENGTH = 8
REPEATS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")
REPEATS_LENGTH = 32
GIF_PROFILE_MARK = b"ICCRGBG1012"


class Block(NamedTuple):
    start: int
    end: int
    is_kept: bool = True


def without_metadata(data: bytes) -> bytes:
    head_end = 13 + _palette(data, 10)
    blocks = list(counted(_blocks(data, head_end)))
    return cut(data, 0, head_end) + b"".join(data[b.start : b.end] for b in blocks if b.is_kept) + b"\x3b"


def _blocks(data: bytes, position: int) -> Iterator[Block]:
    # Some old programs write no trailer, so a file that ends between two blocks is complete.
    while position < len(data) and (kind := data[position]) != TRAILER:
        if kind == EXTENSION:
            end = _past_parts(data, position + 2)
            yield Block(position, end, is_kept=_is_for_the_picture(data[position:end]))
        elif kind == FRAME:
            # The header of ten bytes, a palette, the code size, the image data.
            end = _past_parts(data, position + 10 + _palette(data, position + 9) + 1)
            yield Block(position, end)
        else:
            raise BrokenError(f"an unknown block {kind}")
        position = end


def _is_for_the_picture(block: bytes) -> bool:
    """Whether an extension is frame timing, a loop count or a colour profile of valid length."""
    if block[1] == TIMING:
        return len(block) == TIMING_LENGTH
    program = block[3:14]
    return block[1] == PROGRAM and (
        program == GIF_PROFILE_MARK or (program in REPEATS and len(block) <= REPEATS_LENGTH)
    )


def _palette(data: bytes, position: int) -> int:
    flags = number(data, position, 1)
    return 3 << (1 + (flags & 7)) if flags & HAS_PALETTE else 0


def _past_parts(data: bytes, position: int) -> int:
    while length := number(data, position, 1):
        position += 1 + length
        if position >= len(data):
            raise BrokenError("a picture without its end")
    return position + 1
