"""Converts clipboard HTML of other programs to Markdown. Pure: HTML in, Markdown and losses out."""

from .losses import Loss, Lost
from .pasted import Pasted, read_html
from .tree import PastedTooLong, TooManyElements

__all__ = ["Loss", "Lost", "Pasted", "PastedTooLong", "TooManyElements", "read_html"]
