"""Writes what a post says into the index, in batches, and only where it is not what stands there."""

from collections.abc import Iterable, Iterator
from dataclasses import astuple
from hashlib import blake2b
from itertools import batched

from django.conf import settings
from django.db import transaction
from django.db.models import prefetch_related_objects

from blog.models import PostPage
from blog.public_index.querysets import AUTHORS_AND_TAGS
from search.engines import engine
from search.engines.expressions import LEVEL, TITLE
from search.models import SearchedPost, SearchedTitle
from search.text.analysis import index_words, spelled_words
from search.text.bm25 import levels
from search.text.passages import Passage, passages

# Raise it when the same post gives other words; then ``update_index`` writes every post again. A migration
# notes the posts of a site for the worker, as 0013 does.
VERSION = 4
BATCH = 200
# The largest post that is indexed whole.
MOST_WORDS = 50_000


def index(posts: Iterable[PostPage]) -> int:
    """Writes these posts as they are given, in transactions of a batch; returns how many were not in the index so."""
    return sum(_index(batch) for batch in batched(posts, BATCH))


def _index(posts: tuple[PostPage, ...]) -> int:
    names = names_on(posts)
    rows = {post.pk: searched(post, names[post.pk]) for post in posts}
    stored = SearchedPost.objects.filter(pk__in=rows, post__searched_title__isnull=False)
    known = stored.values_list("pk", "fingerprint", "post__searched_title__words")
    titles = {pk: words for pk, _fingerprint, words in known}
    same = {pk for pk, fingerprint, _words in known if rows[pk].fingerprint == fingerprint}
    changed = [row for pk, row in rows.items() if pk not in same]
    if changed:
        with transaction.atomic():
            engine().write(changed)
            write_titles([post for post in posts if words_of_title(post) != titles.get(post.pk)])
    return len(changed)


def searched(post: PostPage, names: list[str]) -> SearchedPost:
    parts = passages(post.body)
    title = words(post.title)
    body = words(" . ".join([*names, str(post.summary), *text_of(parts)]))
    return SearchedPost(
        post_id=post.pk,
        title=spaced(title),
        body=spaced(body),
        marks=spaced(marks(title, body)),
        fingerprint=fingerprint(post.title, names, post.summary, parts),
        passages=[list(astuple(part)) for part in parts],
    )


def names_on(posts: tuple[PostPage, ...]) -> dict[int, list[str]]:
    """The names of topic, series, tags and authors by post."""
    prefetch_related_objects(posts, "topic", "series", *AUTHORS_AND_TAGS)
    return {
        post.pk: [
            *([post.topic.name] if post.topic else []),
            *([post.series.title] if post.series else []),
            *sorted(item.tag.name for item in post.tagged_items.all()),
            *(row.author.name for row in post.post_authors.all()),
        ]
        for post in posts
    }


def text_of(parts: list[Passage]) -> Iterator[str]:
    for part in parts:
        yield part.heading
        yield part.text


def words(text: str) -> list[str]:
    return index_words(text, settings.SEARCH_LANGUAGE)[:MOST_WORDS]


def marks(title: list[str], body: list[str]) -> Iterator[str]:
    yield from (f"{TITLE}{word}" for word in title)
    yield from (f"{LEVEL}{reached}{word}" for reached, word in levels(title, body))


def words_of_title(post: PostPage) -> str:
    return " ".join(spelled_words(post.title, is_whole=True))


def write_titles(posts: list[PostPage]) -> None:
    rows = [SearchedTitle(post_id=post.pk, words=words_of_title(post)) for post in posts]
    SearchedTitle.objects.bulk_create(rows, update_conflicts=True, unique_fields=["post"], update_fields=["words"])


def spaced(found: Iterable[str]) -> str:
    return f" {' '.join(found)} "


def fingerprint(title: str, names: list[str], summary: str, parts: list[Passage]) -> str:
    said = repr((VERSION, settings.SEARCH_LANGUAGE, title, names, summary, parts))
    return blake2b(said.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
