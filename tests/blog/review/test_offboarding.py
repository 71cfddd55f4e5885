import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.test import Client
from wagtail.models import TaskState, WorkflowState

from blog.models import PostAuthor
from blog.review.models import Invitation
from blog.review.people.invitations import invite
from blog.review.people.offboarding import OffboardingRefused, offboard
from tests.blog.review.people import again, draft, make_team, submit, team_again, write
from tests.factories import AuthorFactory, PostPageFactory, text


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


def switch_off(by, user, heir):
    """What the page says afterwards."""
    answer = signed_in(by).post(f"/admin/people/{user.pk}/switch-off/", {"heir": heir.pk}, follow=True)
    return " ".join(message.get_text(" ", strip=True) for message in soup(answer).select(".messages li"))


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


def test_drafts_go_to_whom_was_chosen_and_what_readers_see_stays(team):
    begun = draft(team, team.wanda, title="Tides")
    author = AuthorFactory(name="Wanda", user=team.wanda)
    live = PostPageFactory(parent=team.blog, owner=team.wanda, authors=[author], body=text("<p>Out.</p>"))
    changed = PostPageFactory(parent=team.blog, owner=team.wanda, body=text("<p>Out.</p>"))
    write(changed, team.wanda, "Not out yet.")
    other = draft(team, team.edda)

    said = switch_off(team.ada, team.wanda, team.rita)

    assert [again(post).owner for post in (begun, live, changed, other)] == [
        team.rita, team.wanda, team.rita, team.edda,
    ]  # fmt: skip
    assert PostAuthor.objects.get(page=live).author == author
    assert again(live).live
    assert "2 drafts were given to rita." in said


def test_draft_that_was_handed_over_opens_in_its_new_owners_editor(team):
    begun = draft(team, team.wanda)
    User.objects.get(username="rita").groups.set([Group.objects.get(name="Authors")])

    switch_off(team.ada, team.wanda, team.rita)

    assert signed_in(team.rita).get(f"/admin/pages/{begun.pk}/edit/").status_code == 200
    assert again(begun).get_latest_revision_as_object().owner == team.rita


def test_open_reviews_are_taken_back_in_words(team):
    begun = draft(team, team.wanda, title="Tides")
    submit(begun, team.wanda)

    said = switch_off(team.ada, team.wanda, team.rita)

    review = WorkflowState.objects.get()
    assert review.status == WorkflowState.STATUS_CANCELLED
    assert "wanda does not work here any more" in TaskState.objects.order_by("-pk").first().comment
    assert "Withdrawn from review: “Tides”." in said


def test_sessions_end_and_stay_ended_when_the_login_comes_back(team):
    hers = signed_in(team.wanda)
    assert hers.get("/admin/").status_code == 200

    switch_off(team.ada, team.wanda, team.rita)

    assert hers.get("/admin/").status_code == 302
    User.objects.filter(pk=team.wanda.pk).update(is_active=True)
    assert hers.get("/admin/").status_code == 302
    assert not Client().login(username="wanda", password="wanda")


def test_links_that_they_gave_out_stop_working(team):
    invitation = Invitation(name="Mo", role=Group.objects.get(name="Administrators"), invited_by=team.ada)
    secret = invite(invitation)

    switch_off(team.root, team.ada, team.rita)

    assert Client().get(f"/admin/join/{invitation.pk}/{secret}/").status_code == 410


def test_page_names_what_will_happen_and_looking_changes_nothing(team):
    begun = draft(team, team.wanda, title="Tides")
    submit(begun, team.wanda)

    page = soup(signed_in(team.ada).get(f"/admin/people/{team.wanda.pk}/switch-off/"))

    assert [item.get_text() for item in page.select("main li")].count("Tides") == 2
    assert "wanda" not in [option.get_text() for option in page.select("[name=heir] option")]
    assert User.objects.get(pk=team.wanda.pk).is_active


@pytest.mark.parametrize("name", ["wanda", "rita", "edda"])
def test_only_administrators_switch_off(team, name):
    by = getattr(team, name)

    switch_off(by, team.rolf, by)

    assert User.objects.get(pk=team.rolf.pk).is_active


@pytest.mark.parametrize(
    ("by", "user", "words"), [("ada", "ada", "your own login"), ("ada", "root", "“root” has more permissions than you")]
)
def test_refused_in_words(team, by, user, words):
    by, user = getattr(team, by), getattr(team, user)

    said = switch_off(by, user, team.rita)

    assert words in said
    assert User.objects.get(pk=user.pk).is_active


def test_last_administrator_stays(team):
    User.objects.filter(pk=team.root.pk).update(is_active=False)

    with pytest.raises(OffboardingRefused, match="last administrator"):
        offboard(team.ada, heir=team.rita, by=team.edda)

    assert User.objects.get(pk=team.ada.pk).is_active


def test_two_administrators_cannot_switch_off_each_other(team):
    team.edda.groups.add(Group.objects.get(name="Administrators"))
    User.objects.filter(pk=team.root.pk).update(is_active=False)
    offboard(team.ada, heir=team.rita, by=team.edda)

    with pytest.raises(OffboardingRefused):
        offboard(team.edda, heir=team.rita, by=team.ada)

    assert User.objects.get(pk=team.edda.pk).is_active


def test_somebody_who_left_inherits_nothing(team):
    User.objects.filter(pk=team.rita.pk).update(is_active=False)
    begun = draft(team, team.wanda)

    switch_off(team.ada, team.wanda, team.rita)

    assert again(begun).owner == team.wanda
    assert User.objects.get(pk=team.wanda.pk).is_active


def test_list_of_logins_offers_the_way_out_for_others_only(team):
    page = soup(signed_in(team.ada).get("/admin/users/"))

    addresses = {link["href"] for link in page.select("a[href*='switch-off']")}
    assert f"/admin/people/{team.wanda.pk}/switch-off/" in addresses
    assert f"/admin/people/{team.ada.pk}/switch-off/" not in addresses
