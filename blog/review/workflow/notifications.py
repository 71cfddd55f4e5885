"""Notifications by mail. Each is queued in the transaction of the event."""

from collections.abc import Iterable

from django.conf import settings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.admin.utils import get_user_display_name
from wagtail.models import Page, Revision, TaskState, WorkflowState
from wagtail.users.models import UserProfile

from blog.mail.notices import notify
from blog.models import PostPage
from blog.pages.publication import Publication
from blog.publishing.schedule import overdue_revisions
from blog.review.approval.draft_writers import writers_of
from blog.review.approval.requirements import eligible_approvers_for_step
from blog.scheduling.models import delay_between, is_late_by


def notify_submitted(step: TaskState, actor: User | None) -> None:
    """Notifies the eligible approvers of this step."""
    page = step.workflow_state.content_object.specific
    for user in with_notifications_enabled("submitted", excluding(eligible_approvers_for_step(step, actor), [actor])):
        with language_of(user):
            words = _("%(name)s submitted “%(title)s” for review.") % {"name": name_of(actor), "title": title_of(page)}
            notify(user, _("To review: %(title)s") % {"title": title_of(page)}, words, absolute_editor_url(page))


def notify_assigned(page: Page, to: User, actor: User, note: str) -> None:
    for user in with_notifications_enabled("submitted", [to]):
        with language_of(user):
            words = _("%(name)s asks you to review “%(title)s”.") % {"name": name_of(actor), "title": title_of(page)}
            words = f"{words}\n\n{note}" if note else words
            notify(
                user,
                _("You are asked to review: %(title)s") % {"title": title_of(page)},
                words,
                absolute_editor_url(page),
            )


def notify_changes_requested(review: WorkflowState, actor: User | None) -> None:
    page, step = review.content_object.specific, review.current_task_state
    for user in with_notifications_enabled("rejected", excluding(participants(page, review), [actor])):
        with language_of(user):
            words = _("%(name)s requested changes to “%(title)s”.") % {"name": name_of(actor), "title": title_of(page)}
            words = f"{words}\n\n{step.comment}" if step and step.comment else words
            notify(
                user, _("Changes requested: %(title)s") % {"title": title_of(page)}, words, absolute_editor_url(page)
            )


def notify_approved(review: WorkflowState, actor: User | None) -> None:
    """Notifies if the post is scheduled. Otherwise it is already live, and ``notify_published`` does."""
    page = review.content_object.specific
    due = page.scheduled_revision and page.scheduled_revision.approved_go_live_at
    if not due:
        return
    for user in with_notifications_enabled("approved", excluding(participants(page, review), [actor])):
        with language_of(user):
            facts = {"name": name_of(actor), "title": title_of(page), "moment": format_for_user(user, due)}
            words = _("%(name)s approved “%(title)s”. It goes live on %(moment)s.") % facts
            notify(user, _("Approved: %(title)s") % facts, words, absolute_editor_url(page))


def notify_published(publication: Publication) -> None:
    """Those whose words go live. There is no publisher where it was due."""
    page, actor = publication.page, publication.publisher
    is_late = actor is None and page.go_live_at and is_late_by(page.go_live_at, timezone.now())
    for user in with_notifications_enabled("approved", excluding(writers_of(page), [actor])):
        with language_of(user):
            facts = {"title": page.title}
            words = _("“%(title)s” is live. It contains text of yours.")
            if is_late:
                facts["delay"] = delay_between(page.go_live_at, timezone.now())
                words = _("“%(title)s” went live %(delay)s late. It contains text of yours.")
            notify(user, _("Live: %(title)s") % facts, words % facts, page.full_url or absolute_editor_url(page))


def notify_guest_comment(post: PostPage, people: Iterable[User | None], *, by: str, text: str, key: str) -> None:
    """Sends at most one mail for each ``key``."""
    for user in with_notifications_enabled("updated_comments", {user for user in people if user and user.is_active}):
        with language_of(user):
            words = _("%(name)s commented on “%(title)s”:") % {"name": by, "title": title_of(post)}
            subject = _("Comment on a draft: %(title)s") % {"title": title_of(post)}
            notify(user, subject, f"{words}\n\n{text}", absolute_editor_url(post), key=key)


def notify_overdue_schedules() -> None:
    """Sends one mail for each overdue schedule to the writers of the post.

    Called after the worker has published what is due, so that posts that are only late are not reported.
    """
    for revision in overdue_revisions():
        page = revision.content_object and revision.content_object.specific
        if page is not None:
            _notify_overdue(page, revision)


def _notify_overdue(page: Page, revision: Revision) -> None:
    due = revision.approved_go_live_at
    people = {*writers_of(page), revision.user, page.owner} - {None}
    for user in people:
        with language_of(user):
            facts = {"title": title_of(page), "moment": format_for_user(user, due)}
            words = _("“%(title)s” was scheduled for %(moment)s, but did not go live. The site keeps trying.")
            subject = _("Did not go live on time: %(title)s") % facts
            notify(
                user, subject, words % facts, absolute_editor_url(page), key=f"missed {revision.pk} {due.isoformat()}"
            )


def participants(page: Page, review: WorkflowState) -> list[User]:
    """The writers of the draft and the user who submitted it."""
    writers = writers_of(page)
    return [*writers, review.requested_by] if review.requested_by not in writers else writers


def excluding(people: Iterable[User | None], left_out: Iterable[User | None]) -> list[User]:
    ids = {user.pk for user in left_out if user}
    return [user for user in people if user and user.pk not in ids]


def with_notifications_enabled(kind: str, people: Iterable[User]) -> list[User]:
    """The users who did not disable mail of this kind in their account."""
    return [user for user in people if getattr(UserProfile.get_for_user(user), f"{kind}_notifications")]


def language_of(user: User) -> override:
    return override(UserProfile.get_for_user(user).get_preferred_language())


def format_for_user(user: User, moment: object) -> str:
    zone = UserProfile.get_for_user(user).get_current_time_zone()
    with timezone.override(zone):
        return f"{date_format(timezone.localtime(moment), 'DATETIME_FORMAT')} ({zone})"


def name_of(user: User | None) -> str:
    return get_user_display_name(user) if user else _("The site")


def title_of(page: Page) -> str:
    return page.get_admin_display_title()


def absolute_editor_url(page: Page) -> str:
    return settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_pages:edit", args=[page.pk])
