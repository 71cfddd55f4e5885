"""An author declares how a text was made. It is approved and recorded with the text, and readers see it if wanted."""

import json

import pytest
from django.urls import reverse

from blog.history.doctor import pages_not_matching_version
from blog.history.models import PublishedVersion
from blog.models import Author, BlogSettings
from blog.review.approval.approvals import approve
from blog.review.exceptions import NotApproved
from tests.blog.admin.conftest import add_url, edit_url, post_data
from tests.blog.history.test_format_two import problems
from tests.blog.review.people import again, draft
from tests.blog.review.test_publish_confirmation import person
from tests.factories import AuthorFactory, of_posts

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]

SENTENCE = "The author declares: Drafted or edited with AI."


@pytest.fixture
def post(team):
    BlogSettings.objects.update(shows_history=True, shows_reviews=True)
    post = draft(team, team.wanda, title="Tides", slug="tides")
    approve(post, user=team.rita)
    again(post).get_latest_revision().publish()
    return again(post)


def declare(post, by, declaration):
    newest = again(post).get_latest_revision_as_object()
    newest.declaration = declaration
    return newest.save_revision(user=by)


def page(client, end="history/"):
    return " ".join(client.get(f"/blog/tides/{end}").content.decode().split())


def test_it_is_approved_and_recorded_with_the_text(team, post, client):
    revision = declare(post, team.wanda, "with_ai")
    shown = person(team.rita).get(reverse("post_changes", args=[post.pk])).content.decode()
    assert "Drafted or edited with AI" in shown
    with pytest.raises(NotApproved):
        revision.publish()
    approve(again(post), user=team.rita)
    again(post).get_latest_revision().publish()

    first, second = of_posts(PublishedVersion).order_by("number")
    assert (first.record["declaration"], second.record["declaration"]) == (None, "with_ai")
    assert first.text == second.text
    assert problems(post) == []
    assert list(pages_not_matching_version()) == []
    again(post).get_latest_revision().publish()
    assert of_posts(PublishedVersion).count() == 2


def test_readers_see_it_where_reviews_are_shown_and_nothing_where_there_is_none(team, post, client):
    BlogSettings.objects.update(works_alone=True)
    assert "declares" not in page(client)
    declare(post, team.wanda, "with_ai").publish()

    assert SENTENCE in page(client)
    assert SENTENCE in page(client, "history/2/")
    assert "declares" not in page(client, "history/1/")
    changes = "How the text was made"
    assert changes in page(client, "history/2/against/1/")
    file = json.loads(b"".join(client.get("/blog/tides/history.json").streaming_content))
    assert [row["record"]["declaration"] for row in file["versions"]] == [None, "with_ai"]

    BlogSettings.objects.update(shows_reviews=False)
    hidden = b"".join(client.get("/blog/tides/history.json").streaming_content).decode()
    assert "declares" not in page(client)
    assert changes not in page(client, "history/2/against/1/")
    assert "with_ai" not in hidden
    assert "record/declaration" in json.loads(hidden)["versions"][1]["redacted"]


def test_account_has_the_default_for_new_posts(team):
    AuthorFactory(name="Wanda", user=team.wanda)
    wanda, account = person(team.wanda), reverse("wagtailadmin_account")
    shown = wanda.get(account).content.decode()
    fields = {"name_email-first_name": "Wanda", "name_email-last_name": "Quill", "name_email-email": "w@example.org"}
    looks = {"theme-theme": "system", "theme-contrast": "system", "theme-density": "default"}
    saved = wanda.post(account, {**fields, **looks, "declaration-declaration": "own_words"})

    assert "How my texts are made" in shown
    assert saved.status_code == 302, saved.context
    assert Author.objects.get().declaration == "own_words"
    form = wanda.get(add_url(team.blog)).context["form"]
    assert form["declaration"].value() == "own_words"
    assert "How my texts are made" not in person(team.rita).get(account).content.decode()


def test_editor_declares_in_the_form(team, post):
    person(team.wanda).post(edit_url(post), post_data("Tides", slug="tides", declaration="machine_translation"))

    assert again(post).get_latest_revision_as_object().declaration == "machine_translation"
