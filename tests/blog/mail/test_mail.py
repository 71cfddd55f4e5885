"""Mail waits in the database, and a server that is down is felt by nobody who clicks."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail as django_mail
from django.urls import reverse
from time_machine import travel

from blog.mail.models import Mail
from blog.mail.notices import notify
from blog.mail.sending import MAX_MAIL_AGE, send_due
from blog.review.people.password_reset import send_password_resets
from tests.blog.review.people import make_team

pytestmark = pytest.mark.django_db

START = datetime(2026, 11, 24, 12, tzinfo=UTC)
QUEUE = {"BACKEND": "blog.mail.backend.QueueBackend"}
WORKS = {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
# Nothing listens on the port of a discarded packet.
DOWN = {"BACKEND": "django.core.mail.backends.smtp.EmailBackend", "OPTIONS": {"host": "127.0.0.1", "port": 9}}


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def server(settings):
    def use(outgoing):
        settings.MAILERS = {"default": QUEUE, "outgoing": outgoing}

    use(WORKS)
    return use


def test_whatever_django_sends_waits_for_the_worker(server):
    django_mail.send_mail(
        "Hello\nBcc: all@example.org", "Words", "blog@example.org", ["a@example.org"], using="default"
    )
    assert django_mail.outbox == []

    send_due()

    [sent] = django_mail.outbox
    assert (sent.subject, sent.body, sent.to) == ("Hello Bcc: all@example.org", "Words", ["a@example.org"])
    assert not Mail.objects.filter(body__contains="Words").exists()
    assert Mail.objects.get().sent_at is not None
    send_due()
    assert len(django_mail.outbox) == 1


def test_server_that_is_down_is_tried_after_growing_pauses_until_a_day_is_over(server, team, caplog):
    server(DOWN)
    with travel(START, tick=False) as clock:
        notify(team.rita, "Hello", "Words", "https://blog.example.org/")
        tried = []
        while not (kept := Mail.objects.get()).given_up_at:
            clock.move_to(kept.next_attempt_at)
            send_due()
            tried.append((kept.next_attempt_at - START) // timedelta(minutes=1))

    assert tried == [0, 1, 3, 7, 15, 31, 63, 127, 255, 495, 735, 975, 1215, 1455]
    assert "refused" in kept.error
    assert "is given up" in caplog.text


def test_mail_that_is_given_up_stays_in_sight_and_can_be_sent_again(server, team, client):
    server(DOWN)
    with travel(START, tick=False) as clock:
        notify(team.rita, "Hello", "Words", "https://blog.example.org/")
        clock.shift(timedelta(days=1))
        send_due()
        assert Mail.objects.get().given_up_at is not None

        server(WORKS)
        client.force_login(team.ada)
        page = client.get(reverse("mail")).content.decode()
        client.post(reverse("mail_again", args=[Mail.objects.get().pk]))
        send_due()

    assert "Tried once: [Errno 111] Connection refused" in page
    assert [sent.to for sent in django_mail.outbox] == [["rita@example.org"]]


def test_text_of_mail_that_is_no_notice_goes_with_it_and_is_not_sent_again(server, team, client):
    client.post(reverse("wagtailadmin_password_reset"), {"email": "rita@example.org"})
    send_password_resets()
    waiting = Mail.objects.get()
    assert "/admin/password_reset/confirm/" in waiting.body

    send_due()
    client.force_login(team.root)
    client.post(reverse("mail_again", args=[waiting.pk]))
    send_due()

    assert "/admin/password_reset/confirm/" in django_mail.outbox[0].body
    assert Mail.objects.get().body == ""
    assert len(django_mail.outbox) == 1
    assert "Send again" not in client.get(reverse("mail")).content.decode()


def test_link_to_a_new_password_is_dead_when_its_mail_is_given_up(settings):
    assert timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT) <= MAX_MAIL_AGE


def test_mail_is_forgotten_after_a_week(server, team):
    with travel(START, tick=False) as clock:
        notify(team.rita, "Hello", "Words", "https://blog.example.org/")
        send_due()
        clock.shift(timedelta(days=7, minutes=1))
        send_due()

    assert not Mail.objects.exists()


def test_mail_screen_is_for_administrators_and_shows_them_no_link_to_a_new_password(server, team, client):
    django_mail.send_mail("New password", "https://secret", "blog@example.org", ["root@example.org"], using="default")
    notify(team.rita, "Hello", "Kind words", "https://blog.example.org/")

    seen = {}
    for person in (team.edda, team.ada, team.root):
        client.force_login(person)
        seen[person.username] = client.get(reverse("mail")).content.decode()

    assert seen["edda"] == ""
    assert "Kind words" in seen["ada"]
    assert "https://secret" not in seen["ada"]
    assert "https://secret" in seen["root"]
