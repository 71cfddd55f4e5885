"""Refuses changes to users and groups with more permissions than the user who makes the change."""

from django.contrib.auth.models import Group, Permission, User
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import GroupCollectionPermission, GroupPagePermission, GroupSitePermission

from blog.review.people.lockout_guard import UserChangeRefused

# Wagtail's permissions for parts of the site. A path includes everything below it.
SCOPED_PERMISSIONS = ((GroupPagePermission, "page__path"), (GroupCollectionPermission, "collection__path"))
PERMISSION_FIELDS = ("content_type__app_label", "codename")

type Grant = tuple[str, str, str]


def grants(holder: User | Group) -> set[Grant]:
    """The permissions of a group or user, as (app, codename, place). The place "" is everywhere."""
    groups = holder.groups.all() if isinstance(holder, User) else Group.objects.filter(pk=holder.pk)
    own = Q(user=holder) if isinstance(holder, User) else Q()
    found = {
        (*name, "") for name in Permission.objects.filter(Q(group__in=groups) | own).values_list(*PERMISSION_FIELDS)
    }
    scoped = [f"permission__{name}" for name in PERMISSION_FIELDS]
    for rows, path in SCOPED_PERMISSIONS:
        found |= set(rows.objects.filter(group__in=groups).values_list(*scoped, path))
    sites = GroupSitePermission.objects.filter(group__in=groups).values_list(*scoped, "site")
    return found | {(app, codename, f"site {site};") for app, codename, site in sites}


def exceeds(holder: User | Group, granted: set[Grant]) -> bool:
    """Whether the holder has a permission that these grants do not cover."""
    return any(
        not any((app, codename) == mine[:2] and place.startswith(mine[2]) for mine in granted)
        for app, codename, place in grants(holder)
    )


def has_more_privileges(holder: User | Group, user: User) -> bool:
    """Whether the holder has a permission that ``user`` lacks."""
    if user.is_superuser:
        return False
    return getattr(holder, "is_superuser", False) or exceeds(holder, grants(user))


def check_privileges(user: User | None, *changed: User | Group) -> None:
    """Called before users or groups are changed or assigned. Commands have no user. Raises UserChangeRefused."""
    for one in changed:
        if user is not None and one != user and has_more_privileges(one, user):
            raise UserChangeRefused(privilege_message(one))


def privilege_message(holder: User | Group) -> str:
    name = holder.get_username() if isinstance(holder, User) else holder.name
    return _("Nothing was changed. “%(name)s” has more permissions than you. Ask a superuser.") % {"name": name}


def check_user_save(user: User | None, saved: User) -> None:
    """Called before a user is saved. Raises UserChangeRefused."""
    check_privileges(user, *User.objects.filter(pk=saved.pk))
    if user is not None and saved.is_superuser and not user.is_superuser:
        raise UserChangeRefused(_("Nothing was changed. Only a superuser can make someone a superuser."))
