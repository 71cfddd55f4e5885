"""Each database's own index over the rows of SearchedPost, behind the same few questions."""

from typing import Protocol

from django.db import connection

from search.expressions import Expression, Words
from search.models import SearchedPost

from . import postgresql, sqlite
from .scope import Scope


class Engine(Protocol):
    def write(self, rows: list[SearchedPost]) -> None:
        """Adds rows or replaces those of the same posts, in one transaction."""

    def posts_with(self, words: list[str], *, total: int) -> dict[str, int]:
        """In how many of ``total`` posts each of these index words stands; more than MOST_SCORED may be an estimate."""

    def matches(self, expression: Expression, *, among: Scope, most: int, worth: dict[str, float]) -> list[int]:
        """The ids of at most ``most`` posts that have what the expression says, best first.

        ``worth`` says how much each index word counts.
        Only posts in the scope ``among`` count. Where more posts have it than are worth scoring, the newest are scored.
        """

    def newest(self, expression: Expression, *, among: Scope, most: int) -> list[int]:
        """The same, newest first and without scoring any."""

    def count(self, words: Words, *, most: int) -> int:
        """In how many posts these words stand side by side; ``most`` where it is that many or more."""


def engine() -> Engine:
    return ENGINES[connection.vendor]


ENGINES: dict[str, Engine] = {"sqlite": sqlite.Fts5(), "postgresql": postgresql.Vectors()}
