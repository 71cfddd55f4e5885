"""Each database's own index over the rows of SearchedPost, behind the same few questions."""

from django.db import connection

from search.engines.expressions import Expression

from . import postgresql, sqlite
from .base import Engine
from .scope import Scope


def newest(expression: Expression, *, among: Scope, most: int) -> list[int]:
    """The ids of the newest of these posts that have what the expression says."""
    return [post_id for _number, post_id in engine().listed([(expression, most)], among=among, most=most)]


def engine() -> Engine:
    return ENGINES[connection.vendor]


ENGINES: dict[str, Engine] = {"sqlite": sqlite.Fts5(), "postgresql": postgresql.Vectors()}
