"""The mail with the link of an invitation."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from blog.review import mailed_links
from blog.review.models import Invitation


def send_link(invitation: Invitation, address: str) -> str:
    """What became of it, in words."""
    words = render_to_string("blog_review/people/invitation.txt", {"invitation": invitation, "address": address})
    return mailed_links.send(_("You are invited to write"), words, to=invitation.email)
