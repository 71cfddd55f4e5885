"""Each database's own index over the rows of SearchedPost, behind the same few questions."""

from typing import Protocol

from django.db import connection

from search.expressions import Expression
from search.models import SearchedPost

from . import postgresql, sqlite
from .scope import Scope


class Engine(Protocol):
    def write(self, rows: list[SearchedPost]) -> None:
        """Adds rows or replaces those of the same posts, in one transaction."""

    def known(self, words: list[str], *, among: Scope) -> tuple[int, dict[str, int]]:
        """How many posts readers have, and in how many posts each of these index words stands.

        More than MOST_RARE may be an estimate, and others are counted too; but a word that is not in more is left out
        where no post of the scope has it.
        """

    def listed(self, lists: list[tuple[Expression, int]], *, among: Scope, most: int) -> list[tuple[int, int]]:
        """The place of an expression in ``lists`` and the id of a post that has it.

        Each list begins with the newest post and has as many as said; they are read in turn until there are ``most``.
        Only posts in the scope ``among`` count.
        """

    def texts(self, ids: list[int]) -> list[tuple[int, str, str]]:
        """Id, title and body of these posts in index words, in any order."""


def newest(expression: Expression, *, among: Scope, most: int) -> list[int]:
    """The ids of the newest of these posts that have what the expression says."""
    return [post_id for _number, post_id in engine().listed([(expression, most)], among=among, most=most)]


def engine() -> Engine:
    return ENGINES[connection.vendor]


ENGINES: dict[str, Engine] = {"sqlite": sqlite.Fts5(), "postgresql": postgresql.Vectors()}
