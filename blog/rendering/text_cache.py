"""LRU caches of rendered text in the memory of a process."""

from collections.abc import Callable
from threading import Lock

from cachetools import LRUCache, cached

# The overhead of an entry besides its characters.
ENTRY_OVERHEAD = 300


def text_cache(*, characters: int) -> LRUCache:
    """An LRU cache of at most this many characters. Not thread-safe without a lock."""
    return LRUCache(characters, getsizeof=lambda text: ENTRY_OVERHEAD + len(text or ""))


def cached_text[Result: (str, str | None)](
    *, characters: int
) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Decorator that caches a pure function of texts. It must be called with positional arguments."""
    return cached(text_cache(characters=characters), lock=Lock())
