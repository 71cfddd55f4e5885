"""The interface of an engine: one per database."""

from typing import Protocol

from django.db import connection

from search.engines.expressions import Expression
from search.engines.scope import Scope
from search.models import SearchedPost

# Document frequencies are exact up to this number; higher ones may be estimates.
MAX_EXACT_COUNT = 1_000
INDEXED_FIELDS = ["title", "body", "marks", "fingerprint", "passages"]


class Engine(Protocol):
    def write(self, rows: list[SearchedPost]) -> None:
        """Adds rows or replaces those of the same posts, in one transaction."""

    def document_frequencies(self, words: list[str], *, among: Scope) -> tuple[int, dict[str, int]]:
        """The number of public posts, and the number of posts that contain each term.

        Frequencies above MAX_EXACT_COUNT may be estimates, and posts outside the scope are counted too. A rarer term
        that no post of the scope contains is left out.
        """

    def postings(self, lists: list[tuple[Expression, int]], *, among: Scope, limit: int) -> list[tuple[int, int]]:
        """Pairs of an index into ``lists`` and the id of a post in the scope that matches this expression.

        ``lists`` has an expression and its limit. Each list starts with the newest post; lists are read in turn until
        there are ``limit`` pairs.
        """

    def fetch_terms(self, ids: list[int]) -> list[tuple[int, str, str]]:
        """Id, title and body of these posts as terms, in any order."""


def write_rows(rows: list[SearchedPost]) -> None:
    SearchedPost.objects.bulk_create(rows, update_conflicts=True, unique_fields=["post"], update_fields=INDEXED_FIELDS)


def fetch_all(sql: str, parameters: list[object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()
