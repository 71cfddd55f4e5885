"""Deletion in the admin: posts move to the trash; a section that contains posts cannot be deleted."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.pages.bulk_actions.delete import DeleteBulkAction
from wagtail.models import Page

from blog.admin.trash import day
from blog.page_tree import below
from blog.pages.post import PostPage
from blog.pages.trash import DAYS_IN_TRASH, TrashedPost
from blog.publishing.trash import move_to_trash


def posts_below(page: Page) -> int:
    """The number of posts below this page."""
    return PostPage.objects.filter(below(page.path)).exclude(pk=page.pk).count()


def answer_deletion(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Handles the deletion of a page before Wagtail does. Returns None if Wagtail should delete it."""
    if not isinstance(page, PostPage):
        return refuse_section_with_posts(request, page)
    next_url = get_valid_next_url_from_request(request) or reverse("posts:index")
    if request.method != "POST":
        note = TrashedPost(post=page, trashed_at=timezone.now())
        context = {"page": page, "next": next_url, "gone_on": day(note.gone_at), "days_kept": DAYS_IN_TRASH}
        return render(request, "blog/admin/confirm_trash.html", context)
    note = move_to_trash(page, user=request.user)
    message = _("“%(title)s” was moved to the trash. It will be permanently deleted on %(day)s.")
    ways = [messages.button(reverse("posts:put_back", args=[page.pk]), _("Put back"))]
    messages.success(request, message % {"title": page.get_admin_display_title(), "day": day(note.gone_at)}, ways)
    return redirect(next_url)


def refuse_section_with_posts(request: HttpRequest, page: Page) -> HttpResponse | None:
    posts = posts_below(page)
    if not posts:
        return None
    message = ngettext(
        "“%(title)s” contains %(posts)s post. Delete or move it first. A deleted post goes to the trash.",
        "“%(title)s” contains %(posts)s posts. Delete or move them first. Deleted posts go to the trash.",
        posts,
    )
    messages.error(request, message % {"title": page.get_admin_display_title(), "posts": posts})
    return redirect("wagtailadmin_explore", page.pk)


class TrashBulkAction(DeleteBulkAction):
    """Replaces Wagtail's bulk action of the same name."""

    template_name = "blog/admin/confirm_bulk_trash.html"

    def check_perm(self, page: Page) -> bool:
        return super().check_perm(page) and not posts_below(page)

    def get_context_data(self, **kwargs: object) -> dict:
        return {**super().get_context_data(**kwargs), "days_kept": DAYS_IN_TRASH}

    @classmethod
    def execute_action(cls, objects: Iterable[Page], user: User | None = None, **kwargs: object) -> tuple[int, int]:
        pages = [page.specific for page in objects]
        posts = [page for page in pages if isinstance(page, PostPage)]
        for post in posts:
            move_to_trash(post, user=user)
        others = [page for page in pages if not isinstance(page, PostPage)]
        super().execute_action(others, user=user, **kwargs)
        return len(posts), len(others)

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str:
        posts, others = num_parent_objects, num_child_objects
        said = ngettext("%(posts)s post was moved to the trash.", "%(posts)s posts were moved to the trash.", posts)
        gone = ngettext("%(others)s page was deleted.", "%(others)s pages were deleted.", others)
        counted = [(posts, said % {"posts": posts}), (others, gone % {"others": others})]
        return " ".join(words for number, words in counted if number)
