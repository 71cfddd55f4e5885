"""Links with a secret: made once, stored as a hash only, and mailed past the queue.

The queue would store the link in the database for a week.
"""

import hashlib
import logging
import secrets
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from blog.mail.sending import OUTGOING_MAILER

logger = logging.getLogger(__name__)

SECRET_BYTES = 32


def new_secret() -> tuple[str, str]:
    """A secret for a link, and its hash to store. Somebody who reads the database cannot use the link."""
    secret = secrets.token_urlsafe(SECRET_BYTES)
    return secret, hash_of_secret(secret)


def hash_of_secret(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def matches_secret(secret: str, stored_hash: str | None) -> bool:
    """Compares in constant time, also if there is no such link."""
    return constant_time_compare(hash_of_secret(secret), stored_hash or "")


def mail_link(subject: str, template: str, context: dict[str, object], *, to: str) -> str:
    """Mails a link to one person. Returns a message about the result; "" without an address."""
    if not to:
        return ""
    if not settings.SENDS_MAIL:
        return _("This site does not send mail. Copy the link and send it yourself.")
    try:
        send_mail(subject, render_to_string(template, context), None, [to], using=OUTGOING_MAILER)
    except (SMTPException, OSError) as error:
        # The message of the mail server may contain the address.
        logger.warning("A link was not mailed: %s", type(error).__name__)
        return _("The mail could not be sent. Copy the link and send it yourself.")
    return _("It was also sent to %(address)s.") % {"address": to}
