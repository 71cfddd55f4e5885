"""Queues a notification: a short text and one link."""

from django.conf import settings
from django.contrib.auth.models import User

from blog.mail.models import Mail


def notify(user: User, subject: str, words: str, link: str, *, key: str | None = None) -> None:
    """Queues a notification. With a ``key``, the same person gets it only once."""
    if not user.is_active or not user.email:
        return
    mail = Mail(
        sender=settings.DEFAULT_FROM_EMAIL,
        recipients=[user.email],
        subject=" ".join(subject.split())[:200],
        body=f"{words}\n\n{link}\n",
        is_notice=True,
        key=f"{key} {user.pk}" if key else None,
    )
    Mail.objects.bulk_create([mail], ignore_conflicts=True)
