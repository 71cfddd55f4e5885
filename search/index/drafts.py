"""The newest drafts of live posts in the index, which editors search."""

from django.db import transaction

from blog.models import PostPage
from blog.pages.publication import lock_page
from search.index.indexer import spaced, text_of, words
from search.models import SearchedDraft
from search.text.passages import passages


def keep_draft(pk: int) -> None:
    """Keeps the words of the newest draft of a live post, whose row and index hold what readers see.

    Called after its transaction, which may have published it too: then there is nothing to keep.
    """
    drafted = PostPage.objects.filter(pk=pk, live=True, has_unpublished_changes=True)
    if not drafted.exists():
        return
    with transaction.atomic():
        lock_page(pk)
        if post := drafted.first():
            draft = post.get_latest_revision_as_object()
            said = words(" . ".join([draft.title, str(draft.summary), *text_of(passages(draft.body))]))
            SearchedDraft.objects.update_or_create(pk=pk, defaults={"words": spaced(said)})


def forget_draft(post: PostPage) -> None:
    """Whatever is stored is the newest text again."""
    if not post.has_unpublished_changes:
        SearchedDraft.objects.filter(pk=post.pk).delete()
