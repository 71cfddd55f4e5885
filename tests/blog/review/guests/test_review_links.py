"""Whoever holds a review link reads one draft, and nobody else and nothing else is reached by it."""

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core import mail
from django.test import Client, override_settings
from wagtail.models import Comment

from blog.publishing.trash import move_to_trash
from blog.review.models import ReviewLink, ReviewVisit
from tests.blog.review.addresses import PARAMETER, admin_routes, variants
from tests.blog.review.guests.conftest import say, words
from tests.blog.review.people import draft, write
from tests.factories import text

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
        assert "Ask the person who gave" in words(response)
        assert "Low water" not in words(response)
    assert not Comment.objects.exists()


def test_link_ends_with_its_post(post, linked, outsider):
    link, address = linked()

    post.delete()

    assert outsider.get(address).status_code == 404
    assert not User.objects.filter(pk=link.person_id).exists()


def test_opening_the_address_changes_nothing_and_reading_it_is_noted(linked, outsider):
    link, address = linked()
    for method in ("get", "head", "get"):
        getattr(outsider, method)(address)
    assert not ReviewVisit.objects.exists()

    for _time in range(2):
        assert outsider.post(address, {"act": "read"}).status_code == 204

    assert link.visits.count() == 1


def test_outsider_sees_what_changed_since_they_read_it(post, linked, outsider, team):
    link, address = linked()
    assert "What changed" not in outsider.get(address).text
    assert outsider.get(f"{address}?changes").status_code == 302
    outsider.post(address, {"act": "read"})
    # As an autosave does, which keeps no text from before.
    newest = post.get_latest_revision_as_object()
    newest.body = text('<p data-block-key="low">Low water is at one.</p>')
    newest.save_revision(user=team.wanda, overwrite_revision=post.latest_revision)

    assert 'href="?changes"' in outsider.get(address).text
    page = outsider.get(f"{address}?changes")
    assert page["Cache-Control"] == "private, no-store"
    (added,) = BeautifulSoup(page.content, "html.parser").select(".post-diff__body ins")
    assert added.get_text() == "[inserted] one [end of inserted]"
    for _time in range(3):
        outsider.post(address, {"act": "read"})
    assert [visit.content is None for visit in link.visits.all()] == [False, False]


def test_holder_of_a_link_reaches_nothing_else(post, linked, outsider, team):
    _link, address = linked()
    outsider.get(address)

    for path in addresses_around(team, post):
        for_them, for_anybody = outsider.get(path), Client().get(path)
        assert (for_them.status_code, for_them.get("Location")) == (
            for_anybody.status_code,
            for_anybody.get("Location"),
        )
        assert b"Low water" not in b"".join(for_them)


def addresses_around(team, post):
    """Every address of the admin about this post and its revision, and what is private elsewhere."""
    secret = draft(team, team.wanda, title="Another draft")
    revision = post.latest_revision_id
    numbers = {"page_id": post.pk, "revision_id": revision, "pk": post.pk}
    for route, _name in admin_routes():
        for variant in variants(route):
            yield "/" + PARAMETER.sub(lambda found: str(numbers.get(found[1] or found[2], post.pk)), variant).strip(
                "^$"
            )
    yield from (post.url, secret.url, f"{post.url.rstrip('/')}.md", f"{post.url}history/")


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


@pytest.mark.parametrize(("owner", "giver", "status"), [("rita", "wanda", 302), ("wanda", "rolf", 200)])
def test_nobody_shares_what_they_may_not_edit(post, team, owner, giver, status):
    """Authors may edit their own drafts, reviewers those of others too."""
    post.owner = getattr(team, owner)
    post.save()

    answer = signed_in(getattr(team, giver)).post(f"/admin/posts/{post.pk}/share/", {"name": "Iris", "days": "3"})

    assert answer.status_code == status
    assert ReviewLink.objects.count() == (status == 200)


@pytest.mark.parametrize("sent", [{"name": ""}, {"days": "0"}, {"days": "91"}, {"days": "x"}, {"name": "x" * 151}])
def test_wrong_answers_make_no_link(post, team, sent):
    fields = {"name": "Iris", "days": "3", **sent}

    assert signed_in(team.wanda).post(f"/admin/posts/{post.pk}/share/", fields).status_code == 200
    assert not ReviewLink.objects.exists()


def test_all_links_are_taken_back_at_once(post, linked, outsider, team):
    addresses = [linked(name)[1] for name in ("Iris", "Otto")]

    signed_in(team.wanda).post(f"/admin/posts/{post.pk}/share/take-back/")

    assert [outsider.get(address).status_code for address in addresses] == [410, 410]


def test_nobody_logs_in_as_somebody_outside(team, linked):
    link, _address = linked()

    assert not link.person.is_active
    assert not link.person.has_usable_password()
    assert not link.person.groups.exists()
    administrator = signed_in(team.ada)
    assert "Iris Sound" not in administrator.get("/admin/users/").text
    assert administrator.get(f"/admin/users/edit/{link.person_id}/").status_code == 404


def test_link_is_mailed_where_that_is_asked_for_and_the_address_is_not_kept(post, team):
    fields = {"name": "Iris", "days": "3", "email": "iris@example.org"}
    with override_settings(SENDS_MAIL=True):
        made = signed_in(team.wanda).post(f"/admin/posts/{post.pk}/share/", fields)

    assert "It was also sent to iris@example.org." in made.text
    (sent,) = mail.outbox
    assert made.context["address"] in sent.body
    assert "iris@example.org" not in str([*ReviewLink.objects.values(), *User.objects.values()])


def test_nobody_becomes_an_author_under_the_login_of_somebody_outside(team, linked):
    link, _address = linked()

    offered = signed_in(team.ada).get("/admin/snippets/blog/author/add/")

    assert f'value="{team.wanda.pk}"' in offered.text
    assert link.person.username not in offered.text


def test_who_gave_the_link_and_tries_it_is_no_reading(linked, team):
    link, address = linked(by=team.wanda)

    assert signed_in(team.wanda).post(address, {"act": "read"}).status_code == 204
    assert not link.visits.exists()
    assert signed_in(team.rita).post(address, {"act": "read"}).status_code == 204
    assert link.visits.count() == 1
