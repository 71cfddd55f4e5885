"""Checks and cleans uploads: bytes in, bytes or ValidationError out. No models, no database."""

from .documents import check_document
from .drawable import drawable
from .pictures import checked_picture, upright_size

__all__ = ["check_document", "checked_picture", "drawable", "upright_size"]
