"""A link may carry the word of a reviewer who wrote nothing of the text, and nobody else's."""

import pytest
from bs4 import BeautifulSoup
from wagtail.models import Comment, PageLogEntry

from blog.review.approval.content_hash import approval_hash_of_page
from blog.review.models import Approval, ReviewLink
from tests.blog.review.guests.conftest import say, words
from tests.blog.review.guests.test_review_links import signed_in
from tests.blog.review.people import again, submit, words_of, write
from tests.factories import of_posts

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewed(team, post):
    submit(post, team.wanda)
    return again(post)


def seen_on(response):
    field = BeautifulSoup(response.content, "html.parser").find("input", attrs={"name": "seen"})
    return field["value"] if field else ""


def approve(client, address, seen):
    return client.post(address, {"act": "approve", "seen": seen})


def test_word_of_somebody_outside_publishes_what_they_read_under_both_names(team, reviewed, linked, outsider):
    _link, address = linked(by=team.rita, may_approve=True)
    seen = seen_on(outsider.get(address))

    assert "Your approval of “The tide table” is stored" in words(approve(outsider, address, seen))

    assert again(reviewed).live
    assert "Low water is at noon." in words_of(reviewed)
    given = of_posts(Approval).get()
    assert (given.user, given.content_hash) == (team.rita, seen)
    assert given.note == "Approved by Iris Sound with a review link."
    # One word for one text.
    assert not ReviewLink.objects.get().may_approve
    logged = PageLogEntry.objects.get(action="blog_review.outside_approval")
    assert logged.message == "Approved by Iris Sound with a review link from rita"


def test_text_that_was_changed_while_they_read_is_not_published(team, reviewed, linked, outsider):
    _link, address = linked(by=team.rita, may_approve=True)
    seen = seen_on(outsider.get(address))
    write(reviewed, team.wanda, "Other words.")

    response = approve(outsider, address, seen)

    assert response.status_code == 400
    assert "changed while you were reading it" in words(response)
    assert not again(reviewed).live


@pytest.mark.parametrize("seen", ["", "0" * 64])
def test_hash_that_is_forged_approves_nothing(team, reviewed, linked, outsider, seen):
    assert approve(outsider, linked(by=team.rita, may_approve=True)[1], seen).status_code == 400
    assert not again(reviewed).live


@pytest.mark.parametrize(
    "why", ["no right", "not submitted for review", "giver wrote", "giver left the reviewers", "author's link"]
)
def test_link_approves_under_its_conditions_only(team, post, linked, outsider, why):
    if why != "not submitted for review":
        submit(post, team.wanda)
    giver = team.wanda if why == "author's link" else team.rita
    _link, address = linked(by=giver, may_approve=why != "no right")
    if why == "giver wrote":
        write(post, team.rita, "Rita's words.")
    elif why == "giver left the reviewers":
        team.rita.groups.clear()

    assert seen_on(outsider.get(address)) == ""
    seen = approval_hash_of_page(again(post).get_latest_revision_as_object())
    assert approve(outsider, address, seen).status_code == (410 if why == "giver left the reviewers" else 400)
    assert not again(post).live
    assert not of_posts(Approval).exists()


def test_open_comment_keeps_it_from_going_live(team, reviewed, linked, outsider):
    _link, address = linked(by=team.rita, may_approve=True)
    say(outsider, address)

    response = approve(outsider, address, seen_on(outsider.get(address)))

    assert response.status_code == 400
    assert "Not approved. 1 comment is not resolved. The person who gave you the link can correct this." in words(
        response
    )
    assert Comment.objects.filter(resolved_at=None).count() == 1
    assert not again(reviewed).live


@pytest.mark.parametrize(("name", "may"), [("wanda", False), ("rita", True)])
def test_only_reviewers_who_wrote_nothing_of_it_lend_their_word(team, reviewed, name, may):
    fields = {"name": "Iris", "days": "3", "may_approve": "on"}

    page = signed_in(getattr(team, name)).post(f"/admin/posts/{reviewed.pk}/share/", fields)

    assert ("may approve" in page.text.lower()) is may
    assert ReviewLink.objects.get().may_approve is may


def test_pinned_link_shows_what_it_was_made_for_and_approves_nothing_newer(team, reviewed, outsider):
    made = signed_in(team.rita).post(
        f"/admin/posts/{reviewed.pk}/share/", {"name": "Iris", "days": "3", "is_pinned": "on", "may_approve": "on"}
    )
    address = made.context["address"].removeprefix("http://testserver")
    write(reviewed, team.wanda, "Other words.")

    page = outsider.get(address)
    assert "Low water" in words(page)
    assert "without later changes" in words(page)
    assert approve(outsider, address, seen_on(page)).status_code == 400
    assert not again(reviewed).live
