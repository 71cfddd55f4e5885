"""Checks for posts that readers cannot find because they are not indexed or the index is damaged."""

from django.db.models import Q

from blog.models import PostPage
from search.index import damage, health
from search.index.indexer import INDEX_BATCH_SIZE, index_posts

NOT_INDEXED = Q(searched=None) | Q(searched_title=None)
DAMAGE_FINDING = "The search index is damaged or incomplete. Searches return too few posts, or search titles only."


def count_unindexed() -> int:
    return PostPage.objects.filter(NOT_INDEXED).count()


def index_missing() -> int:
    """Indexes the posts that are not indexed; returns how many."""
    count = 0
    while posts := list(PostPage.objects.filter(NOT_INDEXED).order_by("pk")[:INDEX_BATCH_SIZE]):
        count += index_posts(posts)
    return count


def index_all() -> None:
    last = 0
    while posts := list(PostPage.objects.filter(pk__gt=last).order_by("pk")[:INDEX_BATCH_SIZE]):
        index_posts(posts)
        last = posts[-1].pk


def examine(*, repair: bool) -> tuple[list[str], int]:
    """The findings as sentences, and the number of repairs that were made."""
    findings, repaired = [], 0
    if not health.is_intact():
        findings.append(DAMAGE_FINDING)
        if repair:
            health.rebuild()
            # Posts that were saved while the index was damaged are not in it.
            index_all()
            repaired += 1
    if count := count_unindexed():
        findings.append(f"{count} posts are not in the search index, so readers cannot find them.")
    repaired += index_missing() if repair else 0
    if repair or not findings:
        damage.clear_damage()
    return findings, repaired
