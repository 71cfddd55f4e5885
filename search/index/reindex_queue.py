"""Posts that the worker has to index again, for example because the name of their topic changed."""

from django.db import transaction
from django.db.models import Model, QuerySet

from blog.models import Author, PostPage, Series, Tag, Topic
from search.index.indexer import index_posts
from search.models import OutdatedPost

# Per round of the worker, so that scheduled posts do not wait.
REINDEX_BATCH_SIZE = 200
POST_LOOKUPS = {Author: "post_authors__author", Series: "series", Tag: "tagged_items__tag", Topic: "topic"}


def queue_posts_of(obj: Model) -> None:
    """Queues every post of a topic, series, tag or author."""
    OutdatedPost.objects.bulk_create(
        (OutdatedPost(post_id=pk) for pk in ids_of_posts(obj).iterator()), batch_size=500, ignore_conflicts=True
    )


def ids_of_posts(obj: Model) -> QuerySet[PostPage]:
    posts = PostPage.objects.filter(**{POST_LOOKUPS[type(obj)]: obj})
    return posts.order_by().values_list("pk", flat=True).distinct()


def reindex_queued() -> bool:
    """Indexes a batch of the queued posts; returns whether there are more."""
    queued = list(OutdatedPost.objects.order_by("pk").values_list("pk", flat=True)[: REINDEX_BATCH_SIZE + 1])
    if queued:
        with transaction.atomic():
            # Deleted first: a post whose names change from now on is queued again.
            OutdatedPost.objects.filter(pk__in=queued[:REINDEX_BATCH_SIZE]).delete()
            index_posts(PostPage.objects.filter(pk__in=queued[:REINDEX_BATCH_SIZE]))
    return len(queued) > REINDEX_BATCH_SIZE
