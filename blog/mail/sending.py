"""Sends queued mail in small batches and retries with increasing delays for one day."""

import logging
import smtplib
from datetime import timedelta

from django.core.mail import EmailMessage, mailers
from django.utils import timezone

from blog.mail.models import Mail

logger = logging.getLogger(__name__)

OUTGOING_MAILER = "outgoing"
# Short, because the same worker publishes scheduled pages.
MAILS_PER_ROUND = 10
FIRST_PAUSE, MAX_RETRY_PAUSE = timedelta(minutes=1), timedelta(hours=4)
MAX_MAIL_AGE = timedelta(days=1)
SENT_MAIL_RETENTION = timedelta(days=7)
# Errors that concern one message, and not the server.
PERMANENT_ERRORS = (smtplib.SMTPRecipientsRefused, smtplib.SMTPSenderRefused, smtplib.SMTPDataError, ValueError)


def send_due() -> None:
    """One round of the worker: sends due mail, and deletes mail that was sent a week ago."""
    Mail.objects.filter(queued_at__lt=timezone.now() - SENT_MAIL_RETENTION).exclude(
        sent_at=None, given_up_at=None
    ).delete()
    due = list(Mail.objects.due()[:MAILS_PER_ROUND])
    for mail in due:
        if not send(mail):
            # The server does not answer, so the other messages would fail too.
            break


def send(mail: Mail) -> bool:
    """Tries to send once. Returns whether the next message may be tried.

    The attempt is recorded first, so that the delay applies after a crash too.
    """
    note_attempt(mail)
    try:
        # Opens a connection for each message, so that a broken one is not reused.
        message = EmailMessage(
            mail.subject, mail.body, mail.sender, mail.recipients, headers={"Auto-Submitted": "auto-generated"}
        )
        mailers[OUTGOING_MAILER].send_messages([message])
    except PERMANENT_ERRORS as error:
        note_failure(mail, error)
    except Exception as error:  # noqa: BLE001 - whatever a mail server does, the worker has to live
        note_failure(mail, error)
        return False
    else:
        note_sent(mail)
    return True


def note_sent(mail: Mail) -> None:
    """Marks mail as sent. Deletes the text unless it is a notification, because it may contain a secret."""
    mail.sent_at, mail.error = timezone.now(), ""
    if not mail.is_notice:
        mail.body = ""
    mail.save(update_fields=["sent_at", "error", "body"])


def note_attempt(mail: Mail) -> None:
    tried = int(mail.attempts)
    pause = min(FIRST_PAUSE * 2 ** min(tried, 10), MAX_RETRY_PAUSE)
    mail.attempts = tried + 1
    mail.next_attempt_at = timezone.now() + pause
    mail.save(update_fields=["attempts", "next_attempt_at"])


def note_failure(mail: Mail, error: Exception) -> None:
    mail.error = str(error) or type(error).__name__
    if mail.queued_at <= timezone.now() - MAX_MAIL_AGE:
        mail.given_up_at = timezone.now()
        logger.error("The mail “%s” could not be sent for a day and is given up: %s", mail, mail.error)
    mail.save(update_fields=["error", "given_up_at"])


def send_again(mail: Mail) -> None:
    """Queues a message again, whether it was sent or given up."""
    now = timezone.now()
    mail.sent_at = mail.given_up_at = None
    mail.error, mail.attempts, mail.queued_at, mail.next_attempt_at = "", 0, now, now
    mail.save()
