"""PostgreSQL: a narrow table of vectors with a GIN index, and a table that counts in how many posts each word stands.

Words come analysed and with their places, so that no text search configuration is asked. A vector stands beside its
row, so that the rows that the index names are few pages; it is read for phrases only. ``search_word`` is kept by
triggers on ``search_vector``.
"""

from operator import itemgetter

from django.db import connection, transaction

from blog.models import PublicList
from search.engines.expressions import Every, Expression, Some, Without, Words
from search.models import SearchedPost

from .base import MAX_EXACT_COUNT
from .scope import Scope

COLUMNS = ["title", "body", "marks", "fingerprint", "passages"]
# What PostgreSQL keeps of places in a text.
LAST_PLACE = 16_383
# A vector has 1 MiB at most, in which each word stands with two bytes of its own and two for each place, aligned.
MOST_BYTES, BESIDE_WORD = 1_000_000, 6
WRITE = """
    INSERT INTO search_vector (post_id, words)
    SELECT post_id, words::tsvector FROM unnest(%s::integer[], %s::text[]) AS new (post_id, words) ORDER BY post_id
    ON CONFLICT (post_id) DO UPDATE SET words = excluded.words"""

KNOWN = """
    SELECT '', sum(posts)::integer FROM blog_publiccount WHERE kind = %s UNION ALL
    SELECT word, posts FROM search_word WHERE word = ANY(%s) AND (posts > %s OR EXISTS (
        SELECT 1 FROM search_vector WHERE search_words(words) @@ quote_literal(word)::tsquery AND {condition}))"""
# For each list all that the index names, then post by post, the newest first, whether it is wanted, until there are
# enough. Otherwise the planner would read vectors or all posts in the order of their ids, hoping to have enough soon.
# One plan for all lists: making one for each took as long as reading them.
LISTS = """
    SELECT number, post_id FROM ROWS FROM (unnest(%s::tsquery[]), unnest(%s::integer[])) WITH ORDINALITY
        AS list (query, most, number)
    CROSS JOIN LATERAL (
        WITH found AS MATERIALIZED (
            SELECT post_id FROM search_vector WHERE search_words(words) @@ query ORDER BY post_id DESC
        ) SELECT post_id FROM found WHERE {condition} LIMIT most
    ) AS posts LIMIT %s"""


class Vectors:
    def write(self, rows: list[SearchedPost]) -> None:
        with transaction.atomic():
            SearchedPost.objects.bulk_create(rows, update_conflicts=True, unique_fields=["post"], update_fields=COLUMNS)
            with connection.cursor() as cursor:
                cursor.execute(WRITE, [[row.pk for row in rows], [vector(row) for row in rows]])

    def known(self, words: list[str], *, among: Scope) -> tuple[int, dict[str, int]]:
        sql = KNOWN.format(condition=among.condition("search_vector.post_id"))
        found = dict(_rows(sql, [PublicList.BLOG, words, MAX_EXACT_COUNT, *among.parameters]))
        return found.pop("") or 1, found

    def listed(self, lists: list[tuple[Expression, int]], *, among: Scope, most: int) -> list[tuple[int, int]]:
        sql = LISTS.format(condition=among.condition("found.post_id", end="OFFSET 0"))
        queries, lengths = [written(words) for words, _most in lists], [most for _words, most in lists]
        rows = _rows(sql, [queries, lengths, *among.parameters, most])
        return sorted(((place - 1, post_id) for place, post_id in rows), key=itemgetter(0))

    def texts(self, ids: list[int]) -> list[tuple[int, str, str]]:
        return _rows("SELECT post_id, title, body FROM finder_searchedpost WHERE post_id = ANY(%s)", [ids])


def _rows(sql: str, parameters: list[object]) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchall()


def vector(row: SearchedPost) -> str:
    """A vector as PostgreSQL reads it: the title's words weigh most, and no two columns touch."""
    written_words = []
    place, size = 1, 0
    for column, weight in ((row.title, "A"), (row.marks, "C"), (row.body, "D")):
        for word in column.split():
            size += len(word.encode()) + BESIDE_WORD
            if size > MOST_BYTES:
                return " ".join(written_words)
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
