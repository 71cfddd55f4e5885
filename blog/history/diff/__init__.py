"""What changed between two contents of a post. Pure: no database, no Django, nothing but texts."""

from .compare import Diff, compare

__all__ = ["Diff", "compare"]
