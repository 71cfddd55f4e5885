"""Wagtail's page permission policy, without pages in the trash and private drafts."""

from collections.abc import Iterable

from django.contrib.auth.models import User
from django.db.models import QuerySet
from wagtail.admin.views.pages.bulk_actions.move import MoveBulkAction, MoveForm
from wagtail.models import Page
from wagtail.permission_policies.pages import PagePermissionPolicy

from blog.page_tree import IN_TRASH
from blog.pages.post import PostPage


class OutsideTrashPolicy(PagePermissionPolicy):
    """The policy of the explorer, searches and reports. The trash has a list of its own."""

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> QuerySet[Page]:
        return super().instances_user_has_any_permission_for(user, actions).exclude(IN_TRASH)

    def explorable_instances(self, user: User) -> QuerySet[Page]:
        pages = super().explorable_instances(user).exclude(IN_TRASH)
        return as_ids(pages.exclude(pk__in=private_drafts(user)))


class SearchedPolicy(OutsideTrashPolicy):
    """The policy for Wagtail views that search in its queryset."""

    def instances_user_has_any_permission_for(self, user: User, actions: Iterable[str]) -> QuerySet[Page]:
        return as_ids(super().instances_user_has_any_permission_for(user, actions))


def as_ids(pages: QuerySet[Page]) -> QuerySet[Page]:
    """The pages as a filter on ids, because a search can filter by indexed fields only.

    It is slower for lists that are not searched.
    """
    return pages.model._default_manager.filter(pk__in=pages.order_by().values("pk"))


def private_drafts(user: User) -> QuerySet[PostPage]:
    """The ids of unpublished posts that the user may not open."""
    editable = PagePermissionPolicy().instances_user_has_any_permission_for(user, {"change"})
    drafts = PostPage.objects.filter(live=False).exclude(pk__in=editable.order_by().values("pk"))
    return drafts.order_by().values("pk")


class MoveToSectionForm(MoveForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        # Wagtail shows the title of a refused destination, which may be a private draft.
        self.fields["chooser"].queryset = Page.objects.filter(postpage=None)


class MoveToSectionBulkAction(MoveBulkAction):
    """Replaces Wagtail's bulk action of the same name."""

    form_class = MoveToSectionForm
