"""Moves deleted posts to the trash, restores them, and deletes them permanently."""

from django.contrib.auth.models import User
from django.db import transaction
from wagtail.actions.delete_page import DeletePageAction
from wagtail.actions.move_page import MovePageAction
from wagtail.models import Page, Revision

from blog.page_tree import TRASH_SLUG
from blog.pages.blog_index import BlogIndexPage
from blog.pages.post import PostPage
from blog.pages.publication import lock_page
from blog.pages.trash import TrashedPost, TrashPage
from blog.taxonomy.slugs import MAX_SLUG_LENGTH, RESERVED_SLUGS, free_slug


@transaction.atomic
def move_to_trash(post: PostPage, *, user: User | None = None) -> TrashedPost:
    """Moves a post to the trash and removes it from the site and all lists. It can be restored for DAYS_IN_TRASH.

    Cancels its review and its schedule, so that it is not published unexpectedly.
    """
    lock_page(post.pk)
    post = PostPage.objects.get(pk=post.pk)
    if review := post.current_workflow_state:
        review.cancel(user=user)
    post.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    blog = BlogIndexPage.objects.filter(path=post.path[: -Page.steplen]).first()
    note = TrashedPost.objects.create(post=post, blog=blog, slug=post.slug, trashed_by=user)
    # A new slug, because other posts may get the old one and the trash may contain two posts with the same slug.
    _move(post, trash_page(), slug=f"trashed-{post.pk}", user=user)
    return note


@transaction.atomic
def restore(note: TrashedPost, *, blog: BlogIndexPage, user: User | None = None) -> PostPage:
    """Moves the post back to the blog, live if it was live, with its old slug if that is free."""
    # The worker takes the same lock when it empties the trash.
    lock_page(note.pk)
    post = PostPage.objects.get(pk=note.pk)
    slug = free_address(note.slug, blog=blog)
    note.delete()
    _move(post, blog, slug=slug, user=user)
    if slug != note.slug:
        _rename_draft(post, slug)
    return PostPage.objects.get(pk=post.pk)


def free_address(slug: str, *, blog: BlogIndexPage) -> str:
    """The slug, with a number added if another page of the blog has it."""
    others = blog.get_children()
    if slug in RESERVED_SLUGS or others.filter(slug=slug).exists():
        return free_slug(slug, taken=others, longest=MAX_SLUG_LENGTH)
    return slug


@transaction.atomic
def delete_permanently(note: TrashedPost, *, user: User | None = None) -> None:
    """Deletes a trashed post, unless it was restored meanwhile."""
    lock_page(note.pk)
    post = PostPage.objects.filter(pk=note.pk, trashed__isnull=False).first()
    if post is None or not post.is_trashed:
        return
    DeletePageAction(post, user=user).execute(skip_permission_checks=True)


def trash_page() -> TrashPage:
    """The parent page of trashed posts. It is created on first use."""
    if page := TrashPage.objects.first():
        return page
    # Locks, so that two users who delete the first post at the same time do not create two pages.
    root = Page.objects.select_for_update().get(pk=Page.get_first_root_node().pk)
    if page := TrashPage.objects.first():
        return page
    return root.add_child(instance=TrashPage(title="Trash", slug=TRASH_SLUG, live=False))


def _move(post: PostPage, parent: Page, *, slug: str, user: User | None) -> None:
    # An update, because save would create a redirect for the new slug.
    Page.objects.filter(pk=post.pk).update(slug=slug)
    # Locks both parents, which store the number of children. The fixed order prevents deadlocks.
    for pk in sorted({post.get_parent().pk, parent.pk}):
        lock_page(pk)
    parent = Page.objects.get(pk=parent.pk)
    MovePageAction(post, parent, pos="last-child", user=user).execute(skip_permission_checks=True)


def _rename_draft(post: PostPage, slug: str) -> None:
    """Changes the slug in the newest draft, which would restore the old one."""
    draft = Revision.objects.filter(pk=post.latest_revision_id).first()
    if draft:
        draft.content["slug"] = slug
        draft.save(update_fields=["content"])
