"""Creates the default workflow of the site."""

from collections.abc import Iterator

from django.contrib.auth.models import Group
from django.db.models import QuerySet
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from blog.review.workflow.tasks import PostReview, QualityGate

WORKFLOW_NAME = "Review"
GATE_NAME = "Quality gate"


def make_workflow(approvers: QuerySet[Group]) -> Iterator[str]:
    """Creates the quality gate, then a review by any of the groups. Yields a sentence about each change."""
    gate, _is_new = QualityGate.objects.get_or_create(name=GATE_NAME)
    task, is_new = PostReview.objects.get_or_create(name=WORKFLOW_NAME)
    if is_new:
        task.groups.set(approvers)
    workflow, is_new = Workflow.objects.get_or_create(name=WORKFLOW_NAME)
    if is_new:
        for place, step in enumerate((gate, task)):
            WorkflowTask.objects.create(workflow=workflow, task=step, sort_order=place)
        yield f"Made the workflow {WORKFLOW_NAME}."
    elif replace_wagtail_task(workflow, gate, task):
        yield f"The step {WORKFLOW_NAME} of the workflow now approves texts. What waits there must be submitted anew."
    root = Page.get_first_root_node()
    placed, is_new = WorkflowPage.objects.get_or_create(page=root, defaults={"workflow": workflow})
    if is_new:
        yield f"Every page now uses the workflow {WORKFLOW_NAME}."
    elif placed.workflow_id != workflow.pk:
        yield f"The workflow “{placed.workflow.name}” stays in use, because somebody has used or changed it."


def replace_wagtail_task(workflow: Workflow, gate: QualityGate, task: PostReview) -> bool:
    """Replaces Wagtail's own task of an earlier version, which approved any text. Returns whether there was one."""
    old = workflow.workflow_tasks.filter(task__groupapprovaltask__isnull=False, task__name=WORKFLOW_NAME).first()
    if old is None:
        return False
    WorkflowTask.objects.create(workflow=workflow, task=gate, sort_order=old.sort_order)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=old.sort_order + 1)
    old.delete()
    old.task.specific.deactivate()
    return True
