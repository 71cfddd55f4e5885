"""Compares two contents of a post. Pure: no database and no Django."""

from .compare import Diff, compare

__all__ = ["Diff", "compare"]
