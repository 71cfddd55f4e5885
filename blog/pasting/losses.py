"""Kinds of content that is lost in a paste. The messages are in ``blog.admin.body.conversion_messages``."""

from dataclasses import dataclass
from enum import Enum, auto


class Lost(Enum):
    PICTURE = auto()
    JOINED_CELLS = auto()
    WIDE_TABLE = auto()
    PARTS_OF_A_CELL = auto()
    PICTURE_IN_A_CELL = auto()
    FORMATTING = auto()
    VIDEO = auto()
    SOUND = auto()
    EMBEDDED_THING = auto()
    EMBEDDED_PAGE = auto()
    DEPTH = auto()
    FOOTNOTE = auto()


@dataclass(frozen=True, slots=True)
class Loss:
    """`detail` is the address, the description or the label of the lost content, if it has one."""

    what: Lost
    detail: str = ""
