"""What is on the clipboard and cannot come. The editor's page has the words for each."""

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
    """`detail` is the address, the description or the sign of what was lost, where it has one."""

    what: Lost
    detail: str = ""
