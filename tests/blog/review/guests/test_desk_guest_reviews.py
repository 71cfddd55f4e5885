"""The first screen says who outside waits for an answer, has not read, or soon cannot."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone
from time_machine import travel
from wagtail.models import Comment

from blog.review.guests.share_links import revoke_links
from tests.blog.review.guests.conftest import say

pytestmark = pytest.mark.django_db


@pytest.fixture
def lines(team):
    def read(user, **later):
        client = Client()
        with travel(timezone.now() + timedelta(**later), tick=False):
            client.force_login(user)
            page = BeautifulSoup(client.get("/admin/").content, "html.parser")
        return [line.get_text() for line in page.select("[aria-labelledby=desk-outside] .desk__about")]

    return read


def test_link_that_was_just_given_says_nothing(team, linked, lines):
    linked(days=7)

    assert lines(team.wanda) == []


def test_open_comment_waits_for_an_answer_also_after_the_link_has_ended(team, post, linked, outsider, lines):
    _link, address = linked(days=7)
    say(outsider, address)
    revoke_links(post)

    assert lines(team.wanda) == ["1 open comment of Iris Sound."]
    Comment.objects.update(resolved_at=timezone.now())
    assert lines(team.wanda) == []


def test_draft_that_nobody_read_and_a_link_that_ends_are_said_to_who_gave_it(team, linked, outsider, lines):
    _link, address = linked(days=7, by=team.rita)

    assert lines(team.rita, days=2) == ["Iris Sound has not read it yet."]
    # The post is hers.
    assert lines(team.wanda, days=2) == ["Iris Sound has not read it yet."]
    assert lines(team.rolf, days=2) == []
    outsider.post(address, {"act": "read"})
    assert lines(team.rita, days=2) == []
    (line,) = lines(team.rita, days=6)
    assert line.startswith("The link of Iris Sound works until")
    assert lines(team.rita, days=8) == []
