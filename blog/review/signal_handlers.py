"""Receivers of signals. Each calls a function of a room."""

from uuid import UUID

from django.contrib.auth.models import Group, User
from django.db.models import Model
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Revision, TaskState, WorkflowState
from wagtail.signals import (
    task_rejected,
    task_submitted,
    workflow_approved,
    workflow_cancelled,
    workflow_rejected,
    workflow_submitted,
)

from blog.history.redaction.removal import content_redacted
from blog.models import Author, BlogDocument, BlogImage, BlogSettings, PostPage, Series, Tag, Topic
from blog.pages.drafts import is_post_revision
from blog.pages.publication import current_publisher
from blog.pages.versioned import VersionedPageMixin, is_versioned_revision
from blog.review.approval.approvals import (
    approvals_of_schedules,
    end_approvals,
    extend_approvals,
    remove_former_hashes,
)
from blog.review.approval.draft_writers import record_writer
from blog.review.approval.file_protection import check_file_replacement
from blog.review.approval.guard import check_schedule
from blog.review.approval.redirect_protection import Redirect, validate_redirect_target
from blog.review.approval.second_approver import enable_with_second_approver
from blog.review.guests.models import ReviewLink
from blog.review.guests.share_links import renew_visit_hashes
from blog.review.link_checker.link_index import apply_link_setting
from blog.review.people.lockout_guard import (
    check_administrator_left,
    check_not_last_administrator,
    check_role_unused,
    record_administrators,
)
from blog.review.people.privileges import check_privileges, check_user_save
from blog.review.workflow.draft_checks import mark_draft_due, mark_due
from blog.review.workflow.notifications import notify_approved, notify_changes_requested, notify_submitted

# Wagtail's redirect form and its import of redirects run validators.
Redirect._meta.get_field("redirect_link").validators.append(validate_redirect_target)


@receiver(pre_save, sender=Revision)
def guard_schedule(instance: Revision, *, raw: bool, **_: object) -> None:
    if not raw and instance.approved_go_live_at:
        check_schedule(instance)


@receiver(post_save, sender=Revision)
def record_draft_revision(instance: Revision, *, raw: bool, update_fields: frozenset[str] | None, **_: object) -> None:
    if raw or not (update_fields is None or "content" in update_fields) or not is_versioned_revision(instance):
        return
    record_writer(instance)
    if is_post_revision(instance):
        mark_draft_due(instance)


@receiver(post_save, sender=BlogSettings)
def update_link_checker(instance: BlogSettings, *, raw: bool, **_: object) -> None:
    if not raw:
        apply_link_setting(instance)


@receiver(pre_save, sender=BlogImage)
@receiver(pre_save, sender=BlogDocument)
def protect_files_of_live_posts(instance: BlogImage | BlogDocument, *, raw: bool, **_: object) -> None:
    if not raw:
        check_file_replacement(instance)


# What a post refers to. The approval of a scheduled text stays valid when one of them is deleted.
for model in (Author, BlogDocument, BlogImage, PostPage, Series, Tag, Topic):

    @receiver(pre_delete, sender=model, weak=False)
    def note_approvals_of_schedules(instance: Model, **_: object) -> None:
        instance.approvals_of_schedules = approvals_of_schedules()

    @receiver(post_delete, sender=model, weak=False)
    def extend_approvals_of_schedules(instance: Model, **_: object) -> None:
        extend_approvals(instance.approvals_of_schedules)


@receiver(task_rejected)
def end_approvals_of_rejected(instance: TaskState, **_: object) -> None:
    _end_approvals(instance.workflow_state)


@receiver(workflow_cancelled)
def end_approvals_of_withdrawn(instance: WorkflowState, **_: object) -> None:
    _end_approvals(instance)


def _end_approvals(review: WorkflowState) -> None:
    page = review.content_object and review.content_object.specific
    if isinstance(page, VersionedPageMixin):
        end_approvals(page)


@receiver(post_save, sender=User)
def enable_second_approver_for_user(instance: User, *, raw: bool, **_: object) -> None:
    if not raw:
        enable_with_second_approver()


@receiver(m2m_changed, sender=User.groups.through)
def enable_second_approver_for_groups(action: str, **_: object) -> None:
    if action == "post_add":
        enable_with_second_approver()


@receiver(pre_save, sender=User)
def protect_last_administrator(instance: User, *, raw: bool, update_fields: frozenset[str] | None, **_: object) -> None:
    if not raw and instance.pk and (update_fields is None or update_fields & {"is_active", "is_superuser"}):
        check_not_last_administrator(instance)


@receiver(pre_save, sender=User)
def protect_superusers(instance: User, *, raw: bool, **_: object) -> None:
    if not raw:
        check_user_save(current_publisher(), instance)


@receiver(m2m_changed, sender=User.groups.through)
def protect_stronger_roles(
    instance: Model, action: str, model: type[Model], pk_set: set[int] | None, **_: object
) -> None:
    if action.startswith("pre_"):
        check_privileges(current_publisher(), instance, *model.objects.filter(pk__in=pk_set or ()))


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def protect_administrator_role(instance: Model, action: str, **_: object) -> None:
    if action in {"pre_remove", "pre_clear"}:
        record_administrators(instance)
    elif action in {"post_remove", "post_clear"}:
        check_administrator_left(instance)


@receiver(pre_delete, sender=User)
def check_user_deletion(instance: User, **_: object) -> None:
    check_privileges(current_publisher(), instance)
    record_administrators(instance)


@receiver(post_delete, sender=User)
def protect_administrators_after_deletion(instance: User, **_: object) -> None:
    check_administrator_left(instance)


@receiver(pre_delete, sender=Group)
def protect_roles_in_use(instance: Group, **_: object) -> None:
    check_role_unused(instance)


# The dispatch_uid of Wagtail's own receivers, which send mail during the request. The first receiver with a uid wins,
# and this app is ready before Wagtail's admin (tests/blog/review/test_notifications.py).


@receiver(task_submitted, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification")
def mail_approvers(instance: TaskState, user: User | None, **_: object) -> None:
    notify_submitted(instance, user)


@receiver(workflow_submitted, sender=WorkflowState, dispatch_uid="workflow_state_submitted_email_notification")
def mail_nobody_about_workflow(**_: object) -> None:
    """Sends nothing: the first task has sent mail already."""


@receiver(workflow_rejected, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification")
def mail_writers(instance: WorkflowState, user: User | None, **_: object) -> None:
    notify_changes_requested(instance, user)


@receiver(workflow_approved, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification")
def mail_approval(instance: WorkflowState, user: User | None, **_: object) -> None:
    notify_approved(instance, user)


@receiver(post_save, sender=ReviewLink)
def rename_guest_user(instance: ReviewLink, *, created: bool, **_: object) -> None:
    """A redaction may have changed the name."""
    if not created:
        User.objects.filter(pk=instance.person_id).update(first_name=instance.name)


@receiver(post_delete, sender=ReviewLink)
def delete_guest_user(instance: ReviewLink, **_: object) -> None:
    User.objects.filter(pk=instance.person_id).delete()


@receiver(content_redacted)
def remove_hashes_of_redacted(uuids: set[UUID], **_: object) -> None:
    for uuid in uuids:
        remove_former_hashes(uuid)
        renew_visit_hashes(uuid)
    for pk in PostPage.objects.filter(uuid__in=uuids).values_list("pk", flat=True):
        mark_due(pk)
