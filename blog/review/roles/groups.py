"""Makes the groups of ``blog.review.roles.permissions`` and gives each what its role may do."""

from collections.abc import Iterable, Iterator

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Model
from wagtail import hooks
from wagtail.contrib.settings.registry import registry as settings_registry
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
)

from blog.review.roles import wagtail_defaults
from blog.review.roles.permissions import ROLES, Role
from blog.review.workflow.default_workflow import make_workflow

ADMIN_ACCESS_PERMISSION = "wagtailadmin.access_admin"


@transaction.atomic
def make_groups() -> list[str]:
    """Creates the groups with the permissions of their roles. Returns a sentence about each change.

    Additional permissions of a group stay. Wagtail's own groups and workflow are removed if they were never used or
    changed.
    """
    done = list(wagtail_defaults.remove_unused_defaults())
    for role in ROLES:
        group, is_new = Group.objects.get_or_create(name=role.name)
        given = _fill(group, role)
        if is_new:
            done.append(f"Made the group {role.name}.")
        elif given:
            done.append(f"Gave {role.name} {given} missing permissions.")
    approvers = Group.objects.filter(name__in=[role.name for role in ROLES if role.approves])
    return [*done, *make_workflow(approvers)]


def _fill(group: Group, role: Role) -> int:
    """Adds missing permissions of the role and returns their number."""
    return _model_permissions(group, role) + _page_permissions(group, role) + _file_permissions(group, role)


def _model_permissions(group: Group, role: Role) -> int:
    names = [ADMIN_ACCESS_PERMISSION, *role.permissions]
    if role.publishes:
        names += [name for given in hooks.get_hooks("permissions_of_publishers") for name in given()]
    if role.changes_settings:
        names += _settings_permissions()
    missing = set(permissions_named(names)) - set(group.permissions.all())
    group.permissions.add(*missing)
    return len(missing)


def _settings_permissions() -> Iterator[str]:
    # From Wagtail's registry, because other apps have settings as well.
    for model in settings_registry:
        yield f"{model._meta.app_label}.change_{model._meta.model_name}"


def _page_permissions(group: Group, role: Role) -> int:
    wanted = permissions_named(f"wagtailcore.{action}_page" for action in role.pages)
    return _add_missing(GroupPagePermission, wanted, group=group, page=Page.get_first_root_node())


def _file_permissions(group: Group, role: Role) -> int:
    # Wagtail's collection permissions always refer to its stock models.
    wanted = permissions_named(
        f"{app}.{action}_{model}"
        for app, model in (("wagtailimages", "image"), ("wagtaildocs", "document"))
        for action in role.files
    )
    return _add_missing(GroupCollectionPermission, wanted, group=group, collection=Collection.get_first_root_node())


def _add_missing(model: type[Model], wanted: list[Permission], **place: Model) -> int:
    given = set(model.objects.filter(**place).values_list("permission", flat=True))
    missing = [model(permission=one, **place) for one in wanted if one.pk not in given]
    return len(model.objects.bulk_create(missing))


def permissions_named(names: Iterable[str]) -> list[Permission]:
    """The permissions with these names ("app.codename"). Raises Permission.DoesNotExist with the missing name."""
    wanted = list(dict.fromkeys(names))
    candidates = Permission.objects.filter(codename__in={name.split(".")[1] for name in wanted})
    found = {f"{one.content_type.app_label}.{one.codename}": one for one in candidates.select_related("content_type")}
    for name in wanted:
        if name not in found:
            raise Permission.DoesNotExist(f"There is no permission {name}. Run migrate first.")
    return [found[name] for name in wanted]
