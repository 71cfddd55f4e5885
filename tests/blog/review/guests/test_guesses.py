"""Guessing gets nobody in, and what cannot be read gets no secret into a log."""

import logging

import pytest
from django.test import Client

from tests.blog.review.guests.conftest import say, words

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

    assert response.status_code in (400, 403, 413)
    assert response["Cache-Control"] == "private, no-store"


def test_wrong_links_are_limited_for_who_tries_them_and_not_for_who_was_given_it(linked, outsider):
    _link, address = linked()
    wrong, cut = address[:-3] + "~~/", address[:-3] + "~~"
    tries = [outsider.get(way).status_code for _time in range(6) for way in (wrong, cut)]
    assert tries == [404] * 10 + [429] * 2

    # The right secret is not told apart from a wrong one.
    for response in (outsider.get(address), say(outsider, address), outsider.get(wrong)):
        assert response.status_code == 429
        assert 0 < int(response["Retry-After"]) <= 600
        assert response["Cache-Control"] == "private, no-store"
        assert "Too many attempts" in words(response)
    assert Client(REMOTE_ADDR="203.0.113.7").get(address).status_code == 200


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

    monkeypatch.setattr("blog.review.guests.views.threads", broken)
    for at in (address.rstrip("/") + end, f"/Review/7/{secret}", f"/admin/join/7/{secret}/x"):
        Client(raise_request_exception=False).get(at)

    assert logged
    assert not [line for line in logged if secret in line]
