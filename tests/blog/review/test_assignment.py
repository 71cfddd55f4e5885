"""A reviewer asks another one by name; nobody loses the right to decide."""

import json
from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from wagtail.models import PageLogEntry, TaskState

from blog.mail.models import Mail
from blog.review.exceptions import ApprovalRefused
from blog.review.models import HandOver
from tests.blog.review.people import again, decide, draft, submit, write

pytestmark = pytest.mark.django_db

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
def post(team):
    post = draft(team, team.wanda, title="Tides")
    write(post, team.edda, "Words of hers.")
    submit(post, team.wanda)
    Mail.objects.all().delete()
    return again(post)


def waiting(client, user):
    client.force_login(user)
    page = BeautifulSoup(client.get("/admin/").content, "html.parser")
    rows = page.select("[aria-labelledby=desk-waiting] .desk__row")
    return [" ".join(row.select_one(".desk__what").get_text(" ").split()) for row in rows]


def test_person_asked_by_name_is_told_and_finds_it_first_and_the_others_see_with_whom_it_is(team, post, client):
    older = draft(team, team.wanda, title="Older")
    submit(older, team.wanda)
    TaskState.objects.filter(pk=again(older).current_workflow_task_state.pk).update(started_at=LONG_AGO)
    Mail.objects.all().delete()

    decide(post, team.rita, "hand-over", to=team.rolf.pk, comment="You know the sea.")

    [mail] = Mail.objects.all()
    assert (mail.recipients, mail.subject) == (["rolf@example.org"], "You are asked to review: Tides")
    assert "You know the sea." in mail.body
    mine, theirs = waiting(client, team.rolf), waiting(client, team.ada)
    assert ["Tides" in mine[0], "Assigned to you by rita You know the sea." in mine[0]] == [True, True]
    assert "Tides" in theirs[1]
    assert "Assigned to rolf You know the sea." in theirs[1]
    assert "Assigned to you" not in theirs[1]


def test_everybody_may_still_decide_and_the_history_says_who_handed_it_over(team, post, client):
    decide(post, team.rita, "hand-over", to=team.rolf.pk, comment="You know the sea.")
    decide(post, team.rolf, "hand-over", to=team.ada.pk)
    client.force_login(team.edda)
    history = client.get(reverse("wagtailadmin_pages:history", args=[post.pk])).content.decode()

    decide(post, team.rita)

    assert again(post).live
    assert "Review handed over to rolf: You know the sea." in history
    assert PageLogEntry.objects.filter(action="blog_review.hand_over").count() == 2


@pytest.mark.parametrize("name", ["edda", "wanda", "rita", None])
def test_it_is_handed_only_to_others_who_may_approve_this_text(team, post, name):
    to = getattr(team, name).pk if name else "nobody"

    with pytest.raises(ApprovalRefused, match="Choose someone who may approve this text"):
        decide(post, team.rita, "hand-over", to=to)

    assert not HandOver.objects.exists()


def test_asked_anew_after_changes_it_is_everybodys_again(team, post, client):
    decide(post, team.rita, "hand-over", to=team.rolf.pk)
    decide(post, team.rolf, "reject", comment="Which sea?")
    again(post).current_workflow_state.resume(team.wanda)

    assert "Assigned to you" not in waiting(client, team.rolf)[0]


def test_dialog_offers_those_who_may_and_an_author_is_offered_nothing(team, post, client):
    step = post.current_workflow_task_state.pk
    dialog = reverse("wagtailadmin_pages:collect_workflow_action_data", args=[post.pk, "hand-over", step])
    client.force_login(team.rita)

    asked = BeautifulSoup(json.loads(client.get(dialog).content)["html"], "html.parser")

    assert [option.get_text() for option in asked.select("option")] == ["ada", "rolf", "root"]
    assert asked.select_one("label[for=id_to]").get_text(strip=True) == "To"
    client.force_login(team.wanda)
    client.post(reverse("wagtailadmin_pages:workflow_action", args=[post.pk, "hand-over", step]), {"to": team.rolf.pk})
    assert not HandOver.objects.exists()
