"""One line each: what has to be done when something changes; the work is elsewhere."""

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

from blog.history.content import Content
from blog.history.freezing import before_late_version, before_version
from blog.models import BlogDocument, BlogImage, BlogSettings, PostPage
from blog.pages.drafts import is_of_a_post
from blog.pages.publication import publisher
from blog.review.approval.approvals import end_all
from blog.review.approval.draft_writers import note_writer, writers_of
from blog.review.approval.file_protection import refuse_replacing
from blog.review.approval.guard import check_going_live, check_live_already, check_schedule
from blog.review.approval.redirect_protection import Redirect, refuse_other_site
from blog.review.approval.second_approver import turn_on_with_second_approver
from blog.review.guests.models import ReviewLink
from blog.review.link_checker.link_index import follow_setting, note_links_due
from blog.review.people.lockout_guard import look_before, refuse_last, refuse_none_left, refuse_role_in_use
from blog.review.people.privileges import refuse_beyond, refuse_saving
from blog.review.workflow.draft_checks import note_due
from blog.review.workflow.notifications import tell_approved, tell_changes_asked, tell_live, tell_submitted

# Run by Wagtail's form of a redirect, and for each row of an imported file.
Redirect._meta.get_field("redirect_link").validators.append(refuse_other_site)


@receiver(before_version)
def guard_what_goes_live(post: PostPage, content: Content, **_: object) -> None:
    # Read first: what goes live makes them start afresh.
    writers = writers_of(post)
    check_going_live(post, content)
    note_links_due(post)
    tell_live(post, writers, publisher())


@receiver(before_late_version)
def guard_what_is_live_already(post: PostPage, content: Content, **_: object) -> None:
    check_live_already(post, content)


@receiver(pre_save, sender=Revision)
def guard_what_is_scheduled(instance: Revision, *, raw: bool, **_: object) -> None:
    if not raw and instance.approved_go_live_at:
        check_schedule(instance)


@receiver(post_save, sender=Revision)
def follow_writing(instance: Revision, *, raw: bool, update_fields: frozenset[str] | None, **_: object) -> None:
    if not raw and (update_fields is None or "content" in update_fields) and is_of_a_post(instance):
        note_writer(instance)
        note_due(instance)


@receiver(post_save, sender=BlogSettings)
def follow_settings(instance: BlogSettings, *, raw: bool, **_: object) -> None:
    if not raw:
        follow_setting(instance)


@receiver(pre_save, sender=BlogImage)
@receiver(pre_save, sender=BlogDocument)
def keep_files_of_live_posts(instance: BlogImage | BlogDocument, *, raw: bool, **_: object) -> None:
    if not raw:
        refuse_replacing(instance)


@receiver(task_rejected)
def end_approvals_of_rejected(instance: TaskState, **_: object) -> None:
    _end_approvals(instance.workflow_state)


@receiver(workflow_cancelled)
def end_approvals_of_withdrawn(instance: WorkflowState, **_: object) -> None:
    _end_approvals(instance)


def _end_approvals(review: WorkflowState) -> None:
    post = review.content_object and review.content_object.specific
    if isinstance(post, PostPage):
        end_all(post)


@receiver(post_save, sender=User)
def follow_user(instance: User, *, raw: bool, **_: object) -> None:
    if not raw:
        turn_on_with_second_approver()


@receiver(m2m_changed, sender=User.groups.through)
def follow_groups(action: str, **_: object) -> None:
    if action == "post_add":
        turn_on_with_second_approver()


@receiver(pre_save, sender=User)
def keep_an_administrator(instance: User, *, raw: bool, update_fields: frozenset[str] | None, **_: object) -> None:
    if not raw and instance.pk and (update_fields is None or update_fields & {"is_active", "is_superuser"}):
        refuse_last(instance)


@receiver(pre_save, sender=User)
def keep_superusers(instance: User, *, raw: bool, **_: object) -> None:
    if not raw:
        refuse_saving(publisher(), instance)


@receiver(m2m_changed, sender=User.groups.through)
def keep_stronger_roles(instance: Model, action: str, model: type[Model], pk_set: set[int] | None, **_: object) -> None:
    if action.startswith("pre_"):
        refuse_beyond(publisher(), instance, *model.objects.filter(pk__in=pk_set or ()))


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def keep_somebody_with_the_role(instance: Model, action: str, **_: object) -> None:
    if action in {"pre_remove", "pre_clear"}:
        look_before(instance)
    elif action in {"post_remove", "post_clear"}:
        refuse_none_left(instance)


@receiver(pre_delete, sender=User)
def look_who_administers(instance: User, **_: object) -> None:
    refuse_beyond(publisher(), instance)
    look_before(instance)


@receiver(post_delete, sender=User)
def keep_somebody_who_administers(instance: User, **_: object) -> None:
    refuse_none_left(instance)


@receiver(pre_delete, sender=Group)
def keep_roles_in_use(instance: Group, **_: object) -> None:
    refuse_role_in_use(instance)


# Under the names of Wagtail's own receivers, which send while somebody waits for an answer. A name is taken once, and
# this app is ready before Wagtail's admin (tests/blog/review/test_notifications.py).


@receiver(task_submitted, sender=TaskState, dispatch_uid="group_approval_task_submitted_email_notification")
def mail_to_approvers(instance: TaskState, user: User | None, **_: object) -> None:
    tell_submitted(instance, user)


@receiver(workflow_submitted, sender=WorkflowState, dispatch_uid="workflow_state_submitted_email_notification")
def mail_about_the_workflow(**_: object) -> None:
    """Nothing: its first step has told whom it concerns."""


@receiver(workflow_rejected, sender=WorkflowState, dispatch_uid="workflow_state_rejected_email_notification")
def mail_to_writers(instance: WorkflowState, user: User | None, **_: object) -> None:
    tell_changes_asked(instance, user)


@receiver(workflow_approved, sender=WorkflowState, dispatch_uid="workflow_state_approved_email_notification")
def mail_about_approval(instance: WorkflowState, user: User | None, **_: object) -> None:
    tell_approved(instance, user)


@receiver(post_delete, sender=ReviewLink)
def forget_person_outside(instance: ReviewLink, **_: object) -> None:
    User.objects.filter(pk=instance.person_id).delete()
