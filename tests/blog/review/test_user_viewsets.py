"""Wagtail's own screens for logins keep what "Switch off and hand over" promises."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, Permission, User
from django.db import transaction
from django.test import Client

from blog.models import PostPage
from blog.review.models import Invitation
from blog.review.people.invitations import invite
from blog.review.people.lockout_guard import UserChangeRefused
from blog.review.people.offboarding import offboard
from tests.blog.review.people import again, draft, make_team, team_again


@pytest.fixture(scope="module")
def team_once(module_db):
    make_team(four_eyes=False)


@pytest.fixture
def team(db, team_once):
    return team_again()


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def said(answer):
    return BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True)


def edit(by, user, **changes):
    """What Wagtail's form for a login says afterwards; None in the changes is a box that is not ticked."""
    fields = {"username": user.username, "email": user.email or "x@example.org", "first_name": "A", "last_name": "B"}
    fields["groups"] = [group.pk for group in user.groups.all()]
    fields |= {"is_active": "on"} if user.is_active else {}
    fields |= {"is_superuser": "on"} if user.is_superuser else {}
    fields |= changes
    given = {name: value for name, value in fields.items() if value is not None}
    return said(signed_in(by).post(f"/admin/users/edit/{user.pk}/", given, follow=True))


def bulk(by, act, *users, **fields):
    ids = "&".join(f"id={user.pk}" for user in users)
    return said(signed_in(by).post(f"/admin/bulk/auth/user/{act}/?{ids}", fields, follow=True))


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_form_leaves_the_login_of_somebody_who_works_here_on(team):
    page = BeautifulSoup(signed_in(team.ada).get(f"/admin/users/edit/{team.wanda.pk}/").content, "html.parser")

    edit(team.ada, team.wanda, is_active=None)

    assert page.find(attrs={"name": "is_active"}) is None
    assert page.select_one(f"a[href='/admin/people/{team.wanda.pk}/switch-off/']")
    assert fresh(team.wanda).is_active


def test_form_switches_a_login_on_again(team):
    offboard(team.wanda, heir=team.rita, by=team.ada)

    edit(team.ada, fresh(team.wanda), is_active="on")

    assert fresh(team.wanda).is_active


def test_form_shuts_nobody_out_with_their_drafts(team):
    words = edit(team.ada, team.wanda, groups=[])

    assert "Without a role this person cannot sign in" in words
    assert [group.name for group in fresh(team.wanda).groups.all()] == ["Authors"]


def test_last_administrator_keeps_the_role_in_the_form(team):
    User.objects.filter(pk=team.root.pk).update(is_active=False)

    words = edit(team.ada, team.ada, groups=[Group.objects.get(name="Authors").pk], first_name="Ada")

    assert "no administrator would be left" in words
    assert [group.name for group in fresh(team.ada).groups.all()] == ["Administrators"]
    assert fresh(team.ada).first_name != "Ada"


def test_last_superuser_stays_one_where_no_role_takes_its_place(team):
    team.ada.groups.set([Group.objects.get(name="Editors")])
    team.root.is_superuser = False

    with pytest.raises(UserChangeRefused):
        team.root.save()

    assert fresh(team.root).is_superuser


def test_role_of_administrators_keeps_its_permission(team):
    User.objects.filter(pk=team.root.pk).update(is_active=False)
    group = Group.objects.get(name="Administrators")

    with pytest.raises(UserChangeRefused), transaction.atomic():
        group.permissions.remove(Permission.objects.get(codename="change_user"))

    assert fresh(team.ada).has_perm("auth.change_user")


def test_role_that_somebody_has_is_not_deleted(team):
    group = Group.objects.get(name="Authors")

    words = said(signed_in(team.ada).post(f"/admin/groups/delete/{group.pk}/", follow=True))

    assert "1 person has it" in words
    assert Group.objects.filter(pk=group.pk).exists()


@pytest.mark.parametrize(("act", "fields"), [("delete", {}), ("set_active_state", {"mark_as_active": "False"})])
def test_ticked_logins_in_use_stay(team, act, fields):
    words = bulk(team.ada, act, team.wanda, team.rita, **fields)

    assert "wanda, rita can still sign in" in words
    assert fresh(team.wanda).is_active
    assert fresh(team.rita).is_active


def test_login_in_use_is_not_deleted(team):
    words = said(signed_in(team.ada).post(f"/admin/users/delete/{team.wanda.pk}/", follow=True))

    assert "wanda can still sign in" in words
    assert User.objects.filter(pk=team.wanda.pk).exists()


@pytest.mark.parametrize("way", ["one", "ticked"])
def test_what_a_deleted_login_still_has_goes_to_who_deletes_it(team, way):
    begun = draft(team, team.wanda)
    User.objects.filter(pk=team.wanda.pk).update(is_active=False)

    if way == "one":
        signed_in(team.ada).post(f"/admin/users/delete/{team.wanda.pk}/")
    else:
        bulk(team.ada, "delete", team.wanda)

    assert not User.objects.filter(pk=team.wanda.pk).exists()
    assert again(begun).owner == team.ada
    assert PostPage.objects.filter(owner=None).count() == 0


@pytest.mark.parametrize("end", ["role", "login"])
def test_given_link_ends_when_its_giver_may_not_manage_people_any_more(team, end):
    invitation = Invitation(name="Mo", role=Group.objects.get(name="Administrators"), invited_by=team.ada)
    secret = invite(invitation)
    link = f"/admin/join/{invitation.pk}/{secret}/"
    assert Client().get(link).status_code == 200

    if end == "role":
        edit(team.root, team.ada, groups=[Group.objects.get(name="Authors").pk])
    else:
        User.objects.filter(pk=team.ada.pk).update(is_active=False)

    assert Client().get(link).status_code == 410
