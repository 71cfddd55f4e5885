"""Deactivates a user and transfers their drafts to another user."""

from dataclasses import dataclass

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.admin.utils import get_user_display_name
from wagtail.models import TaskState, WorkflowState

from blog.models import PostPage
from blog.review.people.lockout_guard import administrators
from blog.review.people.models import MANAGE_PEOPLE_PERMISSION, Invitation
from blog.review.people.privileges import has_more_privileges, privilege_message


class OffboardingRefused(Exception):  # noqa: N818 - the name is what happened
    """The user may not be deactivated. The only argument is the message."""


@dataclass(frozen=True)
class OffboardingResult:
    """Titles of transferred drafts and of cancelled reviews."""

    drafts: list[str]
    reviews: list[str]


def may_manage_people(user: User) -> bool:
    return user.is_active and user.has_perm(MANAGE_PEOPLE_PERMISSION)


def offboarding_denial_reason(user: User, *, by: User) -> str:
    """Why ``by`` may not deactivate ``user``; "" if they may."""
    if user.pk == by.pk:
        return _("You cannot switch off your own login. Ask another administrator.")
    if not administrators().exclude(pk=user.pk).exists():
        return _("%(name)s is the last administrator. Make someone else an administrator first.") % {
            "name": get_user_display_name(user)
        }
    return privilege_message(user) if has_more_privileges(user, by) else ""


def drafts_of(user: User) -> QuerySet[PostPage]:
    """The posts of the user that are not live or have unpublished changes."""
    return PostPage.objects.filter(Q(live=False) | Q(has_unpublished_changes=True), owner=user)


def open_reviews_of(user: User) -> QuerySet[WorkflowState]:
    return WorkflowState.objects.filter(requested_by=user, status=WorkflowState.STATUS_IN_PROGRESS)


@transaction.atomic
def offboard(user: User, *, heir: User, by: User) -> OffboardingResult:
    """Deactivates the user and transfers the drafts to ``heir``. Raises OffboardingRefused.

    Every session of theirs ends, also if the login is switched on again one day: it then needs a new password. What
    was published stays under its authors.
    """
    # Locked together, so that two administrators cannot deactivate each other.
    list(administrators().select_for_update(of=("self",)).order_by("pk"))
    user, heir, by = (User.objects.get(pk=one.pk) for one in (user, heir, by))
    if reason := offboarding_denial_reason(user, by=by):
        raise OffboardingRefused(reason)
    if not may_manage_people(by) or not heir.is_active or heir.pk == user.pk:
        raise OffboardingRefused(
            _("Nothing was changed, because a login was switched off in the meantime. Check this page again.")
        )
    result = OffboardingResult(drafts=transfer_drafts(user, heir), reviews=cancel_reviews(user, by=by))
    Invitation.objects.open().filter(invited_by=user).update(revoked_at=timezone.now())
    user.is_active = False
    user.set_unusable_password()
    user.save()
    return result


def transfer_drafts(user: User, heir: User) -> list[str]:
    drafts = drafts_of(user)
    titles = [post.get_admin_display_title() for post in drafts]
    # The owner is not part of the content, so there is no new revision.
    drafts.update(owner=heir)
    return titles


def cancel_reviews(user: User, *, by: User) -> list[str]:
    """Cancels the reviews that the user requested, because nobody would answer requests for changes."""
    words = _("Withdrawn, because %(name)s does not work here any more.") % {"name": get_user_display_name(user)}
    titles = []
    for review in open_reviews_of(user):
        step = review.current_task_state_id
        review.cancel(user=by)
        TaskState.objects.filter(pk=step).update(comment=words)
        titles.append(review.content_object.get_admin_display_title())
    return titles
