"""Two people at one post, stale pages and forged requests: words or a question, and no text lost or shown unseen."""

import json
from datetime import timedelta
from functools import partial

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, WorkflowState

from blog.history.models import PublishedVersion
from blog.models import BlogIndexPage, PostPage
from blog.publishing.schedule import due_revisions, publish_scheduled
from blog.publishing.trash import move_to_trash, restore
from blog.review.approval.content_hash import approval_hash_of_page
from blog.review.exceptions import ApprovalRefused
from blog.review.models import Approval
from tests.blog.admin.conftest import edit_url, post_data
from tests.blog.review.people import again, decide, draft, make_team, submit, words_of, write
from tests.connections import at_once, committed
from tests.factories import of_posts


@pytest.fixture(scope="module")
def team_once(module_db):
    return make_team()


@pytest.fixture
def team(team_once, db):
    team_once.blog = BlogIndexPage.objects.get()
    return team_once


@pytest.fixture
def in_review(team):
    post = draft(team, team.wanda, title="Tides", slug="tides")
    submit(post, team.wanda)
    return again(post)


def person(user):
    client = Client()
    client.force_login(user)
    return client


def newest(post):
    return str(again(post).get_latest_revision_as_object().body)


def autosave(client, post, words, loaded):
    """What the editor sends by itself; ``loaded`` is the revision that it shows."""
    data = post_data("Tides", slug="tides", body=[("text", f"<p>{words}</p>")]) | {
        "overwrite_revision_id": loaded.pk,
        "loaded_revision_id": loaded.pk,
        "loaded_revision_created_at": loaded.created_at.isoformat(),
    }
    return client.post(edit_url(post), data, headers={"accept": "application/json"})


def approve_by_post(client, post, step, **data):
    address = reverse("wagtailadmin_pages:workflow_action", args=(post.pk, "approve", step))
    return client.post(address, {"comment": "", **data}, follow=True)


def said(response):
    return " ".join(str(message) for message in response.context["messages"])


def test_author_who_typed_on_while_the_post_was_approved_has_a_draft_and_readers_the_approved_text(team):
    post = draft(team, team.edda, title="Tides", slug="tides", words="Approved.")
    loaded = again(post).latest_revision
    submit(post, team.edda)
    decide(post, team.rita)

    answer = autosave(person(team.edda), post, "Typed on.", loaded)

    assert answer.json()["success"]
    assert ("Approved." in words_of(post), "Typed on." in newest(post)) == (True, True)
    live = again(post)
    assert (live.live, live.has_unpublished_changes) == (True, True)
    assert "Approved." in str(live.live_revision.as_object().body)


def test_author_cannot_write_while_the_post_is_in_review_and_is_told(team, in_review):
    answer = autosave(person(team.wanda), in_review, "Slipped in.", in_review.latest_revision)

    assert answer.json()["error_code"] == "locked"
    assert "locked" in answer.json()["error_message"]
    assert "Slipped in." not in newest(in_review)


def test_approval_of_what_was_read_before_it_changed_is_asked_again(team, in_review):
    seen = approval_hash_of_page(in_review.get_latest_revision_as_object())
    step = in_review.current_workflow_task_state.pk
    write(in_review, team.edda, "Changed meanwhile.")

    response = approve_by_post(person(team.rita), in_review, step, seen=seen)

    assert "The text was changed while you were reading it" in said(response)
    assert not again(in_review).live
    assert again(in_review).workflow_in_progress


@pytest.mark.parametrize("how", ["revoked", "trashed", "decided"])
def test_approval_of_a_review_that_ended_elsewhere_is_answered_in_words(team, in_review, how):
    seen = approval_hash_of_page(in_review.get_latest_revision_as_object())
    step = in_review.current_workflow_task_state.pk
    ends = {
        "revoked": lambda: WorkflowState.objects.get().cancel(user=team.wanda),
        "trashed": lambda: move_to_trash(in_review, user=team.edda),
        "decided": lambda: decide(in_review, team.rolf, "reject", comment="Which words?"),
    }
    ends[how]()

    response = approve_by_post(person(team.rita), in_review, step, seen=seen)

    assert "not currently awaiting" in said(response) or "permission" in said(response), said(response)
    assert not again(in_review).live
    assert not of_posts(Approval).exists()


def test_step_of_another_review_approves_nothing(team, in_review):
    other = draft(team, team.rita, title="Other", slug="other")
    submit(other, team.rita)
    step = again(other).current_workflow_task_state.pk

    approve_by_post(
        person(team.rita), in_review, step, seen=approval_hash_of_page(in_review.get_latest_revision_as_object())
    )

    assert not PostPage.objects.filter(live=True).exists()
    assert not of_posts(Approval).exists()


def test_draft_of_somebody_else_is_not_overwritten_by_an_author(team):
    post = draft(team, team.edda, title="Tides", slug="tides")

    autosave(person(team.wanda), post, "Forged.", again(post).latest_revision)

    assert "Forged." not in newest(post)


def test_scheduled_post_that_somebody_publishes_keeps_its_schedule_and_says_so(team):
    post = draft(team, team.wanda, title="Tides", slug="tides")
    planned = post.get_latest_revision_as_object()
    planned.go_live_at = timezone.now().replace(microsecond=0) + timedelta(days=1)
    planned.save_revision(user=team.wanda)
    submit(post, team.wanda)
    decide(post, team.rita)

    data = post_data("Tides", slug="tides", body=[("text", "<p>Unseen.</p>")]) | {"action-publish": "1"}
    response = person(team.edda).post(edit_url(post), data)

    assert "could not be saved as it is locked" in said(response)
    assert again(post).scheduled_revision.approved_go_live_at == planned.go_live_at
    assert "Unseen." not in newest(post)


@pytest.fixture
def together(migrated_folder, tmp_path, django_db_setup, django_db_blocker):
    """A team whose members have a connection each, and wanda's post in review."""
    with django_db_blocker.unblock(), committed(migrated_folder, tmp_path):
        team = make_team()
        team.post = draft(team, team.wanda, title="Waves", slug="waves")
        yield team


def test_two_approvals_at_once_are_one_and_the_other_is_told(together):
    submit(together.post, together.wanda)
    steps = [again(together.post).current_workflow_task_state for _ in range(2)]

    results = at_once(
        lambda: steps[0].task.specific.on_action(steps[0], together.rita, "approve"),
        lambda: steps[1].task.specific.on_action(steps[1], together.rolf, "approve"),
    )

    assert [result for result in results if result] == [
        result for result in results if isinstance(result, ApprovalRefused)
    ]
    assert len([result for result in results if result]) == 1
    assert of_posts(Approval).count() == of_posts(PublishedVersion).count() == 1
    assert again(together.post).live


def test_two_workers_at_once_publish_once(together):
    planned = together.post.get_latest_revision_as_object()
    planned.go_live_at = timezone.now() + timedelta(days=1)
    planned.save_revision(user=together.wanda)
    submit(together.post, together.wanda)
    decide(together.post, together.rita)
    again(together.post).revisions.filter(approved_go_live_at__isnull=False).update(approved_go_live_at=timezone.now())
    revision = due_revisions().get()
    revision.content["go_live_at"] = timezone.now().isoformat()
    revision.save()

    results = at_once(*[lambda: publish_scheduled(due_revisions().get(pk=revision.pk))] * 2)

    assert results.count(True) == 1
    assert PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count() == 1


def test_autosave_and_approval_at_once_lose_no_text_and_take_no_post_off_the_site(together):
    post = draft(together, together.edda, title="Tides", slug="tides", words="Approved.")
    submit(post, together.edda)
    post, step = again(post), again(post).current_workflow_task_state
    seen, loaded = approval_hash_of_page(post.get_latest_revision_as_object()), post.latest_revision
    editor = person(together.edda)

    saved, approved = at_once(
        lambda: autosave(editor, post, "Typed on.", loaded).json(),
        lambda: step.task.specific.on_action(step, together.rita, "approve", seen=seen),
    )

    assert saved["success"], json.dumps(saved)
    assert "Typed on." in newest(post)
    if isinstance(approved, ApprovalRefused):
        assert not again(post).live
    else:
        assert approved is None
        assert (again(post).live, "Approved." in words_of(post)) == (True, True)


def test_posts_that_are_deleted_and_put_back_at_once_all_are(together):
    posts = [draft(together, together.wanda, title=f"Tide {number}") for number in range(6)]

    gone = at_once(*(partial(move_to_trash, post) for post in posts))
    assert [note.post for note in gone] == posts
    back = at_once(
        *(partial(restore, note, blog=together.blog) for note in gone[:3]), partial(move_to_trash, together.post)
    )

    assert back[:3] == posts[:3]
    assert not any(Page.find_problems())
