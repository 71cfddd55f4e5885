from collections.abc import Iterable

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from blog.mail.models import Mail


class QueueBackend(BaseEmailBackend):
    """Keeps mail for the worker, so that a mail server that is slow or down is felt by nobody who clicks.

    What a transaction that is taken back had to say is not said. Mail is plain text: other parts are left out.
    """

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        rows = [
            Mail(
                sender=message.from_email,
                recipients=message.recipients(),
                # A line break in a subject is an attempt to add headers.
                subject=" ".join(str(message.subject).split()),
                body=message.body,
            )
            for message in email_messages
            if message.recipients()
        ]
        return len(Mail.objects.bulk_create(rows))
