"""Looks for posts that readers cannot find because the index lacks them."""

from collections.abc import Iterator

from blog.models import PostPage
from search.indexing import BATCH, index


def missing() -> int:
    return PostPage.objects.filter(searched=None).count()


def fill() -> int:
    """Indexes the posts that the index lacks; returns how many."""
    return sum(index(posts) for posts in _in_batches())


def _in_batches() -> Iterator[list[PostPage]]:
    while posts := list(PostPage.objects.filter(searched=None).order_by("pk")[:BATCH]):
        yield posts


def examine(*, repair: bool) -> tuple[list[str], int]:
    """What is wrong, in sentences; and how much of it ``repair`` put right."""
    count = missing()
    findings = [f"The search index lacks {count} posts, which cannot be found."] if count else []
    return findings, fill() if repair else 0
