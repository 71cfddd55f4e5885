"""Each database's index over the rows of SearchedPost, behind one interface (``base.Engine``)."""

from django.db import connection

from search.engines.expressions import Expression

from . import postgresql, sqlite
from .base import Engine
from .scope import Scope


def newest_matches(expression: Expression, *, among: Scope, limit: int) -> list[int]:
    """The ids of the newest posts in the scope that match the expression."""
    return [post_id for _number, post_id in engine().postings([(expression, limit)], among=among, limit=limit)]


def engine() -> Engine:
    return ENGINES[connection.vendor]


ENGINES: dict[str, Engine] = {"sqlite": sqlite.Fts5Engine(), "postgresql": postgresql.TsvectorEngine()}
