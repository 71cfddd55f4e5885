"""Refuses changes of users and groups that would leave no administrator."""

from django.contrib.auth.models import Group, User
from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.review.approval.second_approver import PERMISSION_BACKEND
from blog.review.exceptions import ActionRefused
from blog.review.people.models import MANAGE_PEOPLE_PERMISSION


class UserChangeRefused(ActionRefused):
    """A change of users or groups was refused and is rolled back."""

    @property
    def redirect_url(self) -> str:
        return reverse("people:index")


def administrators() -> QuerySet[User]:
    return User.objects.with_perm(MANAGE_PEOPLE_PERMISSION, backend=PERMISSION_BACKEND)


def check_not_last_administrator(user: User) -> None:
    """Called before a user is saved. Raises UserChangeRefused."""
    if is_last_administrator(user) and not stays_administrator(user):
        raise UserChangeRefused(_last_administrator_message())


def is_last_administrator(user: User) -> bool:
    there = set(administrators().values_list("pk", flat=True)[:2])
    return there == {user.pk}


def stays_administrator(user: User) -> bool:
    by_role = User.objects.with_perm(MANAGE_PEOPLE_PERMISSION, backend=PERMISSION_BACKEND, include_superusers=False)
    return user.is_active and (user.is_superuser or by_role.filter(pk=user.pk).exists())


def record_administrators(changed: Model) -> None:
    """Called before groups or permissions are removed."""
    changed.had_administrators = administrators().exists()


def check_administrator_left(changed: Model) -> None:
    """Called afterwards, in the same transaction. Raises UserChangeRefused."""
    if changed.had_administrators and not administrators().exists():
        raise UserChangeRefused(_last_administrator_message())


def check_role_unused(group: Group) -> None:
    """Called before a group is deleted, whose members could no longer sign in. Raises UserChangeRefused."""
    if count := group.user_set.filter(is_active=True).count():
        message = ngettext(
            "The role “%(role)s” was not deleted, because %(count)d person has it. Give this person another "
            "role first.",
            "The role “%(role)s” was not deleted, because %(count)d people have it. Give these people "
            "another role first.",
            count,
        )
        raise UserChangeRefused(message % {"role": group.name, "count": count})


def _last_administrator_message() -> str:
    return _("Nothing was changed, because no administrator would be left. Make someone else an administrator first.")
