"""Guessing gets nobody in, and what cannot be read gets no secret into a log."""

import logging
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.review.models import ReviewLink
from blog.review.models.outside import ReviewLinkState
from tests.blog.review.outside.conftest import say, words
from tests.blog.review.outside.test_review_links import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("form", "sent"),
    [
        ("application/x-www-form-urlencoded; charset=koi8-r", "act=comment&text=x"),
        ("application/x-www-form-urlencoded", "&".join(f"a{number}=" for number in range(20_000))),
        ("application/x-www-form-urlencoded", f"act=comment&text={'x' * 30_000_000}"),
        ("multipart/form-data; boundary=", "act=comment"),
        (
            "multipart/form-data; boundary=x; charset=hex",
            "--x\r\nContent-Disposition: form-data; name=act\r\n\r\nread\r\n--x--\r\n",
        ),
    ],
    ids=["charset", "fields", "size", "parts", "codec"],
)
def test_what_cannot_be_read_is_refused(linked, outsider, form, sent):
    _link, address = linked()

    response = outsider.generic("POST", address, sent, content_type=form)

    assert response.status_code == 400
    assert response["Cache-Control"] == "private, no-store"


def test_link_rests_after_many_wrong_secrets_for_everybody_and_wakes_up(linked, outsider, monkeypatch):
    monkeypatch.setattr("blog.review.models.outside.MOST_WRONG", 3)
    link, address = linked()
    _other, free = linked()
    wrong = address[:-3] + "~~/"
    assert [outsider.get(wrong).status_code for _time in range(4)] == [404, 404, 404, 429]

    # The right secret is not told apart from a wrong one.
    for response in (outsider.get(address), say(outsider, address), outsider.get(wrong)):
        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 3_600
        assert "Somebody tried many wrong addresses" in words(response)
    assert outsider.get(free).status_code == 200
    assert ReviewLink.objects.get(pk=link.pk).state == ReviewLinkState.RESTING

    ReviewLink.objects.filter(pk=link.pk).update(wrong_since=timezone.now() - timedelta(hours=1))
    assert outsider.get(address).status_code == 200
    assert [outsider.get(wrong).status_code for _time in range(3)] == [404, 404, 404]


def test_link_that_rests_can_be_taken_back(post, linked, outsider, team):
    link, address = linked()
    ReviewLink.objects.filter(pk=link.pk).update(wrong_secrets=99, wrong_since=timezone.now())
    form = f"/admin/posts/{post.pk}/share/{link.pk}/take-back/"
    assert form in signed_in(team.wanda).get(f"/admin/posts/{post.pk}/share/").text

    signed_in(team.wanda).post(form)
    ReviewLink.objects.filter(pk=link.pk).update(wrong_secrets=0)

    assert outsider.get(address).status_code == 410


@pytest.fixture
def logged():
    """What stands in the log of requests, as handlers get it."""
    lines = []
    handler = logging.Handler()
    handler.emit = lambda record: lines.append(record.getMessage())
    logger = logging.getLogger("django.request")
    logger.addHandler(handler)
    yield lines
    logger.removeHandler(handler)


@pytest.mark.parametrize("end", ["", "x", "/)", "//", "/more/"])
def test_no_secret_stands_in_the_log(linked, logged, end, monkeypatch):
    _link, address = linked()
    secret = address.split("/")[-2]

    def broken(*_args, **_fields):
        raise RuntimeError

    monkeypatch.setattr("blog.review.outside.views.threads", broken)
    for at in (address.rstrip("/") + end, f"/Review/7/{secret}", f"/admin/join/7/{secret}/x"):
        Client(raise_request_exception=False).get(at)

    assert logged
    assert not [line for line in logged if secret in line]
