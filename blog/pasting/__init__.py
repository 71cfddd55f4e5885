"""What other programs put on the clipboard, as Markdown. Pure: HTML in, text and words out."""

from .losses import Loss, Lost
from .pasted import Pasted, read_html
from .tree import PastedTooLong, TooManyElements

__all__ = ["Loss", "Lost", "Pasted", "PastedTooLong", "TooManyElements", "read_html"]
