"""Who is told what by mail."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail as django_mail
from django.utils import timezone
from time_machine import travel
from wagtail.models import Revision
from wagtail.users.models import UserProfile

from blog.mail.models import Mail
from blog.media.renditions import RenditionQueue
from blog.models import PostPage
from blog.review.workflow.notifications import notify_overdue_schedules
from config.operations.worker import work_once
from search.suggest.vocabulary import VocabularyUpdater
from tests.blog.review.people import again, decide, draft, make_team, submit, write

pytestmark = pytest.mark.django_db


@pytest.fixture
def team():
    team = make_team()
    type(team.root).objects.filter(pk=team.root.pk).update(email="root@example.org")
    return team


def told():
    """Subject and first name of the address of each mail since the last question."""
    found = sorted((mail.subject, mail.recipients[0].split("@")[0]) for mail in Mail.objects.all())
    Mail.objects.all().delete()
    return found


def test_submitted_post_is_told_to_approvers_who_did_not_write_it(team):
    post = draft(team, team.wanda, title="Tides")
    write(post, team.rita, "A word.")
    UserProfile.objects.update_or_create(user=team.edda, defaults={"submitted_notifications": False})

    submit(post, team.wanda)

    assert told() == [("To review: Tides", name) for name in ("ada", "rolf", "root")]
    # Wagtail's own mail would be here.
    assert django_mail.outbox == []


@pytest.mark.parametrize(("name", "switches"), [("wanda", 0), ("rita", 1), ("edda", 1)])
def test_everybody_who_may_approve_has_one_switch_for_posts_to_review(team, client, name, switches):
    client.force_login(getattr(team, name))

    page = BeautifulSoup(client.get("/admin/account/").content, "html.parser")

    assert len(page.select("[name$=-submitted_notifications]")) == switches


def test_reviewer_switches_posts_to_review_off(team, client):
    client.force_login(team.rita)
    page = BeautifulSoup(client.get("/admin/account/").content, "html.parser")
    fields = page.select("main form input[name], main form select[name]")
    data = {field["name"]: field.get("value", "") for field in fields if field.get("type") not in ("checkbox", "file")}
    chosen = {
        select["name"]: select.find("option").get("value", "") for select in page.select("main form select[name]")
    }

    answer = client.post(
        "/admin/account/", {**data, **chosen, "name_email-first_name": "R", "name_email-last_name": "R"}
    )

    assert answer.status_code == 302
    assert not UserProfile.objects.get(user=team.rita).submitted_notifications


def test_changes_asked_and_going_live_are_told_to_the_writers(team):
    post = draft(team, team.wanda, title="Tides")
    write(post, team.rita, "A word.")
    submit(post, team.wanda)
    told()

    decide(post, team.rolf, "reject", comment="Which sea?")
    assert "Which sea?" in Mail.objects.first().body
    assert told() == [("Changes requested: Tides", "rita"), ("Changes requested: Tides", "wanda")]

    again(post).current_workflow_state.resume(team.wanda)
    told()
    UserProfile.objects.update_or_create(user=team.rita, defaults={"approved_notifications": False})
    decide(post, team.rolf)
    assert again(post).live
    assert again(post).full_url in Mail.objects.get().body
    assert told() == [("Live: Tides", "wanda")]
    assert django_mail.outbox == []


def test_approval_of_a_scheduled_post_names_its_moment(team):
    post = draft(team, team.wanda, title="Tides")
    post.go_live_at = timezone.now() + timedelta(days=1)
    post.save_revision(user=team.wanda)
    submit(post, team.wanda)
    told()

    decide(post, team.rolf)

    assert "It goes live on" in Mail.objects.get().body
    assert told() == [("Approved: Tides", "wanda")]


def test_post_that_is_late_is_told_once_and_says_how_late(team):
    with travel("2026-11-24T09:00:00+00:00", tick=False) as clock:
        post = draft(team, team.wanda, title="Tides", go_live_at=timezone.now() + timedelta(minutes=40))
        submit(post, team.wanda)
        decide(post, team.rolf)
        told()

        clock.shift(timedelta(hours=1))
        work_once(RenditionQueue(), VocabularyUpdater())

    assert "went live 20 minutes late. It contains text of yours." in Mail.objects.get().body
    assert told() == [("Live: Tides", "wanda")]


@pytest.mark.parametrize(("seconds", "is_late"), [(59, False), (61, True), (119, True)])
def test_schedule_is_told_as_missed_as_soon_as_the_admin_calls_it_late(client, team, seconds, is_late):
    post = draft(team, team.wanda, title="Tides")
    planned = timezone.now()
    Revision.objects.filter(pk=post.latest_revision_id).update(approved_go_live_at=planned)
    client.force_login(team.root)

    with travel(planned + timedelta(seconds=seconds), tick=False):
        notify_overdue_schedules()
        page = client.get("/admin/").content.decode()

    assert bool(told()) is is_late
    assert ("but is not live yet" in page) is is_late


def test_missed_schedule_is_told_once(team):
    post = draft(team, team.wanda, title="Tides")
    Revision.objects.filter(pk=post.latest_revision_id).update(
        approved_go_live_at=timezone.now() - timedelta(minutes=20)
    )

    notify_overdue_schedules()
    notify_overdue_schedules()

    assert told() == [("Did not go live on time: Tides", "wanda")]
    assert not PostPage.objects.get(pk=post.pk).live
