import re
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core import mail
from django.test import Client, override_settings
from django.utils import timezone

from blog.mail.models import Mail
from blog.models import BlogSettings
from blog.review.approval.second_approver import requires_second_approver
from blog.review.models import FourEyes, Invitation
from blog.review.people.invitations import invite
from tests.blog.review.people import make_team, team_again
from tests.factories import AuthorFactory

GOOD = {"first_name": "Mo Tide", "username": "mo", "password1": "ebb-and-flow-7", "password2": "ebb-and-flow-7"}
MAIL_THAT_FAILS = {"outgoing": {"BACKEND": "tests.blog.review.mail_down.DownBackend"}}


@pytest.fixture(scope="module")
def team_once(module_db):
    make_team()


@pytest.fixture
def team(db, team_once):
    return team_again()


@pytest.fixture
def admin(team):
    return signed_in(team.ada)


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def ask(client, role="Authors", **fields):
    """What the form answers; with the link in it where it was right."""
    fields = {"name": "Mo", "role": Group.objects.get(name=role).pk, **fields}
    return client.post("/admin/people/invite/", fields)


def link_in(response):
    html = BeautifulSoup(response.content, "html.parser")
    return html.find(id="new-link")["value"]


def words_of(response):
    return " ".join(BeautifulSoup(response.content, "html.parser").find("main").get_text().split())


def path_to(role="Authors", name="Mo", **fields):
    """An invitation and the path of its link."""
    fields.setdefault("invited_by", User.objects.get(username="root"))
    invitation = Invitation(name=name, role=Group.objects.get(name=role), **fields)
    secret = invite(invitation)
    return invitation, f"/admin/join/{invitation.pk}/{secret}/"


def test_link_lets_a_stranger_in_with_the_chosen_role(admin, client):
    link = link_in(ask(admin, "Reviewers", email="mo@example.org"))

    answer = client.post(link, GOOD)

    user = User.objects.get(username="mo")
    assert answer["Location"] == "/admin/"
    assert client.session["_auth_user_id"] == str(user.pk)
    assert (user.first_name, user.email) == ("Mo Tide", "mo@example.org")
    assert [group.name for group in user.groups.all()] == ["Reviewers"]
    assert not user.is_superuser
    assert Invitation.objects.get().user == user


@pytest.mark.parametrize(("invited_as", "takes_over"), [("Mo Tide", True), ("Mo", False)])
def test_who_joins_is_an_author_and_takes_over_one_that_they_were_invited_as(team, client, invited_as, takes_over):
    imported = AuthorFactory(name="Mo Tide")
    _invitation, path = path_to(name=invited_as)

    client.post(path, GOOD)

    author = User.objects.get(username="mo").author
    assert author.name == "Mo Tide"
    assert (author == imported) is takes_over


def test_who_joins_takes_nobodys_author(team, client):
    theirs = AuthorFactory(name="Mo Tide", user=team.wanda)
    _invitation, path = path_to()

    client.post(path, GOOD)

    author = User.objects.get(username="mo").author
    assert (author.name, author.pk == theirs.pk) == ("Mo Tide", False)


def test_looking_at_the_link_changes_nothing(admin, client):
    link = link_in(ask(admin))
    before = Invitation.objects.values().get()
    people = User.objects.count()

    answers = [client.get(link).status_code, client.head(link).status_code, client.get(link).status_code]

    assert answers == [200, 200, 200]
    assert Invitation.objects.values().get() == before
    assert User.objects.count() == people


def test_nothing_in_the_database_holds_the_secret(admin):
    link = link_in(ask(admin))
    secret = link.rstrip("/").rsplit("/", 1)[1]

    assert len(secret) >= 40
    assert secret not in str(list(Invitation.objects.values()))


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"used_at": timezone.now()}, "already used"),
        ({"revoked_at": timezone.now()}, "revoked"),
        ({"expires_at": timezone.now() - timedelta(seconds=1)}, "link has expired"),
    ],
    ids=["used", "revoked", "expired"],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_link_that_is_over_is_gone_in_words(team, client, changes, words, method):
    invitation, path = path_to()
    Invitation.objects.filter(pk=invitation.pk).update(**changes)

    answer = getattr(client, method)(path, GOOD)

    assert answer.status_code == 410
    assert words in words_of(answer)
    assert not User.objects.filter(username="mo").exists()


def test_link_works_once(team, client):
    _invitation, path = path_to()
    client.post(path, GOOD)

    answer = Client().post(path, {**GOOD, "username": "mona"})

    assert answer.status_code == 410
    assert not User.objects.filter(username="mona").exists()


def test_wrong_secret_and_wrong_number_are_not_found_in_words(team, client):
    invitation, path = path_to()

    answers = [client.post(path[:-2] + "/", GOOD), client.post(path.replace(f"/{invitation.pk}/", "/99999/"), GOOD)]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert "There is no such invitation" in words_of(answers[0])


@pytest.mark.parametrize(
    "wrong",
    [
        {"password1": "12345678", "password2": "12345678"},
        {"password1": "mo-tide-mo", "password2": "mo-tide-mo", "username": "mo-tide-mo"},
        {"password2": "ebb-and-flow-8"},
        {"username": "WANDA"},
        {"first_name": ""},
    ],
    ids=["common", "like the name", "not the same twice", "name taken", "no name"],
)
def test_what_is_wrong_in_the_form_uses_nothing_up(team, client, wrong):
    invitation, path = path_to()
    people = User.objects.count()

    answer = client.post(path, {**GOOD, **wrong})

    assert BeautifulSoup(answer.content, "html.parser").find(class_="error-message")
    assert User.objects.count() == people
    invitation.refresh_from_db()
    assert invitation.is_open


def test_link_is_shown_to_last_seven_days(admin):
    answer = ask(admin)

    left = Invitation.objects.get().expires_at - timezone.now()
    assert timedelta(days=6, hours=23) < left <= timedelta(days=7)
    assert re.search(r"until .*\d{4}.*\(UTC\)", words_of(answer))


def test_new_link_ends_the_one_before_and_brings_back_an_expired_one(admin, client):
    invitation, old = path_to()
    Invitation.objects.update(expires_at=timezone.now() - timedelta(days=1))

    new = link_in(admin.post(f"/admin/people/invitations/{invitation.pk}/renew/"))

    assert client.get(old).status_code == 404
    assert client.get(new).status_code == 200


def test_there_is_no_new_link_for_somebody_who_has_joined(admin, client):
    invitation, path = path_to()
    client.post(path, GOOD)

    answer = admin.post(f"/admin/people/invitations/{invitation.pk}/renew/", follow=True)

    assert "no new link" in words_of(answer)


def test_taken_back_link_is_over(admin, client):
    invitation, path = path_to()

    admin.post(f"/admin/people/invitations/{invitation.pk}/revoke/")

    assert client.get(path).status_code == 410


def test_person_who_is_signed_in_becomes_the_one_who_joined(team):
    client = signed_in(team.ada)
    _invitation, path = path_to()

    assert "If you join, " in words_of(client.get(path))
    client.post(path, GOOD)

    assert client.session["_auth_user_id"] == str(User.objects.get(username="mo").pk)


def test_form_asks_for_its_token(team):
    _invitation, path = path_to()

    answer = Client(enforce_csrf_checks=True).post(path, GOOD)

    assert answer.status_code == 403
    assert not User.objects.filter(username="mo").exists()


def test_link_is_kept_by_no_cache_and_told_to_no_other_site(team, client):
    _invitation, path = path_to()

    headers = client.get(path).headers

    assert "no-store" in headers["Cache-Control"]
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("name", ["wanda", "rita", "edda"])
def test_only_administrators_invite(team, name):
    client = signed_in(getattr(team, name))

    ask(client)
    invitation, path = path_to()
    for verb in ("renew", "revoke"):
        client.post(f"/admin/people/invitations/{invitation.pk}/{verb}/")

    assert Invitation.objects.count() == 1
    assert Client().get(path).status_code == 200
    assert client.get("/admin/people/").status_code == 302


def test_other_groups_are_no_roles(admin):
    Group.objects.create(name="Visitors")

    ask(admin, "Visitors")

    assert not Invitation.objects.exists()


def test_people_page_says_who_was_invited_by_whom(admin, team):
    ask(admin, "Editors")

    html = BeautifulSoup(admin.get("/admin/people/").content, "html.parser")

    cells = [cell.get_text(" ", strip=True) for cell in html.select_one(".people__table").select("tbody td")]
    assert cells[:4] == ["Mo", "Editors", "ada", "open"]


@override_settings(SENDS_MAIL=True)
def test_link_is_mailed_where_the_site_sends_mail(admin, client):
    link = link_in(ask(admin, email="mo@example.org"))

    [message] = mail.outbox
    assert message.to == ["mo@example.org"]
    assert link in message.body.splitlines()
    # Where the link could be read.
    assert not Mail.objects.exists()


@override_settings(SENDS_MAIL=True, MAILERS=MAIL_THAT_FAILS)
def test_mail_that_fails_leaves_the_link_to_copy(admin, client):
    answer = ask(admin, email="mo@example.org")

    assert "The mail could not be sent" in words_of(answer)
    assert client.get(link_in(answer)).status_code == 200


def test_without_mail_the_form_says_to_copy(admin):
    answer = ask(admin, email="mo@example.org")

    assert "does not send mail" in words_of(answer)
    assert mail.outbox == []


@pytest.fixture
def alone(team):
    """One person who may approve, with nothing decided about four-eyes."""
    User.objects.exclude(pk=team.ada.pk).delete()
    FourEyes.objects.all().delete()
    BlogSettings.objects.update(works_alone=True)
    return signed_in(team.ada)


def test_four_eyes_turn_on_when_the_second_who_may_approve_joins(alone, client):
    link = link_in(ask(alone, "Editors", turns_four_eyes_on="on"))
    assert not requires_second_approver()

    client.post(link, GOOD)

    assert requires_second_approver()


def test_four_eyes_stay_off_where_the_inviter_says_so_and_are_not_asked_about_again(alone, client):
    link = link_in(ask(alone, "Editors"))

    client.post(link, GOOD)

    assert not requires_second_approver()
    assert FourEyes.objects.exists()
    assert "turns_four_eyes_on" not in form_of(alone)


def test_author_who_joins_turns_nothing_on_and_decides_nothing(alone, client):
    client.post(link_in(ask(alone, "Authors")), GOOD)

    assert not requires_second_approver()
    assert not FourEyes.objects.exists()


def test_form_says_beforehand_that_four_eyes_turn_on(alone):
    assert form_of(alone)["turns_four_eyes_on"].has_attr("checked")


def test_form_does_not_speak_of_four_eyes_that_are_on(admin):
    assert "turns_four_eyes_on" not in form_of(admin)


def form_of(client):
    html = BeautifulSoup(client.get("/admin/people/invite/").content, "html.parser")
    return {field["name"]: field for field in html.select("main [name]")}
