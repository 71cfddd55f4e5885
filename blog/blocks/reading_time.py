"""How long reading a text takes."""

import math

WORDS_PER_MINUTE = 230


def reading_minutes(text: str) -> int:
    """Whole minutes, at least one, for prose read silently."""
    return max(1, math.ceil(len(text.split()) / WORDS_PER_MINUTE))
