"""Real changes to posts, sent by the public form and accepted by an editor."""

from random import Random

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone

from blog.body.canonical import canonical_text
from blog.history.content import content_of
from blog.models import BlogSettings, Tag
from blog.suggestions.deciding import accept
from blog.suggestions.fields import shown_fields
from blog.suggestions.models import Suggestion
from tests.blog.history.merge.reader_edits import rows
from tests.blog.suggestions.replay import change_of
from tests.factories import PostPageFactory

pytestmark = [pytest.mark.django_db, pytest.mark.real_posts]


@pytest.fixture
def blog_with_form(blog):
    BlogSettings.objects.create(site=blog.get_site(), takes_suggestions=True)
    return blog


def published(change, blog):
    before = change.before
    tags = [Tag.objects.get_or_create(name=name)[0] for name in before.tags]
    dates = {"published_on": before.date} if before.date else {}
    return PostPageFactory(
        parent=blog, title=before.title, summary=before.summary, slug="post", body=change.blocks, tags=tags, **dates
    )


def send(change, number):
    """Opens the form as a reader does, changes the places and sends it. Each reader has a network."""
    reader = Client(REMOTE_ADDR=f"10.0.{number // 250}.{number % 250 + 1}")
    with time_machine.travel(timezone.now(), tick=False) as clock:
        page = BeautifulSoup(reader.get("/blog/post/suggest/").content, "html.parser")
        fields = {field["name"]: field.get("value", "") for field in page.select("form input[name]")}
        fields |= {field["name"]: field.get_text() for field in page.select("form textarea")}
        fields.pop("may_be_named")
        changed = {f"place-{name}": words for name, words in change.edits.items()} | change.fields
        assert changed.keys() <= fields.keys()
        clock.shift(60)
        return reader.post("/blog/post/suggest/", fields | changed)


def replay(change, blog, number=0):
    """Returns the state in which the suggestion was stored. Accepted, it gives the text of the commit."""
    post = published(change, blog)
    response = send(change, number)
    assert response.status_code == 302, response.text
    suggestion = Suggestion.objects.get(post=post)
    editor = User.objects.get_or_create(username="edda", is_superuser=True)[0]
    accept(suggestion, user=editor)
    draft = type(post).objects.get(pk=post.pk).get_latest_revision_as_object()
    assert canonical_text(draft.body) == change.expected
    shown = shown_fields(content_of(draft).shown)
    assert {name: shown[name] for name in change.fields} == change.fields
    post.delete()
    return suggestion.state


# A text that reading and writing does not leave as it is: brackets within an address within brackets.
UNSTABLE = "locale/en/blog/announcements/nodejs-security-project.md"


def changes(some, folder):
    """Leaves out what changes nothing of the post, such as layout, comments and spaces at the ends of lines."""
    found = (change_of(row, folder) for row in some if row["path"] != UNSTABLE)
    return [change for change in found if change.edits or change.fields]


def test_some_real_changes_are_sent_and_accepted(blog_with_form, tmp_path):
    short = [row for row in rows() if len(row["before"]) < 3_000]

    for change in changes(Random(16).sample(short, 6), tmp_path):
        assert replay(change, blog_with_form) == "open"


@pytest.mark.long
def test_all_real_changes_are_sent_and_accepted(blog_with_form, tmp_path):
    found = changes(rows(), tmp_path)

    states = [replay(change, blog_with_form, number) for number, change in enumerate(found)]

    in_one = [change for change in found if len(change.places) == 1]
    assert len(found) >= 220
    assert len(in_one) >= 0.75 * len(found)
    assert states.count("held") <= 0.02 * len(found)
    assert set(states) <= {"open", "held"}
