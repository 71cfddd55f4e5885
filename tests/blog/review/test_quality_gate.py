import pytest
from django.urls import reverse
from wagtail.models import Comment, TaskState, WorkflowState

from blog.review.exceptions import ApprovalRefused
from blog.review.models import Waiver
from blog.review.workflow.quality_gate import waive
from tests.blog.review.people import again, decide, draft, submit, words_of, write

pytestmark = pytest.mark.django_db


def state(post):
    return WorkflowState.objects.filter(object_id=post.pk).latest("pk")


def test_draft_with_a_finding_that_blocks_comes_back_with_its_words(team):
    post = draft(team, team.wanda, summary="")

    submit(post, team.wanda)

    assert state(post).status == WorkflowState.STATUS_NEEDS_CHANGES
    assert state(post).current_task_state.comment.startswith("There is no summary.")


def test_draft_put_right_goes_on_to_its_review(team):
    post = draft(team, team.wanda, summary="")
    submit(post, team.wanda)
    newest = again(post).get_latest_revision_as_object()
    newest.summary = "In short."
    newest.save_revision(user=team.wanda)

    state(post).resume(team.wanda)

    assert again(post).current_workflow_task.name == "Review"


def test_finding_that_only_warns_does_not_block(team):
    post = draft(team, team.wanda, words='<a href="https://example.org/">here</a>')

    submit(post, team.wanda)

    assert again(post).current_workflow_task.name == "Review"


def test_comment_that_is_not_resolved_blocks(team):
    post = draft(team, team.wanda)
    Comment.objects.create(page=again(post), user=team.rita, text="Sure?", contentpath="title")

    submit(post, team.wanda)

    assert state(post).current_task_state.comment == "1 comment is not resolved."


def test_reason_lets_a_finding_stand(team):
    post = draft(team, team.wanda, summary="")
    waive(post, code="empty-summary", block_id="", reason="The title says it.", user=team.rita)

    submit(post, team.wanda)
    decide(post, team.rita)

    assert again(post).live


def test_finding_that_came_after_the_gate_stops_the_approval(team):
    post = draft(team, team.wanda)
    submit(post, team.wanda)
    newest = again(post).get_latest_revision_as_object()
    newest.summary = ""
    newest.save_revision(user=team.wanda)

    with pytest.raises(ApprovalRefused, match="There is no summary"):
        decide(post, team.rita)

    assert state(post).current_task_state.status == TaskState.STATUS_IN_PROGRESS


def post_waiver(client, post, **data):
    return client.post(reverse("waive_finding", args=[post.pk]), {"code": "empty-summary", "block_id": "", **data})


def test_reviewer_lets_a_finding_stand_and_an_author_may_not(team, client):
    post = draft(team, team.wanda, summary="")

    client.force_login(team.wanda)
    post_waiver(client, post, reason="I like it.")
    assert not Waiver.objects.exists()

    client.force_login(team.rita)
    post_waiver(client, post, reason="  ")
    assert not Waiver.objects.exists()
    post_waiver(client, post, reason="The title says it.")
    assert Waiver.objects.get().name == "rita"
    panel = client.get(reverse("post_findings", args=[post.pk]))
    assert "Accepted anyway by rita: The title says it." in panel.content.decode()


def test_reviewed_words_are_those_that_went_live(team):
    post = draft(team, team.wanda)
    submit(post, team.wanda)
    decide(post, team.rita, "reject", comment="More words.")
    write(post, team.wanda, "More words.")
    state(post).resume(team.wanda)
    decide(post, team.rita)

    assert "More words." in words_of(post)
