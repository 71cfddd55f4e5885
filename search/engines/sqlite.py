"""SQLite's FTS5: an index over SearchedPost, maintained by triggers on its table.

It is an external content table, so terms are stored once, in the row. Text is analysed before it is stored, so the
tokenizer only splits at spaces. See https://www.sqlite.org/fts5.html.
"""

import json

from blog.models import PublicList
from search.engines.expressions import AllOf, AnyOf, Excluding, Expression, Words
from search.models import SearchedPost

from .base import MAX_EXACT_COUNT, fetch_all, write_rows
from .scope import Scope

# The newest posts with a term, and the oldest id among them. The vocabulary table of FTS5 would read all to count.
FREQUENCY_SQL = """
    SELECT word, posts, oldest FROM (
        SELECT %s AS word, count(*) AS posts, min(rowid) AS oldest FROM
            (SELECT rowid FROM search_index WHERE search_index MATCH %s ORDER BY rowid DESC LIMIT %s)
    ) WHERE posts > %s OR EXISTS (SELECT 1 FROM search_index WHERE search_index MATCH %s AND {condition})"""
# Named by what is no term. Two subqueries, because SQLite reads the whole table for min() and max() in one.
TOTALS_SQL = """
    SELECT '', (SELECT sum(posts) FROM blog_publiccount WHERE kind = %s), NULL UNION ALL
    SELECT ' ', (SELECT min(post_id) FROM finder_searchedpost), (SELECT max(post_id) FROM finder_searchedpost)"""
TERMS_SQL = """
    SELECT post_id, title, body FROM finder_searchedpost WHERE post_id IN (SELECT value FROM json_each(%s))"""
POSTINGS_SQL = """
    SELECT * FROM (SELECT {number}, rowid FROM search_index
    WHERE search_index MATCH %s AND {condition} ORDER BY rowid DESC LIMIT %s)"""


class Fts5Engine:
    def write(self, rows: list[SearchedPost]) -> None:
        write_rows(rows)

    def document_frequencies(self, words: list[str], *, among: Scope) -> tuple[int, dict[str, int]]:
        parameters: list[object] = [PublicList.BLOG]
        for word in words:
            term = to_fts5(Words((word,)))
            parameters += [word, term, MAX_EXACT_COUNT + 1, MAX_EXACT_COUNT, term, *among.parameters]
        count = FREQUENCY_SQL.format(condition=among.condition("search_index.rowid"))
        (_all, total, _none), (_ends, first, last), *counted = fetch_all(
            " UNION ALL ".join([TOTALS_SQL, *[count] * len(words)]), parameters
        )
        found = {
            word: estimate_frequency(posts, oldest, first, last, total or 1) if posts > MAX_EXACT_COUNT else posts
            for word, posts, oldest in counted
        }
        return total or 1, found

    def postings(self, lists: list[tuple[Expression, int]], *, among: Scope, limit: int) -> list[tuple[int, int]]:
        condition = among.condition("search_index.rowid")
        sql = " UNION ALL ".join(
            POSTINGS_SQL.format(number=number, condition=condition) for number in range(len(lists))
        )
        parameters = [value for words, each in lists for value in (to_fts5(words), *among.parameters, each)]
        return fetch_all(f"{sql} LIMIT %s", [*parameters, limit])

    def fetch_terms(self, ids: list[int]) -> list[tuple[int, str, str]]:
        # One parameter, so that the statement is always the same and is prepared once.
        return fetch_all(TERMS_SQL, [json.dumps(ids)])


def estimate_frequency(posts: int, oldest: int, first: int, last: int, total: int) -> int:
    """The document frequency of a term that ``posts`` of the newest posts contain, back to the id ``oldest``."""
    return max(posts, min(total, round(posts * (last - first + 1) / (last - oldest + 1))))


def to_fts5(expression: Expression) -> str:
    """The expression in the query syntax of FTS5. Terms contain no quotes, so nothing is escaped."""
    match expression:
        case Words(words, mark, is_prefix):
            return f'"{" ".join(mark + word for word in words)}"' + "*" * is_prefix
        case AllOf(parts):
            return f"({' AND '.join(map(to_fts5, parts))})"
        case AnyOf(parts):
            return f"({' OR '.join(map(to_fts5, parts))})"
        case Excluding(wanted, unwanted):
            return f"({to_fts5(wanted)} NOT {to_fts5(unwanted)})"
