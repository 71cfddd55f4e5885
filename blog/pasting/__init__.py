"""What other programs put on the clipboard, as Markdown. Pure: HTML in, text and words out."""

from .pasted import Pasted, PastedTooLong, read_html

__all__ = ["Pasted", "PastedTooLong", "read_html"]
