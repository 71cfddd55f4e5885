"""What each database's index is asked."""

from typing import Protocol

from search.engines.expressions import Expression
from search.engines.scope import Scope
from search.models import SearchedPost

# How many posts have a word is exact up to this number; more may be an estimate.
MAX_EXACT_COUNT = 1_000


class Engine(Protocol):
    def write(self, rows: list[SearchedPost]) -> None:
        """Adds rows or replaces those of the same posts, in one transaction."""

    def known(self, words: list[str], *, among: Scope) -> tuple[int, dict[str, int]]:
        """How many posts readers have, and in how many posts each of these index words stands.

        More than MAX_EXACT_COUNT may be an estimate, and others are counted too; but a word that is not in more is left
        out where no post of the scope has it.
        """

    def listed(self, lists: list[tuple[Expression, int]], *, among: Scope, most: int) -> list[tuple[int, int]]:
        """The place of an expression in ``lists`` and the id of a post that has it.

        Each list begins with the newest post and has as many as said; they are read in turn until there are ``most``.
        Only posts in the scope ``among`` count.
        """

    def texts(self, ids: list[int]) -> list[tuple[int, str, str]]:
        """Id, title and body of these posts in index words, in any order."""
