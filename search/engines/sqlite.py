"""SQLite's FTS5: an index over SearchedPost, kept by triggers on its table.

It is an external content table: the words stand once, in the row. Words come analysed, so that its tokenizer only
parts them at spaces. See https://www.sqlite.org/fts5.html.
"""

from django.db import connection, transaction
from django.db.models import QuerySet

from search.expressions import Every, Expression, Some, Without, Words
from search.models import SearchedPost
from search.plan import MOST_SCORED

from .scope import in_scope

COLUMNS = ["title", "body", "marks", "fingerprint", "passages"]


# What an occurrence in title, body and marks counts. FTS5 takes the three for one text of one length, so that a word in
# the title has to be as many in the body.
WEIGHTS = "8, 1, 0"


class Fts5:
    def write(self, rows: list[SearchedPost]) -> None:
        with transaction.atomic():
            SearchedPost.objects.bulk_create(rows, update_conflicts=True, unique_fields=["post"], update_fields=COLUMNS)

    def posts_with(self, words: list[str]) -> dict[str, int]:
        # Each look-up is one step into the index; a list of them would read the vocabulary from end to end.
        sql = " UNION ALL ".join(["SELECT term, doc FROM search_vocabulary WHERE term = %s"] * len(words))
        return dict(_rows(sql, words)) if words else {}

    def matches(self, expression: Expression, *, among: QuerySet, most: int, worth: dict[str, float]) -> list[int]:
        condition, parameters = in_scope(among, "search_index.rowid")
        sql = f"""
            SELECT rowid FROM (
                SELECT rowid, bm25(search_index, {WEIGHTS}) AS score FROM search_index
                WHERE search_index MATCH %s AND {condition} ORDER BY rowid DESC LIMIT %s
            ) ORDER BY score, rowid DESC LIMIT %s"""  # noqa: S608 (constants and Django's own SQL)
        return [row[0] for row in _rows(sql, [written(expression), *parameters, MOST_SCORED, most])]

    def newest(self, expression: Expression, *, among: QuerySet, most: int) -> list[int]:
        condition, parameters = in_scope(among, "search_index.rowid")
        sql = f"""
            SELECT rowid FROM search_index
            WHERE search_index MATCH %s AND {condition} ORDER BY rowid DESC LIMIT %s"""  # noqa: S608 (Django's own SQL)
        return [row[0] for row in _rows(sql, [written(expression), *parameters, most])]

    def count(self, words: Words, *, most: int) -> int:
        sql = "SELECT count(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH %s LIMIT %s)"
        return _rows(sql, [written(words), most])[0][0]


def _rows(sql: str, parameters: list[object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def written(expression: Expression) -> str:
    """The expression in FTS5's language. Index words hold no quote, so none has to be doubled."""
    match expression:
        case Words(words, mark, is_start):
            return f'"{" ".join(mark + word for word in words)}"' + "*" * is_start
        case Every(parts):
            return f"({' AND '.join(map(written, parts))})"
        case Some(parts):
            return f"({' OR '.join(map(written, parts))})"
        case Without(wanted, unwanted):
            return f"({written(wanted)} NOT {written(unwanted)})"
