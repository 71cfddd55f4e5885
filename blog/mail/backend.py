from collections.abc import Iterable

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from blog.mail.models import Mail


class QueueBackend(BaseEmailBackend):
    """Queues mail for the worker, so that no request waits for a mail server that is slow or down.

    Mail of a transaction that is rolled back is not sent. Only the plain text of a message is stored.
    """

    def send_messages(self, email_messages: Iterable[EmailMessage]) -> int:
        rows = [
            Mail(
                sender=message.from_email,
                recipients=message.recipients(),
                # A line break in a subject would inject headers.
                subject=" ".join(str(message.subject).split()),
                body=message.body,
            )
            for message in email_messages
            if message.recipients()
        ]
        return len(Mail.objects.bulk_create(rows))
