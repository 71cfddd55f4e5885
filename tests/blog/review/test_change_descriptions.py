"""What an editor says about a change goes live with it, after it was approved with it."""

from datetime import timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone

from blog.history.content import content_of
from blog.history.export import version_as_json
from blog.history.models import PublishedVersion
from blog.models import BlogSettings
from blog.review.approval.approvals import active_approval, approve
from config.operations.worker import publish_due
from tests.blog.admin.conftest import edit_url, post_data
from tests.blog.history.test_format_two import VERIFIER
from tests.blog.review.people import again, draft, write
from tests.blog.review.test_publish_confirmation import person

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]

TYPO = {"change-kind": "typo", "change-note": "", "change-wrong": "", "change-right": ""}
CORRECTION = {
    "change-kind": "correction",
    "change-note": "A reader told us.",
    "change-wrong": "At two.",
    "change-right": "At four.",
}


@pytest.fixture
def live(team):
    post = draft(team, team.wanda, words="The ebb begins at two.", title="Tides", slug="tides")
    approve(post, user=team.rita)
    again(post).get_latest_revision().publish()
    return again(post)


@pytest.fixture
def alone(live):
    BlogSettings.objects.update(works_alone=True)
    return live


def send(user, post, button, words, change=None, **fields):
    data = post_data("Tides", slug="tides", summary="In short.", body=[("text", f"<p>{words}</p>")], **fields)
    response = person(user).post(edit_url(post), {**data, **button, **(change or {})})
    return BeautifulSoup(response.content, "html.parser")


def question(user, post, words, button="action-publish"):
    return send(user, post, {"last-look": button}, words)


def publish(user, post, words, change):
    return send(user, post, {"action-publish": "confirmed"}, words, change)


def recorded(post):
    versions = PublishedVersion.objects.filter(post_uuid=post.uuid).order_by("number")
    changes = [version.record["change"] for version in versions]
    return [change and (change["kind"], change["note"], change["wrong"], change["right"]) for change in changes]


def test_kind_is_proposed_and_recorded(team, alone):
    page = question(team.edda, alone, "The ebb begnis at two.")
    publish(team.edda, alone, "The ebb begnis at two.", TYPO)

    assert page.find("option", selected=True)["value"] == "typo"
    assert page.find("button", value="go").has_attr("autofocus")
    assert recorded(alone) == [None, ("typo", "", "", "")]


def test_first_publication_and_no_difference_are_not_asked_about(team, alone):
    new = draft(team, team.edda, title="New", slug="new")

    assert question(team.edda, alone, "The ebb begins at two.").find("fieldset") is None
    assert question(team.edda, new, "Words").find("fieldset") is None


def test_description_belongs_to_one_publication(team, alone):
    publish(team.edda, alone, "At three.", CORRECTION)
    post = again(alone)
    assert post.get_latest_revision_as_object().change is None
    assert question(team.edda, post, "At four.").find("option", selected=True)["value"] == "wording"
    write(post, team.edda, "At four.").publish()
    # As a script would change it.
    post = again(post)
    post.summary = "Otherwise."
    post.save()

    assert recorded(alone) == [None, ("correction", "A reader told us.", "At two.", "At four."), None, None]


def test_correction_without_its_claims_is_only_saved(team, alone):
    publish(team.edda, alone, "At three.", {"change-kind": "correction", "change-wrong": "At two."})

    assert recorded(alone) == [None]
    assert again(alone).has_unpublished_changes


def test_description_is_approved_with_the_text(team, live):
    send(team.wanda, live, {"action-submit": "confirmed"}, "At four.", CORRECTION)
    page = person(team.rita).get(edit_url(live))
    step = again(live).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[live.pk, "approve", step.pk])
    dialog = person(team.rita).get(address).json()["html"]
    approve(again(live), user=team.rita)
    again(live).get_latest_revision().publish()

    assert page.status_code == 200
    assert "At two." in dialog
    assert "Correction of a fact" in dialog
    newest = PublishedVersion.objects.latest("number")
    assert newest.record["change"]["right"] == "At four."
    assert VERIFIER["approves_exactly_this"](version_as_json(newest)) is True


def test_another_description_needs_another_approval(team, live):
    send(team.wanda, live, {"action-submit": "confirmed"}, "At four.", TYPO)
    approve(again(live), user=team.rita)
    page = question(team.edda, again(live), "At four.")
    publish(team.edda, again(live), "At four.", CORRECTION)

    assert page.find("fieldset") is None
    assert "Typo" in page.get_text()
    assert recorded(live) == [None]
    assert active_approval(live, content_of(again(live).get_latest_revision_as_object())) is None


def around_changes():
    BlogSettings.objects.update(licence="cc-by-4.0")


def test_same_text_with_a_description_that_nobody_approved_is_refused(team, live):
    around_changes()

    publish(team.edda, live, "The ebb begins at two.", CORRECTION)

    assert recorded(live) == [None]


def test_description_of_no_change_is_forgotten(team, live):
    """It would go live with whatever is recorded next."""
    publish(team.edda, live, "The ebb begins at two.", CORRECTION)
    around_changes()
    again(live).save()

    assert again(live).change is None
    assert set(recorded(live)) == {None}


def test_approver_is_shown_the_description_of_a_post_that_is_not_live(team):
    post = draft(team, team.wanda, title="New", slug="new")
    data = {**post_data("New", slug="new", summary="In short."), "action-submit": "confirmed", **CORRECTION}
    person(team.wanda).post(edit_url(post), data)
    step = again(post).current_workflow_task_state
    dialog = person(team.rita).get(reverse("wagtailadmin_pages:workflow_action", args=[post.pk, "approve", step.pk]))

    assert "At two." in dialog.json()["html"]


def test_text_that_was_approved_without_a_description_is_published_without_one(team, live):
    write(live, team.wanda, "At four.")
    approve(again(live), user=team.rita)

    page = question(team.edda, again(live), "At four.")

    assert page.find("button", value="go")
    assert "Kind of change" not in page.get_text()


def test_scheduled_change_goes_live_with_its_description(team, live):
    go_live_at = timezone.now() + timedelta(hours=1)
    newest = write(live, team.wanda, "At four.").as_object()
    newest.go_live_at, newest.change = go_live_at, {"id": "1", "kind": "typo", "note": "", "wrong": "", "right": ""}
    newest.save_revision(user=team.wanda)
    approve(again(live), user=team.rita)
    again(live).get_latest_revision().publish()
    with time_machine.travel(go_live_at + timedelta(minutes=1), tick=False):
        publish_due()

    assert recorded(live) == [None, ("typo", "", "", "")]


def test_copy_does_not_take_the_description_along(team, alone):
    publish(team.edda, alone, "At three.", CORRECTION)

    copy = again(alone).copy(update_attrs={"slug": "copy"}, keep_live=False)

    assert again(copy).change is None
    assert again(copy).get_latest_revision_as_object().change is None
