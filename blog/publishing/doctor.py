"""Compares the public index with the page tree, and repairs it on request."""

from collections import Counter
from collections.abc import Iterator
from itertools import batched

from django.core.exceptions import ValidationError
from django.db import transaction
from wagtail.models import Page, Site

from blog.page_tree import IN_TRASH, TRASH_URL_PATH
from blog.pages.post import PostPage
from blog.pages.publication import after_save, reload_for_update
from blog.pages.trash import TrashedPost
from blog.public_index.models import PublicCount, PublicPost
from blog.public_index.sync import POSTS_PER_BATCH, ListKey, current_entries, expected_entries, sync


def wrong_posts() -> Iterator[tuple[int, str]]:
    """Posts whose row differs from the page tree, as (post id, problem)."""
    ids = sorted({*PostPage.objects.values_list("pk", flat=True), *PublicPost.objects.values_list("pk", flat=True)})
    for batch in batched(ids, POSTS_PER_BATCH):
        rows, tree = current_entries(batch), expected_entries(batch)
        for post in batch:
            if (finding := _difference(post, rows.get(post), tree.get(post))) is not None:
                yield post, finding


def _difference(post: int, row: object, tree: object) -> str | None:
    if row == tree:
        return None
    if tree is None:
        return f"Post {post} is shown to readers, but is a draft, expired or in a closed section."
    if row is None:
        return f"Post {post} “{tree.row.title}” is hidden from readers, but should be public."
    return f"Post {post} “{tree.row.title}” is shown with old values."


def wrong_counts() -> Iterator[tuple[ListKey, int, int]]:
    """Lists whose stored length is wrong, as (list, stored, counted)."""
    counted: Counter[ListKey] = Counter()
    ids = PublicPost.objects.values_list("pk", flat=True)
    for batch in batched(ids.iterator(), POSTS_PER_BATCH):
        for entry in current_entries(batch).values():
            counted.update(entry.lists())
    kept = {(row.blog_id, row.kind, row.key): row.posts for row in PublicCount.objects.all()}
    for key in sorted(counted.keys() | kept.keys()):
        if counted[key] != kept.get(key, 0):
            yield key, kept.get(key, 0), counted[key]


def misplaced_aliases() -> Iterator[str]:
    for page in Page.objects.type(PostPage).exclude(alias_of=None):
        yield f"Post {page.pk} “{page.title}” is an alias and would be listed twice. Delete it."


def misplaced_in_trash() -> Iterator[str]:
    for post in PostPage.objects.filter(IN_TRASH, trashed=None):
        yield f"Post {post.pk} “{post.title}” lies in the trash without a note of its blog. Move it to one."
    for note in TrashedPost.objects.select_related("post").exclude(post__url_path__startswith=TRASH_URL_PATH):
        yield f"Post {note.pk} “{note.post.title}” is noted as trashed, but stands elsewhere. Delete it again."


def restricted_posts() -> Iterator[str]:
    for post in PostPage.objects.filter(view_restrictions__isnull=False).distinct():
        yield (
            f"Post {post.pk} “{post.title}” has a view restriction of its own, so no list shows it. Only whole blogs"
            " can be restricted. Move the post to such a blog, or open it to everybody in manage.py shell:"
            f" PageViewRestriction.objects.filter(page={post.pk}).delete()"
        )


def damaged_tree() -> Iterator[str]:
    """Problems of the page tree, found in one query; treebeard needs two per page."""
    rows = Page.objects.values_list("path", "depth", "numchild")
    pages = {path: (depth, numchild) for path, depth, numchild in rows.iterator()}
    below = Counter(path[: -Page.steplen] for path in pages)
    is_whole = all(
        len(path) == depth * Page.steplen and numchild == below[path] and (depth == 1 or path[: -Page.steplen] in pages)
        for path, (depth, numchild) in pages.items()
    )
    if not is_whole:
        yield "The tree of pages is damaged, so that pages cannot be added or deleted. Run: manage.py fixtree"


@transaction.atomic
def repair_post(pk: int) -> int:
    """Synchronizes a post with the page tree. Raises ValidationError if a post would go live that may not."""
    kept = sync([pk])
    if post := PostPage.objects.filter(pk=pk, public__isnull=False).first():
        after_save(reload_for_update(post))
    return kept


def examine(*, repair: bool) -> tuple[list[str], int]:
    """The problems, as sentences, and how many of them ``repair`` fixed."""
    findings, repaired = [], 0
    for post, finding in list(wrong_posts()):
        reason = ""
        if repair:
            try:
                repaired += repair_post(post)
            except ValidationError as refused:
                reason = f" {refused.messages[0]}"
        findings.append(finding + reason)
    with transaction.atomic():
        for (blog, kind, key), kept, counted in list(wrong_counts()):
            findings.append(f"Blog {blog} says {kept} posts for {kind} {key}, but there are {counted}.")
            if repair:
                PublicCount.objects.filter(blog=blog, kind=kind, key=key).delete()
                PublicCount.objects.bulk_create(
                    [PublicCount(blog_id=blog, kind=kind, key=key, posts=counted)] * bool(counted)
                )
                repaired += 1
    if not Site.objects.filter(is_default_site=True).exists():
        findings.append("No site is the default one. Tick it for one in Settings → Sites, or add a site there.")
    return [*findings, *misplaced_aliases(), *restricted_posts(), *misplaced_in_trash(), *damaged_tree()], repaired
