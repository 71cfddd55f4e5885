"""Deleting a post puts it into the trash, from where it comes back as it was."""

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
    """Takes the post off the site at once and out of every list; it can be put back until its time is over.

    Its review and its schedule end, so that nothing goes live behind everybody's back.
    """
    lock_page(post.pk)
    post = PostPage.objects.get(pk=post.pk)
    if review := post.current_workflow_state:
        review.cancel(user=user)
    post.revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=None)
    blog = BlogIndexPage.objects.filter(path=post.path[: -Page.steplen]).first()
    note = TrashedPost.objects.create(post=post, blog=blog, slug=post.slug, trashed_by=user)
    # Its address is free for another post, and two posts of one address may lie in the trash.
    _move(post, trash_page(), slug=f"trashed-{post.pk}", user=user)
    return note


@transaction.atomic
def restore(note: TrashedPost, *, blog: BlogIndexPage, user: User | None = None) -> PostPage:
    """Puts the post under the blog as it was: live if it was live, at its old address if that is free."""
    # Held like this by the worker, too, when it empties the trash.
    lock_page(note.pk)
    post = PostPage.objects.get(pk=note.pk)
    slug = free_address(note.slug, blog=blog)
    note.delete()
    _move(post, blog, slug=slug, user=user)
    if slug != note.slug:
        _rename_draft(post, slug)
    return PostPage.objects.get(pk=post.pk)


def free_address(slug: str, *, blog: BlogIndexPage) -> str:
    """This slug, or one made of it if another page of the blog has it."""
    others = blog.get_children()
    if slug in RESERVED_SLUGS or others.filter(slug=slug).exists():
        return free_slug(slug, taken=others, longest=MAX_SLUG_LENGTH)
    return slug


@transaction.atomic
def delete_permanently(note: TrashedPost, *, user: User | None = None) -> None:
    """Does nothing where somebody has put the post back meanwhile."""
    lock_page(note.pk)
    post = PostPage.objects.filter(pk=note.pk, trashed__isnull=False).first()
    if post is None or not post.is_trashed:
        return
    DeletePageAction(post, user=user).execute(skip_permission_checks=True)


def trash_page() -> TrashPage:
    """The page above all trashed posts, made when it is first needed."""
    if page := TrashPage.objects.first():
        return page
    # Two people who delete the first post at the same time wait for each other here.
    root = Page.objects.select_for_update().get(pk=Page.get_first_root_node().pk)
    if page := TrashPage.objects.first():
        return page
    return root.add_child(instance=TrashPage(title="Trash", slug=TRASH_SLUG, live=False))


def _move(post: PostPage, parent: Page, *, slug: str, user: User | None) -> None:
    # Not through save, which takes a new slug for a change of address and leaves a redirect.
    Page.objects.filter(pk=post.pk).update(slug=slug)
    # Each counts the pages below it, and the last one says where the next one goes. Always in one order, so that two
    # who move at once never wait for each other.
    for pk in sorted({post.get_parent().pk, parent.pk}):
        lock_page(pk)
    parent = Page.objects.get(pk=parent.pk)
    MovePageAction(post, parent, pos="last-child", user=user).execute(skip_permission_checks=True)


def _rename_draft(post: PostPage, slug: str) -> None:
    """The newest draft carries its slug and would bring the taken one back."""
    draft = Revision.objects.filter(pk=post.latest_revision_id).first()
    if draft:
        draft.content["slug"] = slug
        draft.save(update_fields=["content"])
