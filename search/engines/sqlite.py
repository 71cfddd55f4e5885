"""SQLite's FTS5: an index over SearchedPost, kept by triggers on its table.

It is an external content table: the words stand once, in the row. Words come analysed, so that its tokenizer only
parts them at spaces. See https://www.sqlite.org/fts5.html.
"""

import json

from django.db import connection

from blog.models import PublicList
from search.engines.expressions import Every, Expression, Some, Without, Words
from search.models import SearchedPost

from .base import MAX_EXACT_COUNT
from .scope import Scope

COLUMNS = ["title", "body", "marks", "fingerprint", "passages"]
# The newest posts with a word, and how far back they reach: the vocabulary of FTS5 reads all of them to count.
COUNT = """
    SELECT word, posts, oldest FROM (
        SELECT %s AS word, count(*) AS posts, min(rowid) AS oldest FROM
            (SELECT rowid FROM search_index WHERE search_index MATCH %s ORDER BY rowid DESC LIMIT %s)
    ) WHERE posts > %s OR EXISTS (SELECT 1 FROM search_index WHERE search_index MATCH %s AND {condition})"""
# Under names that are no words. One by one: SQLite looks for least and greatest at once by reading the whole table.
ALL = """
    SELECT '', (SELECT sum(posts) FROM blog_publiccount WHERE kind = %s), NULL UNION ALL
    SELECT ' ', (SELECT min(post_id) FROM finder_searchedpost), (SELECT max(post_id) FROM finder_searchedpost)"""
TEXTS = """
    SELECT post_id, title, body FROM finder_searchedpost WHERE post_id IN (SELECT value FROM json_each(%s))"""
LIST = """
    SELECT * FROM (SELECT {number}, rowid FROM search_index
    WHERE search_index MATCH %s AND {condition} ORDER BY rowid DESC LIMIT %s)"""


class Fts5:
    def write(self, rows: list[SearchedPost]) -> None:
        SearchedPost.objects.bulk_create(rows, update_conflicts=True, unique_fields=["post"], update_fields=COLUMNS)

    def known(self, words: list[str], *, among: Scope) -> tuple[int, dict[str, int]]:
        parameters: list[object] = [PublicList.BLOG]
        for word in words:
            term = written(Words((word,)))
            parameters += [word, term, MAX_EXACT_COUNT + 1, MAX_EXACT_COUNT, term, *among.parameters]
        count = COUNT.format(condition=among.condition("search_index.rowid"))
        (_all, total, _none), (_ends, first, last), *counted = _rows(
            " UNION ALL ".join([ALL, *[count] * len(words)]), parameters
        )
        found = {
            word: estimate(posts, oldest, first, last, total or 1) if posts > MAX_EXACT_COUNT else posts
            for word, posts, oldest in counted
        }
        return total or 1, found

    def listed(self, lists: list[tuple[Expression, int]], *, among: Scope, most: int) -> list[tuple[int, int]]:
        condition = among.condition("search_index.rowid")
        sql = " UNION ALL ".join(LIST.format(number=number, condition=condition) for number in range(len(lists)))
        parameters = [value for words, each in lists for value in (written(words), *among.parameters, each)]
        return _rows(f"{sql} LIMIT %s", [*parameters, most])

    def texts(self, ids: list[int]) -> list[tuple[int, str, str]]:
        # A statement that is always the same is not prepared again.
        return _rows(TEXTS, [json.dumps(ids)])


def estimate(posts: int, oldest: int, first: int, last: int, total: int) -> int:
    """In how many of all posts a word is that so many of the newest have, back to the id ``oldest``."""
    return max(posts, min(total, round(posts * (last - first + 1) / (last - oldest + 1))))


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
