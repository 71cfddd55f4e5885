"""PostgreSQL: a narrow table of vectors with a GIN index, and a table that counts in how many posts each word stands.

Words come analysed and with their places, so that no text search configuration is asked. A vector stays in its row,
uncompressed, because ranking reads thousands of them. ``search_word`` is kept by triggers on ``search_vector``.
"""

from django.db import connection, transaction

from search.expressions import Every, Expression, Some, Without, Words, words_in
from search.models import SearchedPost
from search.plan import MOST_SCORED

from .scope import Scope

COLUMNS = ["title", "body", "marks", "fingerprint", "passages"]
# What PostgreSQL keeps of places in a text.
LAST_PLACE = 16_383
WRITE = """
    INSERT INTO search_vector (post_id, words)
    SELECT post_id, words::tsvector FROM unnest(%s::integer[], %s::text[]) AS new (post_id, words) ORDER BY post_id
    ON CONFLICT (post_id) DO UPDATE SET words = excluded.words"""


class Vectors:
    def write(self, rows: list[SearchedPost]) -> None:
        with transaction.atomic():
            SearchedPost.objects.bulk_create(rows, update_conflicts=True, unique_fields=["post"], update_fields=COLUMNS)
            with connection.cursor() as cursor:
                cursor.execute(WRITE, [[row.pk for row in rows], [vector(row) for row in rows]])

    def posts_with(self, words: list[str], *, total: int) -> dict[str, int]:
        return dict(_rows("SELECT word, posts FROM search_word WHERE word = ANY(%s)", [words]))

    def matches(self, expression: Expression, *, among: Scope, most: int, worth: dict[str, float]) -> list[int]:
        condition = among.condition("search_vector.post_id")
        rank, values = ranking(expression, worth)
        sql = f"""
            SELECT post_id FROM (
                SELECT post_id, words FROM search_vector
                WHERE words @@ %s::tsquery AND {condition} ORDER BY post_id DESC LIMIT %s
            ) AS newest ORDER BY {rank} DESC, post_id DESC LIMIT %s"""  # noqa: S608 (constants and Django's own SQL)
        return [row[0] for row in _rows(sql, [written(expression), *among.parameters, MOST_SCORED, *values, most])]

    def newest(self, expression: Expression, *, among: Scope, most: int) -> list[int]:
        condition = among.condition("search_vector.post_id")
        sql = f"""
            SELECT post_id FROM search_vector
            WHERE words @@ %s::tsquery AND {condition} ORDER BY post_id DESC LIMIT %s"""  # noqa: S608 (Django's own SQL)
        return [row[0] for row in _rows(sql, [written(expression), *among.parameters, most])]

    def count(self, words: Words, *, most: int) -> int:
        sql = "SELECT count(*) FROM (SELECT 1 FROM search_vector WHERE words @@ %s::tsquery LIMIT %s) AS found"
        return _rows(sql, [written(words), most])[0][0]


def ranking(expression: Expression, worth: dict[str, float]) -> tuple[str, list[object]]:
    """SQL for the sum of worth times rank of each word, since ts_rank takes every word for equally rare."""
    values: list[object] = []
    found = words_in(expression)
    for words in found:
        values += [max(worth.get(word, 0) for word in words.words), written(words)]
    return " + ".join(["%s * ts_rank(words, %s::tsquery, 1)"] * len(found)), values


def _rows(sql: str, parameters: list[object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def vector(row: SearchedPost) -> str:
    """A vector as PostgreSQL reads it: the title's words weigh most, and no two columns touch."""
    written_words = []
    place = 1
    for column, weight in ((row.title, "A"), (row.marks, "C"), (row.body, "D")):
        for word in column.split():
            written_words.append(f"'{word}':{min(place, LAST_PLACE)}{weight}")
            place += 1
        place += 1
    return " ".join(written_words)


def written(expression: Expression) -> str:
    """The expression as a tsquery. Index words hold neither quote nor backslash, so none has to be doubled."""
    match expression:
        case Words(words, mark, is_start):
            *others, last = [f"'{mark}{word}'" for word in words]
            return f"({' <-> '.join([*others, last + ':*' * is_start])})"
        case Every(parts):
            return f"({' & '.join(map(written, parts))})"
        case Some(parts):
            return f"({' | '.join(map(written, parts))})"
        case Without(wanted, unwanted):
            return f"({written(wanted)} & !{written(unwanted)})"
