"""Related posts: the best results of a search for the terms that a post is most about.

The worker looks for them after each publication, also for the posts that were found, and stores them.
"""

from itertools import starmap
from time import monotonic

from django.db import transaction
from django.db.models import QuerySet

from blog.history.models import PublishedVersion
from blog.models import PublicPost, RelatedPost
from blog.views.post import RELATED_POSTS
from search.engines import engine
from search.engines.expressions import LEVEL_MARK, Words
from search.engines.scope import scope_of
from search.models import ComparedVersion, SearchedPost
from search.query.finder import MAX_RANKED_POSTS, find_candidates
from search.query.parser import Query
from search.query.ranking import Candidate, rank
from search.query.terms import QueryTerms
from search.text.bm25 import TERM_LEVELS, idf

# So many terms of a post are looked up; of these, so many with the highest weights are searched for.
MAX_TOP_TERMS, MAX_RELATED_TERMS = 40, 8
# A post with fewer of these terms is not related.
MIN_SHARED_TERMS = 3
# Per round of the worker.
MAX_COMPARING_SECONDS = 5.0
MAX_COMPARED_VERSIONS = 500


def update_related_posts() -> None:
    """Updates the related posts of some of the posts that were published since the last round."""
    state = ComparedVersion.objects.first() or ComparedVersion()
    started = monotonic()
    versions = PublishedVersion.objects.filter(pk__gt=state.version).order_by("pk")
    for version, post in versions.values_list("pk", "post_uuid")[:MAX_COMPARED_VERSIONS]:
        update_related(PublicPost.objects.readable().filter(post__uuid=post))
        state.version = version
        if monotonic() - started > MAX_COMPARING_SECONDS:
            break
    state.save()


def update_related(posts: QuerySet[PublicPost]) -> None:
    """Updates the related posts of these posts, and of the posts that were found."""
    related = {other for post in posts for other in store_related(post)}
    for other in PublicPost.objects.readable().filter(pk__in=related):
        store_related(other)


def store_related(post: PublicPost) -> list[int]:
    others = find_related(post)
    with transaction.atomic():
        RelatedPost.objects.filter(post=post.pk).delete()
        RelatedPost.objects.bulk_create(RelatedPost(post_id=post.pk, other_id=other) for other in others)
    return others


def find_related(post: PublicPost) -> list[int]:
    """The ids of the most similar readable posts of the same blog, at most as many as the page shows."""
    levels = top_terms(post)
    among = scope_of(PublicPost.objects.readable().filter(blog=post.blog_id).exclude(pk=post.pk))
    total, frequencies = engine().document_frequencies(sorted(levels), among=among)
    weights = {word: idf(posts, total) * TERM_LEVELS[levels[word] - 1] for word, posts in frequencies.items()}
    words = sorted(weights, key=weights.__getitem__, reverse=True)[:MAX_RELATED_TERMS]
    terms = QueryTerms(Query(), words, synonym_words=[], synonyms={}, total=total, document_frequencies=frequencies)
    found = find_candidates(terms, {Words((word,)): frequencies[word] for word in words}, among)
    candidates = starmap(Candidate, engine().fetch_terms(found[:MAX_RANKED_POSTS]))
    near = [one for one in candidates if count_shared(one, words) >= MIN_SHARED_TERMS]
    return rank(near, words, weights)[:RELATED_POSTS]


def count_shared(candidate: Candidate, words: list[str]) -> int:
    """How many of the terms the post contains."""
    text = candidate.title + candidate.body
    return sum(f" {word} " in text for word in words)


def top_terms(post: PublicPost) -> dict[str, int]:
    """The terms with the highest levels in this post, each with its level."""
    marks = SearchedPost.objects.filter(pk=post.pk).values_list("marks", flat=True).first() or ""
    levels = {mark[2:]: int(mark[1]) for mark in marks.split() if mark.startswith(LEVEL_MARK)}
    return dict(sorted(levels.items(), key=lambda item: item[1], reverse=True)[:MAX_TOP_TERMS])
