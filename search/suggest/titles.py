"""Suggests posts by their titles while a reader types.

Each database has an index of prefixes over SearchedTitle: FTS5 with a prefix index, or GIN.
"""

from django.db import connection
from django.db.models import QuerySet

from blog.models import BlogIndexPage, PublicPost
from search.engines.scope import scope_of
from search.index.damage import INDEX_READ_FAILED, log_index_errors
from search.text.analysis import fold, unstemmed_terms

MAX_TITLE_SUGGESTIONS = 8
# The newest matches, of which those that start with what was typed come first.
MAX_TITLES_READ = 50
MAX_TITLE_TERMS = 16
# Date, title, slug and blog of the newest posts with these words in the title.
TITLES_SQL = {
    "sqlite": """
        SELECT shown.published_at, shown.title, shown.slug, shown.blog_id
        FROM search_title JOIN blog_publicpost AS shown ON shown.post_id = search_title.rowid
        WHERE search_title MATCH %s AND {condition} ORDER BY search_title.rowid DESC LIMIT %s""",
    # OFFSET 0 makes PostgreSQL filter post by post from the newest on, until there are enough.
    "postgresql": """
        SELECT shown.published_at, shown.title, shown.slug, shown.blog_id
        FROM (
            SELECT post_id FROM (
                SELECT post_id FROM finder_searchedtitle
                WHERE search_title_words(words) @@ %s::tsquery ORDER BY post_id DESC OFFSET 0
            ) AS titled WHERE {condition} LIMIT %s
        ) AS found JOIN blog_publicpost AS shown USING (post_id)""",
}
TITLE_POST_ID = {"sqlite": ("search_title.rowid", ""), "postgresql": ("titled.post_id", "OFFSET 0")}


def suggest_titles(typed: str, blogs: dict[int, BlogIndexPage]) -> list[tuple[str, str]]:
    """Title and URL of the newest public posts with all these words in the title; the last word is a prefix.

    Titles that start with what was typed come first.
    """
    words = unstemmed_terms(typed, is_whole=False)[:MAX_TITLE_TERMS]
    found = matching_titles(words, PublicPost.objects.readable().filter(blog__in=list(blogs))) if words else []
    folded = fold(typed)
    found.sort(key=lambda row: row[0], reverse=True)
    found.sort(key=lambda row: not fold(row[1]).startswith(folded))
    return [(title, blogs[blog_id].post_url(slug)) for _date, title, slug, blog_id in found[:MAX_TITLE_SUGGESTIONS]]


def matching_titles(words: list[str], among: QuerySet[PublicPost]) -> list[tuple]:
    """Date, title, slug and blog of the newest posts with these words; the last word is a prefix."""
    scope = scope_of(among)
    post_id, end = TITLE_POST_ID[connection.vendor]
    sql = TITLES_SQL[connection.vendor].format(condition=scope.condition(post_id, end=end))
    with log_index_errors(INDEX_READ_FAILED), connection.cursor() as cursor:
        cursor.execute(sql, [prefix_query(words), *scope.parameters, MAX_TITLES_READ])
        return cursor.fetchall()
    return []


def prefix_query(words: list[str]) -> str:
    """The words in the query syntax of the database; the last one is a prefix. Terms contain no quotes."""
    if connection.vendor == "sqlite":
        return " AND ".join(f'"{word}"' for word in words) + "*"
    return " & ".join(f"'{word}'" for word in words) + ":*"
