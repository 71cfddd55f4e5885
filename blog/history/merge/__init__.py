"""Merges two texts that were made from one. Pure: no database and no Django."""

from .texts import Conflict, Merge, merge, merge_values

__all__ = ["Conflict", "Merge", "merge", "merge_values"]
