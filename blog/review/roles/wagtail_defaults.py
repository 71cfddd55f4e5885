"""Removes the groups and the workflow that Wagtail's migrations create, if they were never used or changed."""

from collections.abc import Iterator

from django.contrib.auth.models import Group
from wagtail.models import GroupApprovalTask, Workflow

WAGTAIL_MODERATORS = "Moderators"
WAGTAIL_EDITORS = "Editors"
WAGTAIL_WORKFLOW = "Moderators approval"
WAGTAIL_FILE_PERMISSIONS = {
    f"{verb}_{model}" for verb in ("add", "change", "choose") for model in ("document", "image")
}
WAGTAIL_MODEL_PERMISSIONS = {"access_admin", "delete_document", "delete_image", *WAGTAIL_FILE_PERMISSIONS}
WAGTAIL_PAGE_PERMISSIONS = {
    WAGTAIL_EDITORS: {"add_page", "change_page"},
    WAGTAIL_MODERATORS: {"add_page", "change_page", "publish_page", "lock_page", "unlock_page"},
}


def remove_unused_defaults() -> Iterator[str]:
    """Removes unused defaults. Yields a sentence about each."""
    if _remove_workflow():
        yield f"Removed Wagtail's workflow “{WAGTAIL_WORKFLOW}”, which nobody had used."
    for name in (WAGTAIL_MODERATORS, WAGTAIL_EDITORS):
        group = Group.objects.filter(name=name).first()
        if group and _is_untouched(group):
            group.delete()
            yield f"Removed Wagtail's group {name}, which nobody had used."


def _remove_workflow() -> bool:
    workflow = Workflow.objects.filter(name=WAGTAIL_WORKFLOW).first()
    task = GroupApprovalTask.objects.filter(name=WAGTAIL_WORKFLOW).first()
    if not workflow or not task or not _is_stock(workflow, task):
        return False
    workflow.delete()
    task.delete()
    return True


def _is_stock(workflow: Workflow, task: GroupApprovalTask) -> bool:
    groups = list(task.groups.values_list("name", flat=True))
    tasks = list(workflow.workflow_tasks.values_list("task_id", flat=True))
    depths = list(workflow.workflow_pages.values_list("page__depth", flat=True))
    is_used = workflow.workflow_states.exists() or task.task_states.exists()
    return not is_used and groups == [WAGTAIL_MODERATORS] and tasks == [task.pk] and depths == [1]


def _is_untouched(group: Group) -> bool:
    pages = set(group.page_permissions.values_list("permission__codename", flat=True))
    files = set(group.collection_permissions.values_list("permission__codename", flat=True))
    models = set(group.permissions.values_list("codename", flat=True))
    is_used = group.user_set.exists() or GroupApprovalTask.objects.filter(groups=group).exists()
    return (
        not is_used
        and pages == WAGTAIL_PAGE_PERMISSIONS[group.name]
        and files == WAGTAIL_FILE_PERMISSIONS
        and models == WAGTAIL_MODEL_PERMISSIONS
    )
