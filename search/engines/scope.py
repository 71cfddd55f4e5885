from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL


def in_scope(among: QuerySet, post_id: str) -> tuple[str, list[object]]:
    """SQL that is true for a post in the queryset, and its parameters. ``post_id`` is the column to compare with."""
    rows = among.order_by().filter(pk=RawSQL(post_id, ()))  # noqa: S611 (a column of ours)
    try:
        sql, parameters = rows.values("pk").query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return "1 = 0", []
    return f"EXISTS ({sql})", list(parameters)
