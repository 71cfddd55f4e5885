"""Nobody in a role touches a superuser, makes one, or hands out more than they may do, whatever they send."""

from itertools import pairwise

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from wagtail import hooks
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from blog.review.models import Invitation
from blog.review.people.invitations import invite
from blog.review.people.privileges import exceeds, grants
from blog.review.roles.permissions import ROLES
from tests.blog.review.people import NAMES, make_team, team_again

PASSWORD = "a-Long-enough-pass-1"
FORMSETS = ("page_permissions", "document_permissions", "image_permissions", "collection_permissions")


@pytest.fixture(scope="module")
def team_once(module_db):
    make_team(four_eyes=False)


@pytest.fixture
def team(db, team_once):
    team = team_again()
    # What no role has any more.
    Permission.objects.get(codename="delete_site").group_set.clear()
    team.strong = Group.objects.create(name="Strong")
    team.strong.permissions.add(*Permission.objects.filter(codename__in=["access_admin", "delete_site"]))
    team.boss = User.objects.create_user("boss", password="boss", email="boss@example.org")
    team.boss.groups.add(team.strong)
    return team


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def group_named(name):
    return Group.objects.get(name=name)


def login_fields(user, **changes):
    return {
        "username": user.username,
        "email": user.email or "root@example.org",
        "first_name": "A",
        "last_name": "B",
        "groups": [group.pk for group in user.groups.all()],
        **changes,
    }


def group_fields(group, *permissions, **formsets):
    fields = {"name": group.name if group else "New", "permissions": [permission.pk for permission in permissions]}
    for prefix in FORMSETS:
        rows = formsets.get(prefix, [])
        fields |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0, f"{prefix}-MAX_NUM_FORMS": 1000}
        for place, row in enumerate(rows):
            fields |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return fields


def kept(group):
    """Every permission that the group has already and that the form offers."""
    offered = {permission.pk for found in hooks.get_hooks("register_permissions") for permission in found()}
    return [permission for permission in group.permissions.all() if permission.pk in offered]


def new_user(**changes):
    person = User(username="mallory", email="mallory@example.org")
    fields = {"username": person.username, "email": person.email, "first_name": "A", "last_name": "B"}
    return {**fields, "password1": PASSWORD, "password2": PASSWORD, **changes}


# The routes: each tries to become more than the person is, or to touch somebody who is more.
def makes_a_superuser(client, team, me):
    client.post("/admin/users/new/", new_user(is_superuser="on"))


def copies_a_superuser(client, team, me):
    client.post(f"/admin/users/copy/{team.root.pk}/", new_user(is_superuser="on"))


def makes_somebody_with_a_stronger_role(client, team, me):
    client.post("/admin/users/new/", new_user(groups=[team.strong.pk]))


def becomes_a_superuser(client, team, me):
    client.post(f"/admin/users/edit/{me.pk}/", login_fields(me, is_superuser="on", is_active="on"))


def makes_another_a_superuser(client, team, me):
    other = User.objects.get(username="rolf")
    client.post(f"/admin/users/edit/{other.pk}/", login_fields(other, is_superuser="on", is_active="on"))


def sets_the_password_of_a_superuser(client, team, me):
    fields = login_fields(team.root, password1=PASSWORD, password2=PASSWORD, is_superuser="on", is_active="on")
    client.post(f"/admin/users/edit/{team.root.pk}/", fields)


def sets_the_address_of_a_superuser(client, team, me):
    fields = login_fields(team.root, email="mallory@example.org", is_superuser="on")
    client.post(f"/admin/users/edit/{team.root.pk}/", fields)


def takes_the_right_from_a_superuser(client, team, me):
    client.post(f"/admin/users/edit/{team.root.pk}/", login_fields(team.root, groups=[group_named("Authors").pk]))


def sets_the_password_of_somebody_stronger(client, team, me):
    fields = login_fields(team.boss, password1=PASSWORD, password2=PASSWORD)
    client.post(f"/admin/users/edit/{team.boss.pk}/", fields)


def gives_a_superuser_a_role(client, team, me):
    client.post(f"/admin/bulk/auth/user/assign_role/?id={team.root.pk}", {"role": group_named("Authors").pk})


def gives_themselves_a_stronger_role(client, team, me):
    client.post(f"/admin/users/edit/{me.pk}/", login_fields(me, groups=[team.strong.pk]))


def ticks_themselves_a_stronger_role(client, team, me):
    client.post(f"/admin/bulk/auth/user/assign_role/?id={me.pk}", {"role": team.strong.pk})


def ticks_a_superuser_off(client, team, me):
    client.post(f"/admin/bulk/auth/user/set_active_state/?id={team.root.pk}", {"mark_as_active": "False"})


def ticks_everybody_off(client, team, me):
    client.post("/admin/bulk/auth/user/set_active_state/?id=all", {"mark_as_active": "False"})


def ticks_a_former_superuser_on(client, team, me):
    client.post(f"/admin/bulk/auth/user/set_active_state/?id={team.former.pk}", {"mark_as_active": "True"})


def switches_a_former_superuser_on(client, team, me):
    fields = login_fields(team.former, is_active="on", password1=PASSWORD, password2=PASSWORD)
    client.post(f"/admin/users/edit/{team.former.pk}/", fields)


def deletes_a_superuser(client, team, me):
    client.post(f"/admin/users/delete/{team.former.pk}/")


def ticks_a_superuser_for_deletion(client, team, me):
    client.post(f"/admin/bulk/auth/user/delete/?id={team.former.pk}")


def hands_a_superuser_over(client, team, me):
    client.post(f"/admin/people/{team.root.pk}/switch-off/", {"heir": me.pk})


def hands_somebody_stronger_over(client, team, me):
    client.post(f"/admin/people/{team.boss.pk}/switch-off/", {"heir": me.pk})


def adds_a_permission_to_their_role(client, team, me):
    role = me.groups.get()
    more = Permission.objects.get(codename="delete_site")
    client.post(f"/admin/groups/edit/{role.pk}/", group_fields(role, *kept(role), more))


def makes_a_stronger_role(client, team, me):
    more = Permission.objects.get(codename="delete_site")
    client.post("/admin/groups/new/", group_fields(None, more))


def adds_pages_to_their_role(client, team, me):
    role, root = me.groups.get(), Page.get_first_root_node()
    row = {"page": root.pk, "permissions": ["add_page", "change_page", "bulk_delete_page"]}
    client.post(f"/admin/groups/edit/{role.pk}/", group_fields(role, *kept(role), page_permissions=[row]))


def adds_pictures_to_their_role(client, team, me):
    private = Collection.objects.get(name="Private")
    choose = Permission.objects.get(codename="choose_image", content_type__app_label="wagtailimages")
    role = me.groups.get()
    row = {"collection": private.pk, "permissions": [choose.pk]}
    client.post(f"/admin/groups/edit/{role.pk}/", group_fields(role, *kept(role), image_permissions=[row]))


def weakens_a_stronger_role(client, team, me):
    client.post(f"/admin/groups/edit/{team.strong.pk}/", group_fields(team.strong))


def invites_to_a_stronger_role(client, team, me):
    editors = group_named("Editors")
    editors.permissions.add(Permission.objects.get(codename="delete_site"))
    client.post("/admin/people/invite/", {"name": "Mallory", "role": editors.pk})


def renews_an_invitation_to_a_stronger_role(client, team, me):
    editors = group_named("Editors")
    editors.permissions.add(Permission.objects.get(codename="delete_site"))
    invitation = Invitation(name="Mo", role=editors, invited_by=team.root)
    invite(invitation)
    answer = client.post(f"/admin/people/invitations/{invitation.pk}/renew/")
    assert b"/admin/join/" not in answer.content


def forges_fields_of_their_account(client, team, me):
    fields = {"name_email-first_name": "A", "name_email-last_name": "B", "name_email-email": "a@example.org"}
    forged = {"is_superuser": "on", "name_email-is_superuser": "on", "name_email-groups": team.strong.pk}
    client.post("/admin/account/", fields | forged)


ROUTES = [
    makes_a_superuser, copies_a_superuser, makes_somebody_with_a_stronger_role, becomes_a_superuser,
    makes_another_a_superuser, sets_the_password_of_a_superuser, sets_the_address_of_a_superuser,
    takes_the_right_from_a_superuser, sets_the_password_of_somebody_stronger, gives_a_superuser_a_role,
    gives_themselves_a_stronger_role, ticks_themselves_a_stronger_role, ticks_a_superuser_off, ticks_everybody_off,
    ticks_a_former_superuser_on, switches_a_former_superuser_on, deletes_a_superuser, ticks_a_superuser_for_deletion,
    hands_a_superuser_over, hands_somebody_stronger_over, adds_a_permission_to_their_role, makes_a_stronger_role,
    adds_pages_to_their_role, adds_pictures_to_their_role, weakens_a_stronger_role, invites_to_a_stronger_role,
    renews_an_invitation_to_a_stronger_role, forges_fields_of_their_account,
]  # fmt: skip


def standing():
    """All that a login is worth, and who else holds what nobody in a role has."""
    fields = ("username", "email", "password", "is_active", "is_superuser")
    return {
        "strong": {
            (*(getattr(user, name) for name in fields), *sorted(user.groups.values_list("name", flat=True)))
            for user in User.objects.filter(is_superuser=True) | User.objects.filter(username="boss")
        },
        "people": set(User.objects.filter(groups__name="Strong").values_list("username", flat=True)),
        "site": set(Group.objects.filter(permissions__codename="delete_site").values_list("name", flat=True))
        - {"Editors"},
        "bulk": GroupPagePermission.objects.filter(permission__codename="bulk_delete_page").exists(),
        "private": GroupCollectionPermission.objects.filter(collection__name="Private").exists(),
        "invitations": set(Invitation.objects.exclude(invited_by__is_superuser=True).values_list("name", flat=True)),
    }


@pytest.mark.parametrize("name", sorted(NAMES))
@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.__name__)
def test_no_route_leads_past_ones_own_rights(team, route, name):
    team.former = User.objects.create_superuser("former", password="former", is_active=False)
    Collection.get_first_root_node().add_child(name="Private")
    if route is adds_pages_to_their_role:
        GroupPagePermission.objects.filter(permission__codename="bulk_delete_page").delete()
    if route is adds_pictures_to_their_role:
        GroupCollectionPermission.objects.filter(permission__content_type__app_label="wagtailimages").delete()
    me, before = User.objects.get(username=name), standing()

    route(signed_in(me), team, me)

    assert standing() == before


def test_refused_in_words_before_the_form_is_shown(team):
    page = signed_in(team.ada).get(f"/admin/users/edit/{team.root.pk}/", follow=True)

    assert page.redirect_chain == [("/admin/people/", 302)]
    assert "“root” has more permissions than you. Ask a superuser." in page.content.decode()


def test_invitation_ends_when_its_role_may_do_more_than_who_gave_it(team):
    invitation = Invitation(name="Mo", role=group_named("Editors"), invited_by=team.ada)
    secret = invite(invitation)
    group_named("Editors").permissions.add(Permission.objects.get(codename="delete_site"))

    answer = Client().post(
        f"/admin/join/{invitation.pk}/{secret}/",
        {"first_name": "Mo", "username": "mo", "password1": PASSWORD, "password2": PASSWORD},
    )

    assert answer.status_code == 410
    assert not User.objects.filter(username="mo").exists()


def test_superuser_does_all_of_it(team):
    root = signed_in(team.root)
    root.post("/admin/users/new/", new_user(is_superuser="on", groups=[team.strong.pk]))
    root.post(f"/admin/users/edit/{team.boss.pk}/", login_fields(team.boss, is_superuser="on", is_active="on"))
    more = Permission.objects.get(codename="delete_site")
    root.post("/admin/groups/new/", group_fields(None, more))

    assert set(User.objects.filter(is_superuser=True).values_list("username", flat=True)) == {"root", "boss", "mallory"}
    assert group_named("New").permissions.get() == more


def test_administrator_still_makes_logins_and_roles_within_their_own(team):
    ada = signed_in(team.ada)
    ada.post("/admin/users/new/", new_user(groups=[group_named("Administrators").pk]))
    ada.post("/admin/groups/new/", group_fields(None, Permission.objects.get(codename="add_site")))
    mallory = User.objects.get(username="mallory")
    ada.post(
        f"/admin/users/edit/{mallory.pk}/", login_fields(mallory, password1=PASSWORD + "2", password2=PASSWORD + "2")
    )

    assert User.objects.get(username="mallory").check_password(PASSWORD + "2")
    assert group_named("New").permissions.get().codename == "add_site"


def test_each_role_may_do_all_that_the_one_before_may(team):
    group_named("Administrators").permissions.add(Permission.objects.get(codename="delete_site"))
    held = [grants(group_named(role.name)) for role in ROLES]

    for weaker, stronger in pairwise(ROLES):
        assert not exceeds(group_named(weaker.name), held[ROLES.index(stronger)])
        assert exceeds(group_named(stronger.name), held[ROLES.index(weaker)])
