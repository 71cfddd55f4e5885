from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

# What stands in for the column to compare with until an engine names its own.
COLUMN = "this.post"


@dataclass(frozen=True)
class Scope:
    """The posts among which a search looks, as a query that is made once for all lists."""

    sql: str
    parameters: list[object]

    def condition(self, post_id: str, *, end: str = "") -> str:
        """SQL that is true for a post of these; ``post_id`` is the column with its id, ``end`` more of the query."""
        return f"EXISTS ({self.sql.replace(COLUMN, post_id)} {end})"


def in_scope(posts: QuerySet) -> Scope:
    """The posts of a queryset whose primary key is the post's."""
    rows = posts.order_by().filter(pk=RawSQL(COLUMN, ()))  # noqa: S611 (a name of ours)
    try:
        sql, parameters = rows.values("pk").query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return Scope("SELECT 1 WHERE 1 = 0", [])
    return Scope(sql, list(parameters))
