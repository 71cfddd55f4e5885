from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Wagtail imports this module while it defines these models.
    from django.contrib.auth.models import User
    from wagtail.models import WorkflowState


def publish_approved(workflow_state: "WorkflowState", user: "User | None" = None) -> None:
    """Publishes the newest revision after a review, without the permission to publish.

    Wagtail's own action requires the last approver to have this permission, which reviewers lack. The guard checks
    that the revision is what was approved, as for every other way to publish.
    """
    workflow_state.content_object.get_latest_revision().publish(user=user, skip_permission_checks=True)
