"""Tells editors by mail that suggestions wait."""

from collections import Counter
from datetime import date, datetime, time, timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.mail.notices import notify
from blog.review.approval.second_approver import PERMISSION_BACKEND
from blog.review.workflow.notifications import language_of, with_notifications_enabled
from blog.suggestions.models import RotaTurn, Suggestion
from blog.suggestions.queue_views import QUEUE_PERMISSION, open_suggestions
from blog.suggestions.rota import all_turns, first_day_of_week, person_on_duty

MAIL_PAUSE = timedelta(days=1)


@transaction.atomic
def mail_new_suggestions() -> None:
    """A job of the worker. Each editor who may decide gets one mail a day at most.

    If a rota says whose turn it is, nobody else gets one. Whoever is next is told on Monday what is still open.
    """
    turns, now, today = all_turns(), timezone.now(), timezone.localdate()
    is_due = Q(mailed_at=None)
    if turns:
        is_due |= Q(mailed_at__lt=start_of_day(first_day_of_week(today)))
    due = Suggestion.objects.filter(is_due, state=Suggestion.State.OPEN)
    found = list(due.select_related("post").only("mailed_at", "post__path", "post__topic"))
    if not found:
        return
    last = Suggestion.objects.aggregate(last=Max("mailed_at"))["last"]
    if last and now - last < MAIL_PAUSE:
        return
    editors = User.objects.with_perm(QUEUE_PERMISSION, backend=PERMISSION_BACKEND)
    people = with_notifications_enabled("submitted", editors)
    decidable = {
        user: set(open_suggestions(user).filter(pk__in=[one.pk for one in found]).values_list("pk", flat=True))
        for user in people
    }
    for user, count in counted(found, decidable, turns, today).items():
        with language_of(user):
            subject = ngettext("%(count)d suggestion by readers", "%(count)d suggestions by readers", count)
            words = _("Readers suggested edits. Accept or decline them here:")
            link = settings.WAGTAILADMIN_BASE_URL + reverse("suggestions")
            notify(user, subject % {"count": count}, words, link)
    due.update(mailed_at=now)


def counted(
    found: list[Suggestion], decidable: dict[User, set[int]], turns: list[RotaTurn], today: date
) -> Counter[User]:
    """Of how many suggestions each user is told."""
    counts: Counter[User] = Counter()
    for suggestion in found:
        able = [user for user, pks in decidable.items() if suggestion.pk in pks]
        on_duty = person_on_duty(turns, suggestion.post, today, able=able)
        if on_duty:
            counts[on_duty] += 1
        elif suggestion.mailed_at is None:
            counts.update(able)
    return counts


def start_of_day(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
