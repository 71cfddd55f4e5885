"""Wagtail's rule of who may see which pages in the admin, without those in the trash."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import QuerySet
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction, MoveForm
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from blog.page_tree import IN_TRASH
from blog.pages.post import PostPage


class OutsideTrashPolicy(PagePermissionPolicy):
    """The explorer, the searches and the reports read it; the trash has a list of its own."""

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> QuerySet[Page]:
        return super().instances_user_has_any_permission_for(user, actions).exclude(IN_TRASH)

    def explorable_instances(self, user: User) -> QuerySet[Page]:
        pages = super().explorable_instances(user).exclude(IN_TRASH)
        return as_ids(pages.exclude(pk__in=private_drafts(user)))


class SearchedPolicy(OutsideTrashPolicy):
    """For Wagtail's views, which search in what it gives."""

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> QuerySet[Page]:
        return as_ids(super().instances_user_has_any_permission_for(user, actions))


def as_ids(pages: QuerySet[Page]) -> QuerySet[Page]:
    """What else a search can be limited by stands in its index. Lists that are not searched take longer so."""
    return pages.model._default_manager.filter(pk__in=pages.order_by().values("pk"))


def private_drafts(user: User) -> QuerySet[PostPage]:
    """The ids of posts that no reader sees and that the person may not open."""
    editable = PagePermissionPolicy().instances_user_has_any_permission_for(user, {"change"})
    drafts = PostPage.objects.filter(live=False).exclude(pk__in=editable.order_by().values("pk"))
    return drafts.order_by().values("pk")


class MoveToSectionForm(MoveForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail names the page that nothing may be moved to, and a post may be a private draft.
        self.fields["chooser"].queryset = Page.objects.filter(postpage=None)


class MoveToSectionBulkAction(MoveBulkAction):
    """Takes the place of Wagtail's, under the same name."""

    form_class = MoveToSectionForm
