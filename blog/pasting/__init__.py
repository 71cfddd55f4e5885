"""What other programs put on the clipboard, as Markdown. Pure: HTML in, text and words out."""

from .losses import Loss, Lost
from .pasted import Pasted, PastedTooLong, read_html

__all__ = ["Loss", "Lost", "Pasted", "PastedTooLong", "read_html"]
