"""Guessing is limited before a password is hashed, and nobody is kept out of a browser in which they signed in."""

import importlib
import logging
import unicodedata
from contextlib import suppress
from datetime import timedelta
from itertools import count as numbers
from threading import Barrier, BrokenBarrierError, Event, Thread
from types import SimpleNamespace

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher, make_password
from django.contrib.auth.models import Group, User
from django.core import mail as django_mail
from django.core.signals import request_started
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, reverse
from time_machine import travel
from wagtail.models import Collection, CollectionViewRestriction, PageViewRestriction

from blog.mail.models import Mail
from blog.mail.sending import send_due
from blog.review import throttling
from blog.review.models import AttemptCount, Invitation, PasswordRequest
from blog.review.people.invitations import invite
from blog.review.people.password_reset import send_password_resets
from blog.review.throttling import (
    MAX_PER_ACCOUNT,
    MAX_PER_ACCOUNT_AND_ADDRESS,
    MAX_PER_ADDRESS,
    THROTTLED_VIEWS,
    delete_expired_counts,
)
from config.operations import worker
from config.operations.server import SERVER_THREADS
from tests.blog.review.addresses import walk
from tests.blog.review.people import make_team, team_again
from tests.connections import at_once, committed

LOGIN = "/admin/login/"
HERE, THERE = "203.0.113.7", "198.51.100.9"
CLOCK = "2026-11-30T12:00:00Z"


class CountingHasher(MD5PasswordHasher):
    """Says in ``calls`` how often a password was hashed."""

    algorithm = "md5"
    calls = 0

    def encode(self, password, salt):
        CountingHasher.calls += 1
        return super().encode(password, salt)


@pytest.fixture(scope="module")
def team_once(module_db):
    make_team(four_eyes=False)


@pytest.fixture
def team(db, team_once, settings):
    team = team_again()
    settings.PASSWORD_HASHERS = [f"{__name__}.CountingHasher"]
    CountingHasher.calls = 0
    return team


@pytest.fixture
def logged(caplog):
    """The lines of the throttle."""
    caplog.set_level(logging.INFO, logger="blog.review.throttling")
    return lambda: [record.getMessage() for record in caplog.records if record.name == "blog.review.throttling"]


def sign_in(name, password, *, address=HERE, client=None, at=LOGIN):
    return (client or Client(REMOTE_ADDR=address)).post(
        at, {"username": name, "password": password}, REMOTE_ADDR=address
    )


def statuses(act, times):
    return [act(number).status_code for number in range(times)]


def test_wrong_passwords_are_refused_before_they_are_hashed(team):
    tries = statuses(lambda number: sign_in("wanda", f"wrong {number}"), 60)

    assert tries == [200] * MAX_PER_ACCOUNT_AND_ADDRESS + [429] * (60 - MAX_PER_ACCOUNT_AND_ADDRESS)
    assert CountingHasher.calls == MAX_PER_ACCOUNT_AND_ADDRESS


def test_strangers_leave_threads_for_readers():
    assert throttling.UNKNOWN_BROWSER_SLOTS._initial_value < SERVER_THREADS


def test_refusal_says_when_to_come_back_and_then_it_opens(team):
    with travel(CLOCK, tick=False) as clock:
        statuses(lambda number: sign_in("wanda", "wrong"), MAX_PER_ACCOUNT_AND_ADDRESS)
        clock.shift(timedelta(minutes=2, seconds=1))
        refused = sign_in("wanda", "wanda")
        clock.shift(timedelta(seconds=int(refused["Retry-After"])))
        welcome = sign_in("wanda", "wanda")

    assert refused.status_code == 429
    assert refused["Retry-After"] == "479"
    assert "try again in 8 minutes" in " ".join(refused.content.decode().split())
    assert refused["Cache-Control"] == "no-store"
    assert (welcome.status_code, welcome["Location"]) == (302, "/admin/")


def test_refused_attempt_does_not_prolong_the_refusal(team):
    with travel(CLOCK, tick=False) as clock:
        for _minute in range(10):
            statuses(lambda number: sign_in("wanda", "wrong"), 10)
            clock.shift(timedelta(minutes=1))
        assert sign_in("wanda", "wanda").status_code == 302


def test_address_is_limited_whichever_accounts_it_tries(team):
    tries = statuses(lambda number: sign_in(f"name {number}", "wrong"), MAX_PER_ADDRESS + 5)

    assert tries == [200] * MAX_PER_ADDRESS + [429] * 5
    assert CountingHasher.calls == MAX_PER_ADDRESS
    assert sign_in("rita", "wrong", address=THERE).status_code == 200


@pytest.mark.parametrize("name", ["wanda", " wanda", "wanda\u2003", "Wanda", "ｗanda", "wanda\t"])
def test_account_is_one_however_its_name_is_typed(team, name):
    statuses(lambda number: sign_in("wanda", "wrong"), MAX_PER_ACCOUNT_AND_ADDRESS)

    assert sign_in(name, "wanda").status_code == 429


@pytest.mark.parametrize("door", ["/admin/login/", "/_util/login/", "/admin/password_reset/"])
def test_long_name_is_cut_before_it_is_normalized(team, monkeypatch, door):
    """A million of combining characters take hours, and no other thread runs meanwhile."""
    lengths = []

    def normalize(form, text):
        lengths.append(len(text))
        return unicodedata.normalize(form, text[:1_000])

    monkeypatch.setattr(throttling, "unicodedata", SimpleNamespace(normalize=normalize))
    name = "\u0300\u0316" * 5_000

    Client(REMOTE_ADDR=HERE).post(door, {"username": name, "email": f"{name}@example.org", "password": "x"})

    assert lengths
    assert max(lengths) < 1_000


def test_spaces_in_front_make_no_other_account(team):
    statuses(lambda number: sign_in("wanda", "wrong"), MAX_PER_ACCOUNT_AND_ADDRESS)

    assert sign_in(" " * 1_000 + "wanda", "wanda").status_code == 429


@pytest.mark.parametrize(
    ("first", "second", "status"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", 429),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", 200),
        ("203.0.113.7", "::ffff:203.0.113.7", 429),
        # As some web servers write it.
        ("203.0.113.7", "203.0.113.7:51234", 429),
        ("2001:db8:1:2::1", "[2001:db8:1:2::3]:443", 429),
        ("fe80::1%eth0", "fe80::2", 429),
        ("203.0.113.7", "203.0.113.8", 200),
    ],
)
def test_sender_is_one_address_or_one_network_of_64_bits(team, first, second, status):
    statuses(lambda number: sign_in("wanda", "wrong", address=first), MAX_PER_ACCOUNT_AND_ADDRESS)

    assert sign_in("wanda", "wrong", address=second).status_code == status


@pytest.mark.parametrize("number_of_tries", [200, pytest.param(1_000, marks=pytest.mark.long)])
def test_owner_gets_into_a_known_browser_after_tries_from_200_addresses(team, number_of_tries):
    known = Client()
    assert sign_in("wanda", "wanda", client=known).status_code == 302
    known.post("/admin/logout/")

    tries = statuses(lambda number: sign_in("wanda", "wrong", address=f"198.51.100.{number % 200}"), number_of_tries)

    assert tries.count(200) == MAX_PER_ACCOUNT
    assert sign_in("wanda", "wanda", address="192.0.2.1").status_code == 429
    assert sign_in("wanda", "wanda", client=known).status_code == 302


def test_known_browser_is_kept_in_when_others_guess_from_its_own_address(team):
    known = Client()
    sign_in("wanda", "wanda", client=known)
    known.post("/admin/logout/")
    statuses(lambda number: sign_in(f"name {number}", "wrong"), MAX_PER_ADDRESS + 1)

    assert sign_in("rita", "rita").status_code == 429
    assert sign_in("wanda", "wanda", client=known).status_code == 302


def test_known_browser_is_limited_as_well_and_known_for_its_owners_only(team):
    known = Client()
    sign_in("wanda", "wanda", client=known)
    known.post("/admin/logout/")
    statuses(lambda number: sign_in("rita", "wrong", address=f"198.51.100.{number}"), MAX_PER_ACCOUNT)

    tries = statuses(lambda number: sign_in("wanda", "wrong", client=known), 12)

    assert tries == [200] * 10 + [429] * 2
    assert sign_in("rita", "rita", client=known).status_code == 429


def test_stolen_session_makes_no_known_browsers(team):
    """Each would bring more tries for the old password."""
    client = Client(REMOTE_ADDR=HERE)
    client.force_login(team.wanda)
    for act in (lambda: sign_in("wanda", "wrong", client=client), lambda: change_password(client, "wrong")):
        act()

    assert throttling.BROWSER_COOKIE not in client.cookies


@pytest.mark.parametrize("value", ["x", "WyJhIl0:1abc:xyz", '["a"]'])
def test_forged_cookie_is_a_strange_browser(team, value):
    client = Client()
    client.cookies[throttling.BROWSER_COOKIE] = value
    statuses(lambda number: sign_in("wanda", "wrong", client=client), MAX_PER_ACCOUNT_AND_ADDRESS)

    assert sign_in("wanda", "wanda", client=client).status_code == 429


def test_right_passwords_take_no_place(team):
    assert statuses(lambda number: sign_in("wanda", "wanda"), MAX_PER_ADDRESS + 5) == [302] * (MAX_PER_ADDRESS + 5)


def test_cookie_is_for_the_admin_alone_and_names_nobody(team, settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = sign_in("wanda", "wanda").cookies[throttling.BROWSER_COOKIE]

    assert (cookie["path"], cookie["httponly"], cookie["secure"], cookie["samesite"]) == ("/admin/", True, True, "Lax")
    assert "wanda" not in cookie.value
    assert not Client().get("/blog/").cookies
    assert throttling.BROWSER_COOKIE not in sign_in("rita", "rita", at="/_util/login/").cookies


def test_each_failure_is_one_line_without_what_was_typed(team, logged):
    sign_in("wanda", "my secret")
    sign_in("oops my secret", "x")
    sign_in("wanda", "wanda")

    assert logged() == [
        f"Wrong password of login {team.wanda.pk}, from {HERE}",
        f"Wrong password of login unknown, from {HERE}",
    ]


def test_table_holds_neither_addresses_nor_names(team):
    sign_in("wanda", "wrong")

    written = str(list(AttemptCount.objects.values_list("key", "attempts")))
    assert AttemptCount.objects.count() == 3
    assert HERE not in written
    assert "wanda" not in written


def test_worker_forgets_what_is_over(team):
    with travel(CLOCK, tick=False) as clock:
        sign_in("wanda", "wrong")
        clock.shift(timedelta(minutes=9))
        delete_expired_counts()
        assert AttemptCount.objects.count() == 3
        clock.shift(timedelta(minutes=1))
        delete_expired_counts()

    assert AttemptCount.objects.count() == 0
    assert {worker.delete_expired_counts, worker.send_password_resets} == {delete_expired_counts, send_password_resets}


def test_attempts_counted_while_the_clock_was_ahead_lock_nobody_out(team):
    with travel("2027-11-30T12:00:00Z", tick=False):
        for _ in range(MAX_PER_ACCOUNT_AND_ADDRESS + 1):
            sign_in("wanda", "wrong")

    with travel(CLOCK, tick=False):
        assert sign_in("wanda", "wanda").status_code == 302
        for _ in range(MAX_PER_ACCOUNT_AND_ADDRESS):
            assert sign_in("wanda", "wrong").status_code == 200
        assert sign_in("wanda", "wanda").status_code == 429


def test_worker_forgets_what_was_counted_while_the_clock_was_ahead(team):
    with travel("2027-11-30T12:00:00Z", tick=False):
        sign_in("wanda", "wrong")
    with travel(CLOCK, tick=False):
        delete_expired_counts()

    assert AttemptCount.objects.count() == 0


# Every other door.


def change_password(client, old):
    fields = {"name_email-first_name": "A", "name_email-last_name": "B", "name_email-email": "a@example.org"}
    new = {"password-new_password1": "a-Long-enough-1", "password-new_password2": "a-Long-enough-1"}
    return client.post("/admin/account/", {**fields, **new, "password-old_password": old})


def frontend(team):
    return lambda password: sign_in("wanda", password, at="/_util/login/"), "wanda"


def account(team):
    client = Client(REMOTE_ADDR=HERE)
    client.force_login(team.wanda)
    return lambda password: change_password(client, password), "wanda"


def section(team):
    rule = PageViewRestriction.objects.create(page=team.blog, restriction_type="password", password="open")
    address = reverse("wagtailcore_authenticate_with_password", args=[rule.pk, team.blog.pk])
    return lambda password: Client(REMOTE_ADDR=HERE).post(address, {"password": password, "return_url": "/"}), "open"


def collection(team):
    private = Collection.get_first_root_node().add_child(name="Private")
    rule = CollectionViewRestriction.objects.create(collection=private, restriction_type="password", password="open")
    address = reverse("wagtaildocs_authenticate_with_password", args=[rule.pk])
    return lambda password: Client(REMOTE_ADDR=HERE).post(address, {"password": password, "return_url": "/"}), "open"


def invitation(team):
    one = Invitation(name="Mo", role=Group.objects.get(name="Authors"), invited_by=team.ada)
    secret = invite(one)
    return lambda word: Client(REMOTE_ADDR=HERE).get(f"/admin/join/{one.pk}/{word}/"), secret


@pytest.mark.parametrize("door", [frontend, account, section, collection, invitation])
def test_every_door_is_limited(team, door, logged):
    attempt, right = door(team)

    tries = statuses(lambda number: attempt("wrong"), MAX_PER_ACCOUNT_AND_ADDRESS + 2)

    wrong = 404 if door is invitation else 200
    assert tries == [wrong] * MAX_PER_ACCOUNT_AND_ADDRESS + [429] * 2
    assert len(logged()) == MAX_PER_ACCOUNT_AND_ADDRESS
    assert attempt(right).status_code == 429
    with travel("2100-01-01"):
        assert attempt(right).status_code == (410 if door is invitation else 302)


def test_every_address_that_takes_a_password_or_a_secret_is_a_door():
    takes = {
        name
        for route, name in walk(get_resolver())
        if "login" in route or "password" in route or "<str:secret>" in route
    }
    # The token in the address of a new password is too long to guess, and asks for no other.
    told = {"wagtailadmin_password_reset_done", "wagtailadmin_password_reset_complete"}

    assert takes - told - {"wagtailadmin_password_reset_confirm"} == set(THROTTLED_VIEWS) - {"wagtailadmin_account"}


def test_link_that_is_right_writes_nothing(team):
    attempt, secret = invitation(team)

    with CaptureQueriesContext(connection) as asked:
        assert attempt(secret).status_code == 200

    assert not [query for query in asked.captured_queries if not query["sql"].startswith("SELECT")]


# New passwords.


def ask(email, address=HERE):
    return Client().post("/admin/password_reset/", {"email": email}, REMOTE_ADDR=address)


def worker_round():
    send_password_resets()
    send_due()


def test_new_password_is_mailed_once_in_ten_minutes_however_the_address_is_written(team):
    with travel(CLOCK, tick=False) as clock:
        for number, email in zip(numbers(), ["wanda@example.org", "Wanda@Example.org", "wanda@example.org "]):
            assert ask(email, f"198.51.100.{number}")["Location"] == "/admin/password_reset/done/"
            worker_round()
        assert [sent.to for sent in django_mail.outbox] == [["wanda@example.org"]]
        clock.shift(timedelta(minutes=10))
        ask("wanda@example.org")
        worker_round()

    assert [sent.to for sent in django_mail.outbox] == [["wanda@example.org"]] * 2
    assert "/admin/password_reset/confirm/" in django_mail.outbox[0].body
    assert not PasswordRequest.objects.exists()


def test_answer_about_an_unknown_address_is_the_same_and_asks_the_database_the_same(team):
    answers = []
    for email in ("wanda@example.org", "nobody@example.org"):
        with CaptureQueriesContext(connection) as asked:
            answer = ask(email, address=HERE if email[0] == "w" else THERE)
        answers.append(
            (answer.status_code, answer["Location"], [query["sql"].split(" ")[0] for query in asked.captured_queries])
        )

    assert answers[0] == answers[1]
    assert not Mail.objects.exists()


def test_unknown_address_gets_no_mail_and_leaves_nothing(team):
    ask("nobody@example.org")
    worker_round()

    assert not django_mail.outbox
    assert not Mail.objects.exists()
    assert not PasswordRequest.objects.exists()


def test_address_that_asks_for_many_people_is_limited(team):
    tries = statuses(lambda number: ask(f"name{number}@example.org"), MAX_PER_ADDRESS + 2)

    assert tries == [302] * MAX_PER_ADDRESS + [429] * 2


# Hashing.


@pytest.fixture
def busy(settings, monkeypatch):
    """While a password of somebody else is hashed."""
    settings.PASSWORD_HASHERS = ["blog.review.throttling.QueueingHasher"]
    begun, may_end = Event(), Event()

    def slow(*_args, **_fields):
        begun.set()
        may_end.wait(60)
        return b"x"

    monkeypatch.setattr("django.contrib.auth.hashers.pbkdf2", slow)
    monkeypatch.setattr(throttling, "HASHING_SECONDS", 0.01)
    thread = Thread(target=make_password, args=["a"])
    thread.start()
    assert begun.wait(60)
    yield
    may_end.set()
    thread.join()


def test_password_is_refused_that_would_wait_too_long_and_does_not_count(team, busy):
    refused = sign_in("wanda", "wanda")

    assert (refused.status_code, refused["Retry-After"]) == (429, "1")
    assert Client().get("/blog/").status_code == 200
    assert not AttemptCount.objects.filter(attempts__gt=0).exists()


def test_passwords_are_hashed_one_after_the_other(settings, monkeypatch):
    settings.PASSWORD_HASHERS = ["blog.review.throttling.QueueingHasher"]
    both, met = Barrier(2), []

    def hashed(*_args, **_fields):
        with suppress(BrokenBarrierError):
            both.wait(0.5)
            met.append(True)
        return b"x"

    monkeypatch.setattr("django.contrib.auth.hashers.pbkdf2", hashed)
    hashes = at_once(lambda: make_password("a"), lambda: make_password("a"))

    assert [text.split("$")[0] for text in hashes] == ["pbkdf2_sha256"] * 2
    assert not met


def test_strangers_beyond_the_second_are_refused_before_anything_is_written_and_known_browsers_are_not(team):
    known = Client()
    sign_in("wanda", "wanda", client=known)
    known.post("/admin/logout/")
    AttemptCount.objects.all().delete()

    with throttling.UNKNOWN_BROWSER_SLOTS, throttling.UNKNOWN_BROWSER_SLOTS:
        assert sign_in("rita", "rita").status_code == 429
        assert not AttemptCount.objects.exists()
        assert sign_in("wanda", "wanda", client=known).status_code == 302
    assert sign_in("rita", "rita").status_code == 302


def test_stored_passwords_stay_right(team, settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    team.wanda.set_password("stored before")
    team.wanda.save()
    settings.PASSWORD_HASHERS = ["blog.review.throttling.QueueingHasher"]

    assert User.objects.get(username="wanda").check_password("stored before")


# Proxies.


@pytest.mark.parametrize(("trusted", "statuses_expected"), [(["127.0.0.1"], [429, 404]), ([], [429, 429])])
def test_sender_behind_a_trusted_proxy_is_told_by_it(team, settings, trusted, statuses_expected, monkeypatch):
    # The connection of the test goes on, as Django's own test client sees to.
    monkeypatch.setattr(request_started, "receivers", [])
    request_started.sender_receivers_cache.clear()
    settings.TRUSTED_PROXIES = trusted
    served = importlib.reload(importlib.import_module("config.wsgi")).application

    def guess(sender):
        environ = RequestFactory(REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=f"1.2.3.4, {sender}")._base_environ()
        found = []
        served({**environ, "PATH_INFO": "/admin/join/1/x/"}, lambda status, _headers: found.append(int(status[:3])))
        return found[0]

    for _number in range(MAX_PER_ACCOUNT_AND_ADDRESS):
        assert guess(HERE) == 404
    assert [guess(HERE), guess(THERE)] == statuses_expected


# Two at once.


def test_two_at_once_do_not_both_get_the_last_place(migrated_folder, tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), committed(migrated_folder, tmp_path):
        for _number in range(MAX_PER_ACCOUNT_AND_ADDRESS - 1):
            sign_in("wanda", "wrong")

        found = at_once(*[lambda: sign_in("wanda", "wrong").status_code] * 6)

        assert sorted(found) == [200, 429, 429, 429, 429, 429]
        assert max(AttemptCount.objects.values_list("attempts", flat=True)) == MAX_PER_ACCOUNT_AND_ADDRESS
