"""Writes posts into the index in batches; posts that have not changed are skipped."""

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
from search.engines.expressions import LEVEL_MARK, TITLE_MARK
from search.models import SearchedPost, SearchedTitle
from search.text.analysis import index_terms, unstemmed_terms
from search.text.bm25 import term_levels
from search.text.passages import Passage, extract_passages

# Increase it when the terms of unchanged posts change. ``update_index`` then writes every post again, and a migration
# queues the posts of a site for the worker, as 0014 does.
INDEX_VERSION = 5
INDEX_BATCH_SIZE = 200
# Longer posts are indexed up to here.
MAX_INDEXED_TERMS = 50_000


def index_posts(posts: Iterable[PostPage]) -> int:
    """Indexes these posts as they are in memory, one transaction per batch; returns how many had changed."""
    return sum(_index_batch(batch) for batch in batched(posts, INDEX_BATCH_SIZE))


def _index_batch(posts: tuple[PostPage, ...]) -> int:
    names = names_by_post(posts)
    rows = {post.pk: searched_post(post, names[post.pk]) for post in posts}
    stored = SearchedPost.objects.filter(pk__in=rows, post__searched_title__isnull=False)
    known = stored.values_list("pk", "fingerprint", "post__searched_title__words")
    titles = {pk: words for pk, _fingerprint, words in known}
    same = {pk for pk, fingerprint, _words in known if rows[pk].fingerprint == fingerprint}
    changed = [row for pk, row in rows.items() if pk not in same]
    if changed:
        with transaction.atomic():
            engine().write(changed)
            write_titles([post for post in posts if title_terms(post) != titles.get(post.pk)])
    return len(changed)


def searched_post(post: PostPage, names: list[str]) -> SearchedPost:
    parts = extract_passages(post.body)
    title = terms_of(post.title)
    body = terms_of(" . ".join([*names, str(post.summary), *passage_texts(parts)]))
    return SearchedPost(
        post_id=post.pk,
        title=join_terms(title),
        body=join_terms(body),
        marks=join_terms(term_marks(title, body)),
        fingerprint=content_fingerprint(post.title, names, post.summary, parts),
        passages=[list(astuple(part)) for part in parts],
    )


def names_by_post(posts: tuple[PostPage, ...]) -> dict[int, list[str]]:
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


def passage_texts(parts: list[Passage]) -> Iterator[str]:
    for part in parts:
        yield part.heading
        yield part.text


def terms_of(text: str) -> list[str]:
    return index_terms(text, settings.SEARCH_LANGUAGE)[:MAX_INDEXED_TERMS]


def term_marks(title: list[str], body: list[str]) -> Iterator[str]:
    yield from (f"{TITLE_MARK}{word}" for word in title)
    yield from (f"{LEVEL_MARK}{level}{word}" for level, word in term_levels(title, body))


def title_terms(post: PostPage) -> str:
    return " ".join(unstemmed_terms(post.title, is_whole=True))


def write_titles(posts: list[PostPage]) -> None:
    rows = [SearchedTitle(post_id=post.pk, words=title_terms(post)) for post in posts]
    SearchedTitle.objects.bulk_create(rows, update_conflicts=True, unique_fields=["post"], update_fields=["words"])


def join_terms(words: Iterable[str]) -> str:
    return f" {' '.join(words)} "


def content_fingerprint(title: str, names: list[str], summary: str, parts: list[Passage]) -> str:
    content = repr((INDEX_VERSION, settings.SEARCH_LANGUAGE, title, names, summary, parts))
    return blake2b(content.encode("utf-8", "surrogatepass"), digest_size=20).hexdigest()
