from dataclasses import dataclass

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

# Replaced by the column of the post id that an engine names.
POST_ID_PLACEHOLDER = "this.post"


@dataclass(frozen=True)
class Scope:
    """The posts among which a search looks, as SQL that is compiled once for all lists."""

    sql: str
    parameters: list[object]

    def condition(self, post_id: str, *, end: str = "") -> str:
        """SQL that is true for posts in the scope. ``post_id`` is the column of the id; ``end`` ends the query."""
        return f"EXISTS ({self.sql.replace(POST_ID_PLACEHOLDER, post_id)} {end})"


def scope_of(posts: QuerySet) -> Scope:
    """The scope of a queryset whose primary key is the id of a post."""
    rows = posts.order_by().filter(pk=RawSQL(POST_ID_PLACEHOLDER, ()))  # noqa: S611 (a constant of ours)
    try:
        sql, parameters = rows.values("pk").query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return Scope("SELECT 1 WHERE 1 = 0", [])
    return Scope(sql, list(parameters))
