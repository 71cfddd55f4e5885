"""SQLite's FTS5: an index over SearchedPost, kept by triggers on its table.

It is an external content table: the words stand once, in the row. Words come analysed, so that its tokenizer only
parts them at spaces. See https://www.sqlite.org/fts5.html.
"""

from django.db import connection

from search.expressions import Every, Expression, Some, Without, Words
from search.models import SearchedPost
from search.plan import MOST_SCORED

from .scope import Scope

COLUMNS = ["title", "body", "marks", "fingerprint", "passages"]


# Title and body apart, as ``search.ranking`` has them; FTS5 alone would take the columns for one text.
SCORE = "2 * bm25(search_index, 1, 0, 0) + bm25(search_index, 0, 1, 0)"
# The newest posts with a word, and how far back they reach: the vocabulary of FTS5 reads all of them to count.
COUNT = """
    SELECT %s, count(*), min(rowid) FROM
        (SELECT rowid FROM search_index WHERE search_index MATCH %s ORDER BY rowid DESC LIMIT %s)"""

# One by one: SQLite looks for the least and the greatest at once by reading the whole table.
ENDS = "SELECT (SELECT min(post_id) FROM finder_searchedpost), (SELECT max(post_id) FROM finder_searchedpost)"


class Fts5:
    def write(self, rows: list[SearchedPost]) -> None:
        SearchedPost.objects.bulk_create(rows, update_conflicts=True, unique_fields=["post"], update_fields=COLUMNS)

    def posts_with(self, words: list[str], *, total: int) -> dict[str, int]:
        parameters = [value for word in words for value in (word, written(Words((word,))), MOST_SCORED + 1)]
        counted = _rows(" UNION ALL ".join([COUNT] * len(words)), parameters) if words else []
        found = {word: posts for word, posts, _oldest in counted if posts}
        common = {word: oldest for word, posts, oldest in counted if posts > MOST_SCORED}
        if common:
            ((first, last),) = _rows(ENDS, [])
            found |= {word: estimate(MOST_SCORED + 1, oldest, first, last, total) for word, oldest in common.items()}
        return found

    def matches(self, expression: Expression, *, among: Scope, most: int, worth: dict[str, float]) -> list[int]:
        condition = among.condition("search_index.rowid")
        sql = f"""
            SELECT rowid FROM (
                SELECT rowid, {SCORE} AS score FROM search_index
                WHERE search_index MATCH %s AND {condition} ORDER BY rowid DESC LIMIT %s
            ) ORDER BY score, rowid DESC LIMIT %s"""  # noqa: S608 (constants and Django's own SQL)
        return [row[0] for row in _rows(sql, [written(expression), *among.parameters, MOST_SCORED, most])]

    def newest(self, expression: Expression, *, among: Scope, most: int) -> list[int]:
        condition = among.condition("search_index.rowid")
        sql = f"""
            SELECT rowid FROM search_index
            WHERE search_index MATCH %s AND {condition} ORDER BY rowid DESC LIMIT %s"""  # noqa: S608 (Django's own SQL)
        return [row[0] for row in _rows(sql, [written(expression), *among.parameters, most])]

    def count(self, words: Words, *, most: int) -> int:
        sql = "SELECT count(*) FROM (SELECT 1 FROM search_index WHERE search_index MATCH %s LIMIT %s)"
        return _rows(sql, [written(words), most])[0][0]


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
