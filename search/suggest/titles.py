"""Posts by the beginnings of the words in their titles, while a reader is still typing.

Each database has an index for it over SearchedTitle that knows beginnings: FTS5 with lists of short ones, or GIN.
"""

from django.db import connection
from django.db.models import QuerySet

from blog.models import BlogIndexPage, PublicPost
from search.engines.scope import in_scope
from search.index.damage import NOT_ASKED, reported
from search.text.analysis import folded, spelled_words

MOST_TITLES = 8
# So many of the newest are looked at for one that begins like what was typed.
MOST_READ = 50
MOST_WORDS = 16
# Date, title, slug and blog of the newest posts in whose titles words stand.
SQL = {
    "sqlite": """
        SELECT shown.published_at, shown.title, shown.slug, shown.blog_id
        FROM search_title JOIN blog_publicpost AS shown ON shown.post_id = search_title.rowid
        WHERE search_title MATCH %s AND {condition} ORDER BY search_title.rowid DESC LIMIT %s""",
    # Post by post, the newest first, until there are enough.
    "postgresql": """
        SELECT shown.published_at, shown.title, shown.slug, shown.blog_id
        FROM (
            SELECT post_id FROM (
                SELECT post_id FROM finder_searchedtitle
                WHERE search_title_words(words) @@ %s::tsquery ORDER BY post_id DESC OFFSET 0
            ) AS titled WHERE {condition} LIMIT %s
        ) AS found JOIN blog_publicpost AS shown USING (post_id)""",
}
POST_ID = {"sqlite": ("search_title.rowid", ""), "postgresql": ("titled.post_id", "OFFSET 0")}


def posts_titled(typed: str, blogs: dict[int, BlogIndexPage]) -> list[tuple[str, str]]:
    """Title and address of the newest public posts with every word of this in the title, the last one begun.

    Titles that begin like what was typed come first.
    """
    words = spelled_words(typed, is_whole=False)[:MOST_WORDS]
    found = rows(words, PublicPost.objects.readable().filter(blog__in=list(blogs))) if words else []
    beginning = folded(typed)
    found.sort(key=lambda row: row[0], reverse=True)
    found.sort(key=lambda row: not folded(row[1]).startswith(beginning))
    return [(title, blogs[blog_id].post_url(slug)) for _date, title, slug, blog_id in found[:MOST_TITLES]]


def rows(words: list[str], among: QuerySet[PublicPost]) -> list[tuple]:
    """Date, title, slug and blog of the newest posts with these words, of which the last is a beginning."""
    scope = in_scope(among)
    post_id, end = POST_ID[connection.vendor]
    sql = SQL[connection.vendor].format(condition=scope.condition(post_id, end=end))
    with reported(NOT_ASKED), connection.cursor() as cursor:
        cursor.execute(sql, [expression(words), *scope.parameters, MOST_READ])
        return cursor.fetchall()
    return []


def expression(words: list[str]) -> str:
    """All words, the last as a beginning, in the language of the database. Words hold no quote."""
    if connection.vendor == "sqlite":
        return " AND ".join(f'"{word}"' for word in words) + "*"
    return " & ".join(f"'{word}'" for word in words) + ":*"
