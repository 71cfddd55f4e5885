"""Removes posts from the index, even if the index is damaged."""

from django.db import connection

from blog.models import PostPage
from search.index.damage import log_index_errors
from search.index.health import FTS5_TABLES, trigger_names
from search.models import SearchedPost, SearchedTitle

REMOVAL_FAILED = "A post could not be removed from the search index. Run: manage.py doctor --repair"


def remove_post(post: PostPage) -> None:
    is_removed = False
    with log_index_errors(REMOVAL_FAILED):
        for model in (SearchedPost, SearchedTitle):
            model.objects.filter(pk=post.pk).delete()
        is_removed = True
    if not is_removed:
        drop_triggers()


def drop_triggers() -> None:
    """Drops the triggers, so that rows can be deleted without the index, which then has to be rebuilt."""
    with connection.cursor() as cursor:
        for table in FTS5_TABLES if connection.vendor == "sqlite" else ():
            for trigger in trigger_names(table):
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}")
