"""Looks for posts that readers cannot find because the index lacks them, or is damaged."""

from collections.abc import Iterator

from django.db.models import Q

from blog.models import PostPage
from search.index import damage, health
from search.index.indexer import BATCH, index

NOT_INDEXED = Q(searched=None) | Q(searched_title=None)
DAMAGED = "The search index is damaged or incomplete: readers who search see titles only, or too few posts."


def missing() -> int:
    return PostPage.objects.filter(NOT_INDEXED).count()


def fill() -> int:
    """Indexes the posts that the index lacks; returns how many."""
    return sum(index(posts) for posts in _in_batches())


def index_all() -> None:
    last = 0
    while posts := list(PostPage.objects.filter(pk__gt=last).order_by("pk")[:BATCH]):
        index(posts)
        last = posts[-1].pk


def _in_batches() -> Iterator[list[PostPage]]:
    while posts := list(PostPage.objects.filter(NOT_INDEXED).order_by("pk")[:BATCH]):
        yield posts


def examine(*, repair: bool) -> tuple[list[str], int]:
    """What is wrong, in sentences; and how much of it ``repair`` put right."""
    findings, repaired = [], 0
    if not health.is_whole():
        findings.append(DAMAGED)
        if repair:
            health.rebuild()
            # What was saved while the index was damaged is not in it.
            index_all()
            repaired += 1
    if count := missing():
        findings.append(f"The search index lacks {count} posts, which cannot be found.")
    repaired += fill() if repair else 0
    if repair or not findings:
        damage.forget()
    return findings, repaired
