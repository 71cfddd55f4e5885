"""Results of pure functions of texts, kept between requests for as long as they fit."""

from collections import OrderedDict
from collections.abc import Callable
from functools import wraps
from threading import Lock
from typing import Any

# What an entry weighs besides its characters.
ENTRY_WEIGHT = 300
MISSING = object()


class Memory:
    """Texts by key; the ones that were not asked for longest go when all weigh more than ``characters``."""

    def __init__(self, characters: int) -> None:
        self.limit = characters
        self.weight = 0
        self.texts: OrderedDict[tuple, str | None] = OrderedDict()
        self.lock = Lock()

    def recall(self, key: tuple) -> Any:
        """What was kept under this key, or MISSING."""
        with self.lock:
            if key not in self.texts:
                return MISSING
            self.texts.move_to_end(key)
            return self.texts[key]

    def keep(self, key: tuple, text: str | None) -> None:
        with self.lock:
            if key in self.texts:
                return
            self.texts[key] = text
            self.weight += weight(key, text)
            while self.weight > self.limit:
                self.weight -= weight(*self.texts.popitem(last=False))


def weight(key: tuple, text: str | None) -> int:
    return ENTRY_WEIGHT + sum(len(part) for part in (*key, text) if isinstance(part, str))


def remembered[Result: (str, str | None)](
    *, characters: int
) -> Callable[[Callable[..., Result]], Callable[..., Result]]:
    """Decorates a pure function of texts so that it works once for the same arguments, given by position."""

    def decorate(function: Callable[..., Result]) -> Callable[..., Result]:
        memory = Memory(characters)

        @wraps(function)
        def recalling(*arguments: object) -> Result:
            kept = memory.recall(arguments)
            if kept is MISSING:
                kept = function(*arguments)
                memory.keep(arguments, kept)
            return kept

        return recalling

    return decorate
