"""What is scheduled goes live in time, once, or somebody is told."""

from datetime import timedelta
from functools import partial

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from blog.media.renditions import RenditionQueue
from blog.models import BlogIndexPage, BlogSettings, PostPage, PublicPost, ScheduledPublication
from blog.publishing.schedule import due_revisions, expired_pages, publish_scheduled, unpublish_expired
from blog.scheduling.worker_status import record_heartbeat
from config.operations.worker import publish_due, withdraw_expired, work_once
from search.suggest.vocabulary import VocabularyUpdater
from tests.blog.admin.conftest import logged_in
from tests.blog.review.people import make_team, write
from tests.factories import PostPageFactory, SeriesFactory

pytestmark = pytest.mark.django_db

NINE = timezone.now().replace(year=2030, month=3, day=5, hour=8, minute=0, second=0, microsecond=0)
SAID = "5 Mar 2030, 09:00 (Europe/Berlin)"
at = partial(time_machine.travel, tick=False)


@pytest.fixture(scope="module")
def team_once(module_db):
    with at(NINE - timedelta(days=1)):
        team = make_team(four_eyes=False)
        BlogSettings.objects.update(time_zone="Europe/Berlin")
        return team


@pytest.fixture
def team(team_once):
    team_once.blog = BlogIndexPage.objects.get()
    with at(NINE - timedelta(days=1)):
        yield team_once


def scheduled(team, moment=NINE, **fields):
    fields = {"title": "Tides", "summary": "In short.", "live": False, **fields}
    post = PostPageFactory(parent=team.blog, owner=team.edda, **fields)
    plan(post, moment)
    return post


def plan(post, moment):
    draft = post.get_latest_revision_as_object()
    draft.go_live_at = moment
    draft.save_revision(user=None).publish()


def again(post):
    return PostPage.objects.get(pk=post.pk)


def lines(client, address):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return {
        (" ".join(line.get_text().split()), "schedule-line--trouble" in line["class"])
        for line in page.select(".schedule-line")
    }


def everywhere(client, post):
    """What the list, the editor and the first screen say of schedules."""
    return [lines(client, address) for address in ("/admin/posts/", f"/admin/pages/{post.pk}/edit/", "/admin/")]


def test_post_goes_live_when_it_is_due_and_not_before(team):
    post = scheduled(team)

    with at(NINE - timedelta(seconds=1)):
        publish_due()
        assert not again(post).live
    with at(NINE):
        publish_due()

    assert again(post).live
    record = ScheduledPublication.objects.get()
    assert (record.page_id, record.planned_at, record.published_at, record.problem) == (post.pk, NINE, NINE, "")
    assert not record.is_late


def test_list_and_editor_say_when_it_goes_live_in_the_zone_of_the_blog(team):
    post = scheduled(team)
    record_heartbeat()

    in_list, in_editor, on_first_screen = everywhere(logged_in(team.edda), post)

    assert in_list == in_editor == {(f"Goes live on {SAID}.", False)}
    assert on_first_screen == set()


def test_silent_worker_is_red_at_what_is_scheduled(team):
    post = scheduled(team)

    in_list, in_editor, _first = everywhere(logged_in(team.edda), post)

    [(words, is_red)] = in_list
    assert in_editor == in_list
    assert words.startswith(f"Goes live on {SAID} if the worker is running by then. The worker has never run")
    assert is_red


def test_what_is_overdue_is_red_everywhere(team):
    post = scheduled(team)
    record_heartbeat()

    with at(NINE + timedelta(minutes=20)):
        found = everywhere(logged_in(team.edda), post)

    for place in found:
        [(words, is_red)] = place
        assert words.startswith(f"Was scheduled to go live on {SAID}, but is not live yet. The worker has not run")
        assert is_red


def test_worker_that_comes_back_catches_up_and_the_delay_is_said_until_dismissed(team):
    post = scheduled(team)
    edda = logged_in(team.edda)
    with at(NINE + timedelta(minutes=20)):
        record_heartbeat()
        publish_due()
        said = {
            (f"Went live 20 minutes late, on {SAID.replace('09:00', '09:20')}. It was scheduled for {SAID}.", False)
        }
        assert everywhere(edda, post) == [said, said, said]

        edda.post(f"/admin/posts/late/{ScheduledPublication.objects.get().pk}/dismiss/")

        assert everywhere(edda, post) == [set(), said, set()]
    assert again(post).live


def test_lateness_is_told_to_those_who_may_change_the_post_and_dismissed_by_them_only(team):
    scheduled(team)
    with at(NINE + timedelta(minutes=20)):
        record_heartbeat()
        publish_due()
        wanda = logged_in(team.wanda)
        assert lines(wanda, "/admin/") == set()
        wanda.post(f"/admin/posts/late/{ScheduledPublication.objects.get().pk}/dismiss/")

    assert ScheduledPublication.objects.get().dismissed_at is None


def test_schedule_that_the_guard_refused_is_red_with_its_words_and_tried_again(team):
    post = scheduled(team)
    BlogSettings.objects.update(works_alone=False)
    record_heartbeat()

    with at(NINE + timedelta(seconds=30)):
        publish_due()
        publish_due()
        found = everywhere(logged_in(team.edda), post)

    for place in found:
        [(words, is_red)] = place
        assert words.startswith(f"Was scheduled to go live on {SAID}, but could not be published: “Tides”")
        assert is_red
    BlogSettings.objects.update(works_alone=True)
    with at(NINE + timedelta(minutes=5)):
        publish_due()
    record = ScheduledPublication.objects.get()
    assert (record.problem, record.is_late, again(post).live) == ("", True, True)


def test_failure_of_what_is_no_longer_scheduled_is_not_on_the_first_screen(team):
    post = scheduled(team)
    BlogSettings.objects.update(works_alone=False)
    with at(NINE):
        record_heartbeat()
        publish_due()
        Revision.objects.update(approved_go_live_at=None)

        assert lines(logged_in(team.edda), "/admin/") == set()
    assert not again(post).live


def test_error_of_the_code_is_told_without_its_details(team):
    post = scheduled(team)
    Revision.objects.filter(object_id=str(post.pk)).update(content=[])

    with at(NINE):
        publish_due()

    assert ScheduledPublication.objects.get().problem == "An error occurred. The worker's log describes it."


def test_second_worker_finds_nothing_left_to_do(team):
    post = scheduled(team)
    with at(NINE):
        [first], [second] = list(due_revisions()), list(due_revisions())

        assert [publish_scheduled(first), publish_scheduled(second)] == [True, False]

    assert PublicPost.objects.filter(pk=post.pk).count() == 1
    assert PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count() == 1
    feed = Client().get("/blog/feed/").content.decode()
    assert feed.count("<entry>") == 1


@pytest.mark.database("postgresql")
def test_what_is_due_is_read_under_the_lock_of_its_page(team):
    scheduled(team)
    with at(NINE), CaptureQueriesContext(connection) as queries:
        publish_due()

    statements = [query["sql"] for query in queries.captured_queries]
    lock = next(place for place, sql in enumerate(statements) if "FOR UPDATE" in sql)
    claims = [place for place, sql in enumerate(statements) if "approved_go_live_at" in sql and "SELECT" in sql]
    assert claims[0] < lock < claims[1]


def test_moved_plan_is_kept_once_and_only_the_new_one_counts(team):
    post = scheduled(team)
    plan(post, NINE + timedelta(hours=2))

    with at(NINE):
        publish_due()
        assert not again(post).live
    with at(NINE + timedelta(hours=2)):
        publish_due()

    assert again(post).live
    assert ScheduledPublication.objects.count() == 1


def test_live_post_keeps_its_text_until_the_scheduled_one_is_due(team):
    post = PostPageFactory(parent=team.blog, title="Tides", live=False)
    write(post, team.edda, "Old words.").publish()
    write(again(post), team.edda, "New words.")
    plan(again(post), NINE)
    assert "Old words." in str(again(post).body)

    plan(again(post), NINE + timedelta(hours=1))
    with at(NINE):
        publish_due()
        assert "Old words." in str(again(post).body)
    with at(NINE + timedelta(hours=1)):
        publish_due()

    assert "New words." in str(again(post).body)
    assert again(post).first_published_at < NINE


@pytest.mark.parametrize("way", ["an early text", "a purged revision"])
def test_live_post_stays_live_when_a_text_is_scheduled(team, way):
    """Wagtail knows a live post by its live revision, which the text may not know or nobody may have."""
    post = PostPageFactory(parent=team.blog, title="Tides", live=False)
    early = write(post, team.edda, "Early words.")
    write(again(post), team.edda, "Live words.").publish()
    if way == "a purged revision":
        again(post).live_revision.delete()
        plan(again(post), NINE)
    else:
        draft = Revision.objects.get(pk=early.pk).as_object()
        draft.go_live_at = NINE
        draft.save_revision().publish()

    assert again(post).live
    with at(NINE):
        publish_due()
    assert ("Early" if way == "an early text" else "Live") in str(again(post).body)


def test_refused_publication_takes_no_schedule_away(team):
    """Wagtail clears the schedules of a post before it saves it."""
    post = scheduled(team)
    BlogSettings.objects.update(works_alone=False)
    draft = post.get_latest_revision_as_object()
    draft.go_live_at = None

    with pytest.raises(ValidationError, match="was not published"):
        draft.save_revision(user=team.edda).publish()

    assert Revision.objects.filter(approved_go_live_at=NINE).count() == 1


def test_moment_in_the_past_publishes_at_once(team):
    post = scheduled(team, NINE - timedelta(days=9))

    assert again(post).live
    assert not ScheduledPublication.objects.exists()


def test_post_whose_time_is_over_leaves_the_site_by_itself_and_the_worker_withdraws_it(team):
    post = scheduled(team, NINE - timedelta(days=9), expire_at=NINE)

    with at(NINE):
        assert Client().get(post.url).status_code == 404
        withdraw_expired()
    with at(NINE + timedelta(seconds=1)):
        withdraw_expired()

    assert (again(post).live, again(post).expired) == (False, True)


@pytest.mark.parametrize("later", [timedelta(0), timedelta(days=1)], ids=["at the same moment", "a day later"])
def test_newer_text_takes_the_place_of_the_one_whose_time_is_over(team, later):
    post = scheduled(team, NINE - timedelta(days=9), expire_at=NINE)
    newer = again(post)
    newer.title, newer.go_live_at, newer.expire_at = "Newer", NINE + later, None
    newer.save_revision().publish()
    assert again(post).title == "Tides"

    with at(NINE + timedelta(seconds=1)):
        work_once(RenditionQueue(), VocabularyUpdater())
    assert again(post).live == (not later)
    with at(NINE + later + timedelta(seconds=1)):
        work_once(RenditionQueue(), VocabularyUpdater())

    assert (again(post).live, again(post).title) == (True, "Newer")


def test_post_goes_live_without_the_series_that_was_deleted_since(team):
    series = SeriesFactory()
    post = scheduled(team, series=series, series_place=1)
    series.delete()

    with at(NINE):
        publish_due()

    assert again(post).live


def test_text_published_while_the_old_one_was_being_withdrawn_stays(team):
    post = scheduled(team, NINE - timedelta(days=9), expire_at=NINE)
    with at(NINE + timedelta(seconds=1)):
        stale = expired_pages().get()
        newer = again(post)
        newer.expire_at = None
        newer.save_revision().publish()

        unpublish_expired(stale)

    assert again(post).live


def test_clock_that_jumps_a_day_ahead_and_back_publishes_once(team):
    post = scheduled(team)
    with at(NINE + timedelta(days=1)):
        publish_due()
    with at(NINE - timedelta(hours=1)):
        publish_due()
    with at(NINE + timedelta(days=1)):
        publish_due()

    assert again(post).live
    assert PageLogEntry.objects.filter(action="wagtail.publish.scheduled").count() == 1
