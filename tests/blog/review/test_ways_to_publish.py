"""Every known way to bring a text before readers, tried with a text that nobody approved."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from blog.models import BlogSettings, PostPage, PublicPost
from blog.publishing.trash import move_to_trash, restore
from blog.review.approval.approvals import approve
from blog.review.exceptions import NotApproved
from blog.review.models import Approval
from config.operations.worker import publish_due
from tests.blog.admin.conftest import add_url, edit_url, post_data
from tests.blog.review.people import again, decide, draft, submit, write
from tests.factories import text
from tests.matrix import combinations

# What the guard asks of a database, test_guard asks of both.
pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]

SECRET = "Nobody approved this."
EVERYBODY = ["wanda", "rita", "edda", "ada", "root"]
# Who may not publish, who may, and who may do everything.
EACH = combinations(EVERYBODY, sample=2, always={"root"})
# Who may change a post that wanda wrote; she may change it herself.
EDITING = combinations(["rita", "edda", "ada", "root"], sample=2, always={"root"})


@pytest.fixture
def live(team):
    """A live post of wanda's whose newest draft holds the secret."""
    post = draft(team, team.wanda, title="Tides", slug="tides")
    submit(post, team.wanda)
    decide(post, team.rita)
    write(post, team.wanda, SECRET)
    return again(post)


@pytest.fixture(autouse=True)
def nobody_ever_reads_it(team):
    yield
    assert not any(SECRET in str(post.body) for post in PostPage.objects.filter(live=True))
    for row in PublicPost.objects.all():
        assert SECRET not in Client().get(PostPage.objects.get(pk=row.pk).url).content.decode()


def person(team, name):
    client = Client()
    client.force_login(getattr(team, name))
    return client


def body(words):
    return (("text", f"<p>{words}</p>"),)


def said(client, response):
    """What the next page of the admin tells the person."""
    page = client.get(response["Location"])
    return " ".join(str(message) for message in page.context["messages"])


@pytest.mark.parametrize("name", EACH)
def test_new_post_published_from_its_first_form(team, name):
    client = person(team, name)

    client.post(add_url(team.blog), {**post_data("New", body=body(SECRET)), "action-publish": "1"})

    assert SECRET in str(PostPage.objects.get(title="New").get_latest_revision_as_object().body)


@pytest.mark.parametrize("name", EACH)
def test_draft_of_a_live_post_published_from_its_form(team, live, name):
    client = person(team, name)

    response = client.post(edit_url(live), {**post_data("Tides", body=body(SECRET)), "action-publish": "1"})

    assert response.status_code == 302
    assert again(live).live


def test_publisher_is_told_that_the_text_is_kept_and_needs_a_review(team, live):
    client = person(team, "edda")

    response = client.post(edit_url(live), {**post_data("Tides", body=body(SECRET + "!")), "action-publish": "1"})

    assert response["Location"] == edit_url(live)
    assert "Your text is saved as a draft. Submit it for review." in said(client, response)
    assert SECRET + "!" in str(again(live).get_latest_revision_as_object().body)


@pytest.mark.parametrize("name", EDITING)
def test_one_post_that_saves_a_text_and_approves_it(team, name):
    post = draft(team, team.wanda, title="Tides")
    submit(post, team.wanda)
    client = person(team, name)

    data = {**post_data("Tides", summary="In short.", body=body(SECRET)), "action-workflow-action": "1"}
    response = client.post(edit_url(post), {**data, "workflow-action-name": "approve"})

    assert "You wrote part of this text" in said(client, response)
    assert not again(post).live
    assert again(post).workflow_in_progress


@pytest.mark.parametrize(
    ("name", "target"), combinations(EVERYBODY, ["post", "blog with all below it"], sample=2, always={"root"})
)
def test_bulk_publication(team, live, name, target):
    new = draft(team, team.wanda, title="New")
    page = live if target == "post" else team.blog
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])

    person(team, name).post(f"{address}?id={page.pk}&next=/admin/", {"include_descendants": "on"})

    assert again(live).has_unpublished_changes
    assert not again(new).live


@pytest.mark.parametrize("name", EACH)
def test_copy_that_keeps_live(team, live, name):
    data = {"new_title": "Copy", "new_slug": "copy", "new_parent_page": team.blog.pk, "publish_copies": "on"}

    client = person(team, name)
    response = client.post(reverse("wagtailadmin_pages:copy", args=[live.pk]), data)

    assert client.get(response["Location"]).status_code == 200
    assert not PostPage.objects.filter(slug="copy", live=True).exists()


@pytest.mark.parametrize("name", EACH)
def test_older_text_brought_back_and_published(team, name):
    post = draft(team, team.wanda, words=SECRET, title="Tides")
    older = post.get_latest_revision()
    write(post, team.wanda, "Better words.")
    submit(post, team.wanda)
    decide(post, team.rita)
    address = reverse("wagtailadmin_pages:revisions_revert", args=[post.pk, older.pk])
    client = person(team, name)

    client.get(address)
    client.post(edit_url(post), {**post_data("Tides", body=body(SECRET)), "action-publish": "1"})
    client.post(address, {**post_data("Tides", body=body(SECRET)), "action-publish": "1"})

    assert again(post).live


@pytest.mark.parametrize("name", ["edda", "ada", "root"])
def test_schedule_that_nobody_approved(team, live, name):
    tomorrow = (timezone.now() + timedelta(days=1)).strftime("%Y-%m-%d %H:%M")
    client = person(team, name)

    data = post_data("Tides", body=body(SECRET), go_live_at=tomorrow)
    response = client.post(edit_url(live), {**data, "action-publish": "1"})

    assert "was not published" in said(client, response)
    assert not Revision.objects.filter(approved_go_live_at__isnull=False).exists()


@pytest.mark.parametrize("name", ["edda", "ada", "root"])
def test_bulk_publication_of_a_draft_for_later_keeps_what_is_scheduled(team, name):
    post = draft(team, team.wanda, title="Tides", go_live_at=timezone.now() + timedelta(days=1))
    submit(post, team.wanda)
    decide(post, team.rita)
    planned = again(post).scheduled_revision
    write(post, team.wanda, SECRET)
    address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
    client = person(team, name)

    response = client.post(f"{address}?id={post.pk}&next=/admin/", {"include_descendants": ""})

    assert "was not scheduled" in said(client, response)
    assert again(post).scheduled_revision == planned is not None


def test_schedule_written_past_the_form(live):
    revision = live.get_latest_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=timezone.now() - timedelta(minutes=1))

    publish_due()

    assert again(live).scheduled_revision == revision


def test_autosave_over_the_revision_that_was_approved(team):
    post = draft(team, team.wanda, title="Tides")
    approve(post, user=team.rita)
    revision = again(post).get_latest_revision()
    newest = revision.as_object()
    newest.body = text(f"<p>{SECRET}</p>")
    newest.save_revision(user=team.wanda, overwrite_revision=revision)

    person(team, "edda").post(edit_url(post), {**post_data("Tides", body=body(SECRET)), "action-publish": "1"})

    assert not again(post).live


def test_autosave_over_the_revision_that_is_scheduled(team):
    post = draft(team, team.wanda, title="Tides", go_live_at=timezone.now() + timedelta(days=1))
    submit(post, team.wanda)
    decide(post, team.rita)
    planned = again(post).scheduled_revision
    newest = planned.as_object()
    newest.body = text(f"<p>{SECRET}</p>")

    newest.save_revision(user=team.wanda, overwrite_revision=planned)

    assert again(post).scheduled_revision == planned is not None


def test_approval_that_ended(team):
    post = draft(team, team.wanda, words=SECRET, title="Tides", summary="In short.")
    approve(post, user=team.rita)
    Approval.objects.update(ended_at=timezone.now())

    data = post_data("Tides", summary="In short.", body=body(SECRET))
    person(team, "edda").post(edit_url(post), {**data, "action-publish": "1"})

    assert not again(post).live


def test_withdrawn_post_whose_draft_was_changed(team, live):
    live.unpublish(user=team.edda)

    person(team, "edda").post(edit_url(live), {**post_data("Tides", body=body(SECRET)), "action-publish": "1"})

    assert not again(live).live


def test_draft_put_back_from_the_trash(team, live):
    note = move_to_trash(live, user=team.edda)

    restore(note, blog=team.blog, user=team.edda)

    assert again(live).live


def test_move_to_a_site_where_one_works_alone(team, live):
    BlogSettings.objects.exclude(works_alone=False).delete()
    live.move(team.blog.get_parent(), pos="last-child")

    person(team, "edda").post(edit_url(live), {**post_data("Tides", body=body(SECRET)), "action-publish": "1"})


@pytest.mark.parametrize("how", ["save", "save of one field", "publication", "command"])
def test_shell(team, live, how):
    changed = again(live)
    changed.body = text(f"<p>{SECRET}</p>")
    acts = {
        "save": changed.save,
        "save of one field": lambda: changed.save(update_fields=["body"]),
        "publication": lambda: live.get_latest_revision().publish(),
        "command": lambda: call_command("publish_scheduled"),
    }
    if how == "command":
        Revision.objects.filter(pk=live.latest_revision_id).update(approved_go_live_at=timezone.now())

    with pytest.raises(NotApproved):
        acts[how]()
