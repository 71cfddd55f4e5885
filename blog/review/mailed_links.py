"""Sends a link to one person, where this site sends mail. The link that can be copied is the truth.

It goes past the queue, which would keep the link in the database for a week.
"""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _

from blog.mail.sending import OUTGOING

logger = logging.getLogger(__name__)


def send(subject: str, words: str, *, to: str) -> str:
    """What became of it, in words; "" where nobody is to get it."""
    if not to:
        return ""
    if not settings.SENDS_MAIL:
        return _("This site sends no mail. Copy the link and send it yourself.")
    try:
        send_mail(subject, words, None, [to], using=OUTGOING)
    except (SMTPException, OSError) as error:
        # What the mail server says may name the address.
        logger.warning("A link was not mailed: %s", type(error).__name__)
        return _("The mail could not be sent. Copy the link and send it yourself.")
    return _("It was sent to %(address)s as well.") % {"address": to}
