"""The page "How we publish" says what the settings promise, and logs what readers could notice without its words."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, TaskState, WorkflowState

from blog.history.models import SiteEvent
from blog.history.policy_page import MIN_COUNTED, SHOWN_BY_SETTINGS
from blog.history.redaction.phrase import Phrase
from blog.history.redaction.removal import remove_phrase
from blog.models import BlogSettings, PostPage, TrashedPost
from blog.publishing.trash import move_to_trash, restore
from blog.review.takedown.action import take_down
from blog.suggestions.models import Suggestion
from tests.blog.history.test_public_history import hide_in_every_way, publish
from tests.blog.review.people import again
from tests.blog.review.test_publish_confirmation import person
from tests.factories import PostPageFactory, text

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]

PAGE, FILE = "/blog/how-we-publish/", "/blog/how-we-publish.json"
CORRECTION = {"id": "x", "kind": "correction", "note": "", "wrong": "At two.", "right": "At four."}


@pytest.fixture
def tides(team):
    BlogSettings.objects.update(works_alone=True, **dict.fromkeys(SHOWN_BY_SETTINGS, True))
    return publish(PostPageFactory(parent=team.blog, live=False, title="Tides", slug="tides"), "<p>At two.</p>")


def log(client):
    return [(entry["kind"], entry["title"]) for entry in json.loads(client.get(FILE).content)["log"]]


def kinds():
    return list(SiteEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_log_follows_a_post(team, tides, client):
    publish(tides, "<p>At four.</p>", change=CORRECTION)
    publish(tides, "<p>At four!</p>", change={**CORRECTION, "kind": "typo"})
    again(tides).unpublish()
    again(tides).get_latest_revision().publish()
    post = again(tides)
    post.slug = "ebb"
    post.save_revision().publish()
    move_to_trash(again(tides))
    restore(TrashedPost.objects.get(), blog=team.blog)
    take_down(again(tides), user=None)

    assert kinds() == ["published", "corrected", *["unpublished", "published"] * 2, "unpublished"]
    assert {title for _kind, title in log(client)} == {""}


def test_new_address_is_logged(tides, django_capture_on_commit_callbacks):
    tides.slug = "ebb"
    with django_capture_on_commit_callbacks(execute=True):
        tides.save_revision().publish()

    assert kinds() == ["published", "moved"]


def test_redaction_of_a_public_version_is_logged_with_its_kind(tides, client):
    remove_phrase(Phrase("At two"), kind="personal", reason="A request of Cleo.", user=None)

    page = client.get(PAGE).content.decode()
    assert "Redacted (personal data)" in page
    assert "Cleo" not in page + client.get(FILE).content.decode()


def test_posts_that_are_not_public_are_not_named(team, tides, client):
    def post(slug, parent):
        found = PostPageFactory(parent=parent, live=False, slug=slug, title=f"Secret {slug}", body=text("<p>a</p>"))
        return publish(found, "<p>Secret</p>", change=CORRECTION)

    hide_in_every_way(team.blog.get_parent(), team.blog, post)
    hidden = PostPage.objects.get(slug="withdrawn")
    for number in range(MIN_COUNTED):
        Suggestion.objects.create(post=hidden, version=1, before="a", after="b", secret_hash=str(number))

    shown = client.get(PAGE).content.decode() + client.get(FILE).content.decode()

    assert "Secret" not in shown
    assert json.loads(client.get(FILE).content)["numbers"] == {}
    assert {title for _kind, title in log(client)} == {"Tides", ""}


def test_restricted_post_is_in_no_log(team, client):
    BlogSettings.objects.update(works_alone=True, shows_log=True)
    team.blog.view_restrictions.create(restriction_type="login")
    post = publish(PostPageFactory(parent=team.blog, live=False), "<p>At two.</p>")
    publish(post, "<p>At four.</p>", change=CORRECTION)
    post.unpublish()

    assert kinds() == []
    assert client.get(PAGE).status_code in (302, 404)


def test_numbers_begin_with_ten(team, tides, client):
    sent = timezone.now()
    for number in range(MIN_COUNTED + 1):
        state = ["accepted", "declined", "held"][number % 3] if number < 6 else "open"
        Suggestion.objects.create(post=tides, version=1, before="a", after="b", secret_hash=str(number), state=state)
    assert json.loads(client.get(FILE).content)["numbers"] == {}

    for number in range(2):
        Suggestion.objects.create(post=tides, version=1, before="a", after="b", secret_hash=f"x{number}")
    Suggestion.objects.filter(state="accepted").update(decided_at=sent + timedelta(hours=5))
    kind = ContentType.objects.get_for_model(Page)
    about = {"content_type": kind, "base_content_type": kind, "object_id": str(tides.pk), "status": "approved"}
    workflow = again(tides).get_workflow()
    WorkflowState.objects.bulk_create(WorkflowState(workflow=workflow, **about) for _time in range(MIN_COUNTED))
    TaskState.objects.bulk_create(
        TaskState(
            workflow_state=review, revision_id=again(tides).latest_revision_id, task=workflow.tasks.first(),
            content_type=ContentType.objects.get_for_model(TaskState),
            finished_at=review.created_at + timedelta(hours=3),
        )
        for review in WorkflowState.objects.all()
    )  # fmt: skip

    assert json.loads(client.get(FILE).content)["numbers"] == {
        "hours_to_approval": 3,
        "suggestions_received": 11,
        "suggestions_accepted": 2,
        "suggestions_declined": 2,
        "hours_to_answer": 5,
    }


@pytest.mark.parametrize("name", SHOWN_BY_SETTINGS)
def test_page_says_what_is_switched_on(tides, client, name):
    with_all = BeautifulSoup(client.get(PAGE).content, "html.parser").main.get_text()
    BlogSettings.objects.update(**{name: False})

    assert BeautifulSoup(client.get(PAGE).content, "html.parser").main.get_text() != with_all
    assert json.loads(client.get(FILE).content)["settings"][name] is False
    BlogSettings.objects.update(**dict.fromkeys(SHOWN_BY_SETTINGS, False))
    assert [client.get(address).status_code for address in (PAGE, FILE)] == [404, 404]


def test_page_asks_five_queries_more_than_the_list_of_topics(tides, client):
    def queries(address):
        client.get(address)
        with CaptureQueriesContext(
            connection,
        ) as captured:
            client.get(address)
        return len(captured)

    frame = queries("/blog/topics/") - 1
    assert queries(PAGE) - frame <= 5


def test_live_post_keeps_the_address(team, tides, client):
    PostPage.objects.filter(pk=tides.pk).update(slug="how-we-publish", url_path=f"{team.blog.url_path}how-we-publish/")
    tides.refresh_from_db()
    publish(tides, "<p>Our post</p>")

    assert "Our post" in client.get(PAGE).content.decode()
    assert "Log of changes" in client.get("/blog/archive/how-we-publish/").content.decode()


def test_entry_is_held_back_by_who_may_publish(team, tides, client):
    event = SiteEvent.objects.get()
    address = reverse("site_log")

    assert person(team.rita).post(address, {"event": event.pk}).status_code in (302, 403)
    assert log(client) == [("published", "Tides")]
    person(team.edda).post(address, {"event": event.pk})
    assert log(client) == []
    assert "Tides" in person(team.edda).get(address).content.decode()
