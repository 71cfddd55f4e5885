"""Sends the link of an invitation, where this site sends mail. The link that can be copied is the truth.

It goes past the queue, which would keep the link in the database for a week.
"""

import logging
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from blog.mail.sending import OUTGOING
from blog.review.models import Invitation

logger = logging.getLogger(__name__)


def send_link(invitation: Invitation, address: str) -> str:
    """What became of it, in words."""
    if not invitation.email:
        return ""
    if not settings.SENDS_MAIL:
        return _("This site sends no mail. Copy the link and send it yourself.")
    words = render_to_string("blog_review/people/invitation.txt", {"invitation": invitation, "address": address})
    try:
        send_mail(_("You are invited to write"), words, None, [invitation.email], using=OUTGOING)
    except (SMTPException, OSError) as error:
        logger.warning("The invitation of %s was not mailed: %s", invitation.email, error)
        return _("The mail could not be sent. Copy the link and send it yourself.")
    return _("It was sent to %(address)s as well.") % {"address": invitation.email}
