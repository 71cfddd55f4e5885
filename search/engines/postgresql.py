"""PostgreSQL: a narrow table of tsvectors with a GIN index, and a table of document frequencies.

Text is analysed before it is stored, with positions, so no text search configuration is used. Vectors are in a table
of their own, so that matching rows are on few pages; they are read for phrases only. Triggers on ``search_vector``
maintain ``search_word``.
"""

from operator import itemgetter

from django.db import connection, transaction

from blog.models import PublicList
from search.engines.expressions import AllOf, AnyOf, Excluding, Expression, Words
from search.models import SearchedPost

from .base import MAX_EXACT_COUNT, fetch_all, write_rows
from .scope import Scope

# The highest position that PostgreSQL stores.
MAX_POSITION = 16_383
# A tsvector has 1 MiB at most, where each lexeme takes its own bytes, two more and two for each position, aligned.
MAX_VECTOR_BYTES, BYTES_PER_LEXEME = 1_000_000, 6
WRITE_VECTORS_SQL = """
    INSERT INTO search_vector (post_id, words)
    SELECT post_id, words::tsvector FROM unnest(%s::integer[], %s::text[]) AS new (post_id, words) ORDER BY post_id
    ON CONFLICT (post_id) DO UPDATE SET words = excluded.words"""

FREQUENCIES_SQL = """
    SELECT '', sum(posts)::integer FROM blog_publiccount WHERE kind = %s UNION ALL
    SELECT word, posts FROM search_word WHERE word = ANY(%s) AND (posts > %s OR EXISTS (
        SELECT 1 FROM search_vector WHERE search_words(words) @@ quote_literal(word)::tsquery AND {condition}))"""
# For each list, all matches of the index are materialized, then filtered from the newest on until there are enough.
# Otherwise the planner would scan vectors or posts in the order of their ids, hoping to find enough soon.
# One statement for all lists, because planning one for each took as long as reading them.
POSTINGS_LISTS_SQL = """
    SELECT number, post_id FROM ROWS FROM (unnest(%s::tsquery[]), unnest(%s::integer[])) WITH ORDINALITY
        AS list (query, most, number)
    CROSS JOIN LATERAL (
        WITH found AS MATERIALIZED (
            SELECT post_id FROM search_vector WHERE search_words(words) @@ query ORDER BY post_id DESC
        ) SELECT post_id FROM found WHERE {condition} LIMIT most
    ) AS posts LIMIT %s"""


class TsvectorEngine:
    def write(self, rows: list[SearchedPost]) -> None:
        with transaction.atomic():
            write_rows(rows)
            with connection.cursor() as cursor:
                cursor.execute(WRITE_VECTORS_SQL, [[row.pk for row in rows], [to_tsvector(row) for row in rows]])

    def document_frequencies(self, words: list[str], *, among: Scope) -> tuple[int, dict[str, int]]:
        sql = FREQUENCIES_SQL.format(condition=among.condition("search_vector.post_id"))
        found = dict(fetch_all(sql, [PublicList.BLOG, words, MAX_EXACT_COUNT, *among.parameters]))
        return found.pop("") or 1, found

    def postings(self, lists: list[tuple[Expression, int]], *, among: Scope, limit: int) -> list[tuple[int, int]]:
        sql = POSTINGS_LISTS_SQL.format(condition=among.condition("found.post_id", end="OFFSET 0"))
        queries, limits = [to_tsquery(words) for words, _limit in lists], [each for _words, each in lists]
        rows = fetch_all(sql, [queries, limits, *among.parameters, limit])
        return sorted(((place - 1, post_id) for place, post_id in rows), key=itemgetter(0))

    def fetch_terms(self, ids: list[int]) -> list[tuple[int, str, str]]:
        return fetch_all("SELECT post_id, title, body FROM finder_searchedpost WHERE post_id = ANY(%s)", [ids])


def to_tsvector(row: SearchedPost) -> str:
    """The tsvector of a row as text. The title has weight A, marks C, the body D, with a gap between columns."""
    written_words = []
    place, size = 1, 0
    for column, weight in ((row.title, "A"), (row.marks, "C"), (row.body, "D")):
        for word in column.split():
            size += len(word.encode()) + BYTES_PER_LEXEME
            if size > MAX_VECTOR_BYTES:
                return " ".join(written_words)
            written_words.append(f"'{word}':{min(place, MAX_POSITION)}{weight}")
            place += 1
        place += 1
    return " ".join(written_words)


def to_tsquery(expression: Expression) -> str:
    """The expression as a tsquery. Terms contain no quotes or backslashes, so nothing is escaped."""
    match expression:
        case Words(words, mark, is_prefix):
            *others, last = [f"'{mark}{word}'" for word in words]
            return f"({' <-> '.join([*others, last + ':*' * is_prefix])})"
        case AllOf(parts):
            return f"({' & '.join(map(to_tsquery, parts))})"
        case AnyOf(parts):
            return f"({' | '.join(map(to_tsquery, parts))})"
        case Excluding(wanted, unwanted):
            return f"({to_tsquery(wanted)} & !{to_tsquery(unwanted)})"
