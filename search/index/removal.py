"""A post can be deleted for good whatever the state of the index."""

from django.db import connection

from blog.models import PostPage
from search.index.damage import reported
from search.index.health import FTS5, triggers
from search.models import SearchedPost, SearchedTitle

NOT_TAKEN_OUT = "A post could not be taken out of the search index. Run: manage.py doctor --repair"


def forget_post(post: PostPage) -> None:
    is_gone = False
    with reported(NOT_TAKEN_OUT):
        for kept in (SearchedPost, SearchedTitle):
            kept.objects.filter(pk=post.pk).delete()
        is_gone = True
    if not is_gone:
        let_go()


def let_go() -> None:
    """From now on rows are deleted without a word to the index, which has to be made anew."""
    with connection.cursor() as cursor:
        for table in FTS5 if connection.vendor == "sqlite" else ():
            for trigger in triggers(table):
                cursor.execute(f"DROP TRIGGER IF EXISTS {trigger}")
