"""Which posts are about the same as another one: those that are best found by the words that it is most about.

The worker compares each post after it was published, and the ones that it is like with it, and keeps what it found.
"""

from itertools import starmap
from time import monotonic

from django.db import transaction
from django.db.models import QuerySet

from blog.history.models import PublishedVersion
from blog.models import PublicPost, RelatedPost
from blog.views.post import RELATED_POSTS
from search.engines import engine
from search.engines.expressions import LEVEL, Words
from search.engines.scope import in_scope
from search.models import ComparedVersion, SearchedPost
from search.query.finder import MOST_RANKED, matches
from search.query.parser import Query
from search.query.ranking import Candidate, ranked
from search.query.terms import Sought
from search.text.bm25 import LEVELS, rarity

# So many words of a post are looked up, those that it is most about, and so many of them, the rarest, looked for.
MOST_KNOWN, MOST_WORDS = 40, 8
# A post that shares fewer of them is about something else.
FEWEST_SHARED = 3
# How long a round of the worker compares, in seconds.
LONGEST = 5.0
MOST_VERSIONS = 500


def compare_published() -> None:
    """Compares some of the posts that were published since the last time."""
    state = ComparedVersion.objects.first() or ComparedVersion()
    started = monotonic()
    versions = PublishedVersion.objects.filter(pk__gt=state.version).order_by("pk")
    for version, post in versions.values_list("pk", "post_uuid")[:MOST_VERSIONS]:
        compare(PublicPost.objects.readable().filter(post__uuid=post))
        state.version = version
        if monotonic() - started > LONGEST:
            break
    state.save()


def compare(posts: QuerySet[PublicPost]) -> None:
    """Keeps what these posts are like, and what those are like."""
    alike = {other for post in posts for other in keep(post)}
    for other in PublicPost.objects.readable().filter(pk__in=alike):
        keep(other)


def keep(post: PublicPost) -> list[int]:
    others = posts_like(post)
    with transaction.atomic():
        RelatedPost.objects.filter(post=post.pk).delete()
        RelatedPost.objects.bulk_create(RelatedPost(post_id=post.pk, other_id=other) for other in others)
    return others


def posts_like(post: PublicPost) -> list[int]:
    """The ids of the readable posts of its blog that are most about the same, at most as many as its page shows."""
    about = levels_of(post)
    among = in_scope(PublicPost.objects.readable().filter(blog=post.blog_id).exclude(pk=post.pk))
    total, posts_with = engine().known(sorted(about), among=among)
    worth = {word: rarity(posts, total) * LEVELS[about[word] - 1] for word, posts in posts_with.items()}
    words = sorted(worth, key=worth.__getitem__, reverse=True)[:MOST_WORDS]
    asked = Sought(query=Query(), words=words, also=[], instead={}, total=total, posts_with=posts_with)
    found = matches(asked, {Words((word,)): posts_with[word] for word in words}, among)
    candidates = starmap(Candidate, engine().texts(found[:MOST_RANKED]))
    near = [one for one in candidates if shared(one, words) >= FEWEST_SHARED]
    return ranked(near, words, worth)[:RELATED_POSTS]


def shared(candidate: Candidate, words: list[str]) -> int:
    """How many of the words it has."""
    text = candidate.title + candidate.body
    return sum(f" {word} " in text for word in words)


def levels_of(post: PublicPost) -> dict[str, int]:
    """The words that it is most about, each with how much."""
    marks = SearchedPost.objects.filter(pk=post.pk).values_list("marks", flat=True).first() or ""
    levels = {mark[2:]: int(mark[1]) for mark in marks.split() if mark.startswith(LEVEL)}
    return dict(sorted(levels.items(), key=lambda item: item[1], reverse=True)[:MOST_KNOWN])
