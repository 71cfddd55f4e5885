"""Whoever holds a review link reads one draft, and nobody else and nothing else is reached by it."""

import pytest
from django.test import Client
from wagtail.models import Comment, Revision

from blog.review.models import ReviewLink, ReviewVisit
from blog.trash import move_to_trash
from tests.blog.review.outside.conftest import say, words
from tests.blog.review.people import write

pytestmark = pytest.mark.django_db


def test_outsider_reads_the_newest_draft_and_nobody_else_does(post, linked, outsider, team):
    _link, address = linked()
    write(post, team.wanda, "Spring tides are higher.")

    assert "Spring tides are higher." in words(outsider.get(address))
    assert outsider.get(post.url).status_code == 404
    assert "tide table" not in words(outsider.get("/search/?q=tide"))


def test_page_is_stored_by_nobody_and_tells_nobody_its_address(linked, outsider):
    response = outsider.get(linked()[1])

    assert response["Cache-Control"] == "private, no-store"
    assert response["Referrer-Policy"] == "no-referrer"
    assert "noindex" in response["X-Robots-Tag"]
    assert not response.cookies


def test_only_a_hash_of_the_secret_is_kept_and_other_secrets_open_nothing(linked, outsider):
    link, address = linked()
    secret = address.split("/")[-2]

    assert secret not in str(ReviewLink.objects.filter(pk=link.pk).values())
    assert outsider.get(address.replace(secret, f"{secret[:-1]}~")).status_code == 404
    assert outsider.get(address.replace(f"/{link.pk}/", f"/{link.pk + 1}/")).status_code == 404
    other, _address = linked()
    assert outsider.get(address.replace(f"/{link.pk}/", f"/{other.pk}/")).status_code == 404


@pytest.mark.parametrize("way", ["revoked", "expired", "trashed", "issuer left"])
def test_closed_link_says_so_in_words(post, linked, outsider, team, way):
    link, address = linked(days=-1 if way == "expired" else 7)
    if way == "revoked":
        signed_in(team.wanda).post(f"/admin/posts/{post.pk}/share/{link.pk}/take-back/")
    elif way == "trashed":
        move_to_trash(post)
    elif way == "issuer left":
        team.wanda.is_active = False
        team.wanda.save()

    for response in (outsider.get(address), say(outsider, address)):
        assert response.status_code == 410
        assert "Ask whoever gave" in words(response)
        assert "Low water" not in words(response)
    assert not Comment.objects.exists()


def test_link_ends_with_its_post(post, linked, outsider):
    _link, address = linked()

    post.delete()

    assert outsider.get(address).status_code == 404


def test_opening_the_address_changes_nothing_and_reading_it_is_noted(linked, outsider):
    link, address = linked()
    for method in ("get", "head", "get"):
        getattr(outsider, method)(address)
    assert not ReviewVisit.objects.exists()

    for _time in range(2):
        assert outsider.post(address, {"act": "read"}).status_code == 204

    assert [visit.revision for visit in link.visits.all()] == [Revision.objects.latest("pk")]


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def test_whoever_may_edit_a_post_shares_it_and_sees_the_link_once(post, outsider, team):
    client, address = signed_in(team.wanda), f"/admin/posts/{post.pk}/share/"

    made = client.post(address, {"name": "Iris Sound", "days": "3", "may_comment": "on"})

    shown = made.context["address"]
    assert "Low water" in words(outsider.get(shown.removeprefix("http://testserver")))
    assert shown in made.text
    assert shown not in client.get(address).text
    assert "Iris Sound" in client.get(address).text


@pytest.mark.parametrize("name", ["wanda", "rita", "edda"])
def test_nobody_shares_what_they_may_not_edit(post, team, name):
    others = signed_in(team.rolf if name == "wanda" else team.wanda)
    post.owner = getattr(team, name)
    post.save()

    answer = others.post(f"/admin/posts/{post.pk}/share/", {"name": "Iris", "days": "3"})

    may = post.permissions_for_user(team.rolf if name == "wanda" else team.wanda).can_edit()
    assert (answer.status_code == 200) is may
    assert ReviewLink.objects.exists() is may


@pytest.mark.parametrize("sent", [{"name": ""}, {"days": "0"}, {"days": "91"}, {"days": "x"}, {"name": "x" * 151}])
def test_wrong_answers_make_no_link(post, team, sent):
    fields = {"name": "Iris", "days": "3", **sent}

    assert signed_in(team.wanda).post(f"/admin/posts/{post.pk}/share/", fields).status_code == 200
    assert not ReviewLink.objects.exists()


def test_all_links_are_taken_back_at_once(post, linked, outsider, team):
    addresses = [linked(name)[1] for name in ("Iris", "Otto")]

    signed_in(team.wanda).post(f"/admin/posts/{post.pk}/share/take-back/")

    assert [outsider.get(address).status_code for address in addresses] == [410, 410]


def test_nobody_logs_in_as_somebody_outside(linked):
    link, _address = linked()

    assert not link.person.is_active
    assert not link.person.has_usable_password()
    assert not link.person.groups.exists()
