from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from blog.review.guests.share_links import create_link
from blog.review.models import ReviewLink
from tests.blog.review.people import draft
from tests.factories import text

# The paragraph that is commented on.
AROUND = "High water is at six."


@pytest.fixture
def post(team):
    post = draft(team, team.wanda, title="The tide table")
    post.body = text(
        '<p data-block-key="low">Low water is at noon.</p><p data-block-key="high">High water is at six.</p>'
    )
    post.save_revision(user=team.wanda)
    return type(post).objects.get(pk=post.pk)


@pytest.fixture
def linked(team, post):
    """Makes a link to the post: the link, and its address."""

    def make(name="Iris Sound", days=7, by=None, **fields):
        link = ReviewLink(post=post, name=name, expires_at=timezone.now() + timedelta(days=days), **fields)
        secret = create_link(link, by=by or team.wanda)
        return link, reverse("review_link", args=[link.pk, secret])

    return make


@pytest.fixture
def outsider():
    return Client(enforce_csrf_checks=True)


def words(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def say(client, address, text="Say which harbour.", **fields):
    return client.post(address, {"act": "comment", "text": text, **fields})
