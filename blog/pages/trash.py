"""The trash: deleted posts are moved below a page outside every site and deleted permanently later."""

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.conf import settings
from django.contrib.auth.models import User
from django.db import models
from django.http import Http404, HttpRequest
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.models import Page
from wagtail.models.pages import PagePermissionTester
from wagtail.url_routing import RouteResult

from blog.page_tree import TRASH_URL_PATH
from blog.pages.publication import current_publisher

from .blog_index import BlogIndexPage

DAYS_IN_TRASH = 30


class TrashPermissionTester(PagePermissionTester):
    """Allows no action on posts in the trash. They are restored or deleted permanently in the list of the trash."""

    def _refused(self, *_args: object, **_kwargs: object) -> bool:
        return False

    can_add_subpage = can_edit = can_delete = can_unpublish = can_publish = _refused
    can_submit_for_moderation = can_lock = can_unlock = can_publish_subpage = _refused
    can_reorder_children = can_move_to = can_copy_to = can_view_revisions = _refused


class PostPermissionTester(PagePermissionTester):
    """Checks the post alone instead of querying its descendants as Wagtail does, because a post has no children.

    A list checks twice per row.
    """

    def can_view_revisions(self) -> bool:
        return self.can_edit()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if not self.user.is_active or self.user.is_superuser or not self.page.is_leaf():
            return super().can_delete(ignore_bulk)
        if "change" in self.permissions:
            return "publish" in self.permissions or not self.page.live
        is_own = self.page.owner_id == self.user.pk
        return "add" in self.permissions and is_own and ("publish" in self.permissions or not self.page.live)


class TrashableMixin(models.Model):
    """Mixin for a page that is moved to the trash when it is deleted."""

    class Meta:
        abstract = True

    @property
    def is_trashed(self) -> bool:
        return self.url_path.startswith(TRASH_URL_PATH)

    def permissions_for_user(self, user: User) -> PagePermissionTester:
        return (TrashPermissionTester if self.is_trashed else PostPermissionTester)(user, self)

    def get_admin_display_title(self) -> str:
        """Hides the draft title from users of the admin who may not open the draft."""
        user = current_publisher()
        is_draft = not self.live or self.draft_title != self.title
        if not is_draft or user is None or not self.pk or PostPermissionTester(user, self).can_edit():
            return super().get_admin_display_title()
        return self.title if self.live else gettext("Private draft")


class TrashPage(Page):
    """The parent of trashed posts, next to the home pages. It is not shown anywhere."""

    parent_page_types: ClassVar = []
    subpage_types: ClassVar = []
    is_creatable = False

    class Meta:
        verbose_name = _("trash")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        raise Http404

    def permissions_for_user(self, user: User) -> TrashPermissionTester:
        return TrashPermissionTester(user, self)


class TrashedPostQuerySet(models.QuerySet):
    def overdue(self) -> Self:
        """The posts that have been in the trash for the full time."""
        return self.filter(trashed_at__lte=timezone.now() - timedelta(days=DAYS_IN_TRASH))


class TrashedPost(models.Model):
    """The former blog of a post in the trash, and who moved it there."""

    post = models.OneToOneField("blog.PostPage", primary_key=True, on_delete=models.CASCADE, related_name="trashed")
    blog = models.ForeignKey(BlogIndexPage, null=True, on_delete=models.SET_NULL, related_name="+")
    slug = models.SlugField(max_length=255, allow_unicode=True)
    trashed_at: datetime = models.DateTimeField(_("deleted"), default=timezone.now, db_index=True)
    trashed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")

    objects = TrashedPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post in the trash")
        verbose_name_plural = _("posts in the trash")

    def __str__(self) -> str:
        return self.post.get_admin_display_title()

    @property
    def gone_at(self) -> datetime:
        """When the worker deletes it permanently."""
        return self.trashed_at + timedelta(days=DAYS_IN_TRASH)
