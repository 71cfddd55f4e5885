"""The newest drafts of live posts in the index, which editors search."""

from django.db import transaction

from blog.models import PostPage
from blog.pages.publication import lock_page
from search.index.indexer import join_terms, passage_texts, terms_of
from search.models import SearchedDraft
from search.text.passages import extract_passages


def index_draft(pk: int) -> None:
    """Indexes the newest draft of a live post. The row and the index of the post have what readers see.

    Called after the transaction of the draft, which may have published it too; then there is nothing to index.
    """
    drafted = PostPage.objects.filter(pk=pk, live=True, has_unpublished_changes=True)
    if not drafted.exists():
        return
    with transaction.atomic():
        lock_page(pk)
        if post := drafted.first():
            draft = post.get_latest_revision_as_object()
            texts = [draft.title, str(draft.summary), *passage_texts(extract_passages(draft.body))]
            words = join_terms(terms_of(" . ".join(texts)))
            SearchedDraft.objects.update_or_create(pk=pk, defaults={"words": words})


def remove_draft(post: PostPage) -> None:
    """Removes the indexed draft of a post whose stored row is the newest text."""
    if not post.has_unpublished_changes:
        SearchedDraft.objects.filter(pk=post.pk).delete()
