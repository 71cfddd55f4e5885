"""The mail with a review link."""

from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from blog.review import mailed_links
from blog.review.models import ReviewLink


def send_link(link: ReviewLink, address: str, *, to: str) -> str:
    """What became of it, in words."""
    words = render_to_string("blog_review/outside/mail.txt", {"link": link, "address": address})
    return mailed_links.send(_("A draft for you to read"), words, to=to)
