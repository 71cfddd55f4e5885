"""Tells editors by mail that suggestions wait."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.mail.notices import notify
from blog.review.approval.second_approver import PERMISSION_BACKEND
from blog.review.workflow.notifications import language_of, with_notifications_enabled
from blog.suggestions.models import Suggestion
from blog.suggestions.queue_views import QUEUE_PERMISSION, open_suggestions

MAIL_PAUSE = timedelta(days=1)


@transaction.atomic
def mail_new_suggestions() -> None:
    """A job of the worker. Each editor who may decide gets one mail a day at most."""
    new = Suggestion.objects.filter(state=Suggestion.State.OPEN, mailed_at=None)
    if not new.exists():
        return
    now, last = timezone.now(), Suggestion.objects.aggregate(last=Max("mailed_at"))["last"]
    if last and now - last < MAIL_PAUSE:
        return
    editors = User.objects.with_perm(QUEUE_PERMISSION, backend=PERMISSION_BACKEND)
    for user in with_notifications_enabled("submitted", editors):
        count = open_suggestions(user).filter(mailed_at=None).count()
        if count:
            with language_of(user):
                subject = ngettext("%(count)d suggestion by readers", "%(count)d suggestions by readers", count)
                words = _("Readers suggested edits. Accept or decline them here:")
                link = settings.WAGTAILADMIN_BASE_URL + reverse("suggestions")
                notify(user, subject % {"count": count}, words, link)
    new.update(mailed_at=now)
