"""Caches of rendered text in the memory of a process, the least recently used out first."""

from collections.abc import Callable
from threading import Lock

from cachetools import LRUCache, cached

# What an entry takes besides its characters.
ENTRY_OVERHEAD = 300


def text_cache(*, characters: int) -> LRUCache:
    """A cache of at most so many characters of text. Not safe for threads without a lock."""
    return LRUCache(characters, getsizeof=lambda text: ENTRY_OVERHEAD + len(text or ""))


def cached_text[Result: (str, str | None)](
    *, characters: int
) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Decorates a pure function of texts, called with positional arguments."""
    return cached(text_cache(characters=characters), lock=Lock())
