"""Wagtail's screens for users and groups, with offboarding instead of deactivating and deleting."""

from collections.abc import Iterable

from django.contrib.auth.models import Permission, User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.bulk_action import BulkAction
from wagtail.admin.widgets.button import Button
from wagtail.users.forms import UserEditForm
from wagtail.users.views import groups
from wagtail.users.views.users import EditView, IndexView, UserViewSet

from blog.review.people.lockout_guard import UserChangeRefused
from blog.review.people.offboarding import cancel_reviews, transfer_drafts
from blog.review.people.privileges import check_privileges, exceeds, grants, privilege_message
from blog.review.people.views import user_buttons
from blog.review.roles.groups import ADMIN_ACCESS_PERMISSION


class UserForm(UserEditForm):
    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_active:
            # Offboarding deactivates a user; this form can only activate one again.
            self.fields.pop("is_active", None)

    def clean(self) -> dict:
        cleaned = super().clean()
        if self.instance.has_perm(ADMIN_ACCESS_PERMISSION) and not self._lets_in(cleaned):
            message = _(
                "Without a role this person cannot sign in. To end their access, use “Switch off and hand over”."
            )
            self.add_error("groups", message)
        return cleaned

    def _lets_in(self, cleaned: dict) -> bool:
        if cleaned.get("is_superuser", self.instance.is_superuser):
            return True
        app, codename = ADMIN_ACCESS_PERMISSION.split(".")
        given = Q(group__in=cleaned.get("groups", ())) | Q(user=self.instance)
        return Permission.objects.filter(given, content_type__app_label=app, codename=codename).exists()


class UserIndexView(IndexView):
    """The list without the users of guest reviewers, who cannot sign in."""

    def get_base_queryset(self) -> QuerySet[User]:
        return super().get_base_queryset().filter(review_link=None)


class UserEditView(EditView):
    def get_object(self, queryset: QuerySet[User] | None = None) -> User:
        user = super().get_object(queryset)
        if hasattr(user, "review_link"):
            raise Http404
        return user

    @cached_property
    def header_more_buttons(self) -> list[Button]:
        return [*super().header_more_buttons, *user_buttons(self.object, self.request.user)]

    def form_valid(self, form: ModelForm) -> HttpResponse:
        try:
            return super().form_valid(form)
        except UserChangeRefused as refused:
            form.add_error(None, refused.messages[0])
            self.produced_error_message = self.get_error_message()
            return self.form_invalid(form)


class ProtectedUserViewSet(UserViewSet):
    index_view_class = UserIndexView
    edit_view_class = UserEditView

    def get_form_class(self, for_update: bool = False) -> type[ModelForm]:
        return UserForm if for_update else super().get_form_class()


class GrantsOwnRights:
    """Only a user who has all permissions of a group may create or change it."""

    def process_form(self) -> HttpResponse:
        user, granted = self.request.user, grants(self.request.user)
        if self.object.pk:
            check_privileges(user, self.object)
        with transaction.atomic():
            response = super().process_form()
            # Compared with the permissions before the change, because the user may be a member.
            if not user.is_superuser and self.object.pk and exceeds(self.object, granted):
                raise UserChangeRefused(privilege_message(self.object))
        return response


class GroupCreateView(GrantsOwnRights, groups.CreateView):
    pass


class GroupEditView(GrantsOwnRights, groups.EditView):
    pass


class ProtectedGroupViewSet(groups.GroupViewSet):
    add_view_class = GroupCreateView
    edit_view_class = GroupEditView


def check_user_deletion(request: HttpRequest, user: User) -> HttpResponse | None:
    """Called before a user is deleted, who must be inactive. Remaining drafts go to the user who deletes."""
    if user.is_active:
        return _refused(request, [user])
    if request.method == "POST":
        transfer_before_deletion([user], request.user)
    return None


def check_bulk_action(
    request: HttpRequest, action_type: str, objects: Iterable[object], action: BulkAction
) -> HttpResponse | None:
    """The same for bulk actions in the list of users."""
    if action.model is User:
        check_privileges(request.user, *objects)
    if action.model is not User or action_type not in {"delete", "set_active_state"}:
        return None
    if action_type == "set_active_state" and action.cleaned_form.cleaned_data["mark_as_active"]:
        return None
    if active := [user for user in objects if user.is_active]:
        return _refused(request, active)
    if action_type == "delete":
        transfer_before_deletion(objects, request.user)
    return None


def transfer_before_deletion(users: Iterable[User] | QuerySet[User], heir: User) -> None:
    for user in users:
        cancel_reviews(user, by=heir)
        transfer_drafts(user, heir)


def _refused(request: HttpRequest, active: list[User]) -> HttpResponse:
    names = ", ".join(get_user_display_name(user) for user in active)
    words = _(
        "Nothing was changed, because %(names)s can still sign in. Switch off each login here first, "
        "and choose who gets the drafts. Then you can delete it."
    )
    messages.error(request, words % {"names": names})
    return redirect("people:index")
