"""Finds posts for whoever writes them: by every word, in what is stored and in the newest draft of what is live."""

from django.db import transaction
from django.db.models import Q, QuerySet

from blog.models import PostPage
from blog.pages.publication import hold
from search.engines import newest
from search.engines.scope import in_scope
from search.expressions import Words
from search.indexing import spaced, text_of, words
from search.models import SearchedDraft
from search.passages import passages
from search.plan import every
from search.terms import words_of

MOST_FOUND, MOST_WORDS = 1_000, 16


def saying(text: str, posts: QuerySet[PostPage]) -> list[int]:
    """The ids of at most MOST_FOUND of these posts that have every word; the last one may go on."""
    sought = words_of(text)[:MOST_WORDS]
    if not sought:
        return []
    *others, last = sought
    terms = [*(Words((word,)) for word in dict.fromkeys(others)), Words((last,), is_start=True)]
    stored = newest(every(terms), among=in_scope(posts), most=MOST_FOUND)
    in_drafts = Q(words__contains=f" {last}")
    for word in others:
        in_drafts &= Q(words__contains=f" {word} ")
    drafted = SearchedDraft.objects.filter(in_drafts, post__in=posts.order_by().values("pk"))
    return list(dict.fromkeys([*stored, *drafted.values_list("pk", flat=True)[:MOST_FOUND]]))


def keep_draft(pk: int) -> None:
    """Keeps the words of the newest draft of a live post, whose row and index hold what readers see.

    Called after its transaction, which may have published it too: then there is nothing to keep.
    """
    drafted = PostPage.objects.filter(pk=pk, live=True, has_unpublished_changes=True)
    if not drafted.exists():
        return
    with transaction.atomic():
        hold(pk)
        if post := drafted.first():
            draft = post.get_latest_revision_as_object()
            said = words(" . ".join([draft.title, str(draft.summary), *text_of(passages(draft.body))]))
            SearchedDraft.objects.update_or_create(pk=pk, defaults={"words": spaced(said)})


def forget_draft(post: PostPage) -> None:
    """Whatever is stored is the newest text again."""
    if not post.has_unpublished_changes:
        SearchedDraft.objects.filter(pk=post.pk).delete()
