"""Names that stand in the index of many posts: where one changes, the worker indexes its posts again."""

from django.db import transaction
from django.db.models import Model, QuerySet

from blog.models import Author, PostPage, Series, Tag, Topic
from search.index.indexer import index
from search.models import OutdatedPost

# So many in a round of the worker, so that what is due is never long in waiting.
MOST = 200
POSTS = {Author: "post_authors__author", Series: "series", Tag: "tagged_items__tag", Topic: "topic"}


def note_posts(named: Model) -> None:
    """Every post that stands under this name."""
    OutdatedPost.objects.bulk_create(
        (OutdatedPost(post_id=pk) for pk in posts_of(named).iterator()), batch_size=500, ignore_conflicts=True
    )


def posts_of(named: Model) -> QuerySet[PostPage]:
    return PostPage.objects.filter(**{POSTS[type(named)]: named}).order_by().values_list("pk", flat=True).distinct()


def index_renamed() -> bool:
    """Indexes some of the posts that were noted; returns whether there are more."""
    noted = list(OutdatedPost.objects.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
    if noted:
        with transaction.atomic():
            # First of all: what is renamed from now on is noted anew.
            OutdatedPost.objects.filter(pk__in=noted[:MOST]).delete()
            index(PostPage.objects.filter(pk__in=noted[:MOST]))
    return len(noted) > MOST
