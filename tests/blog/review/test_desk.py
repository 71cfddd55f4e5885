"""The admin's first screen, as the people of a team find it."""

from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from django.utils import timezone
from time_machine import travel
from wagtail.models import Revision
from wagtail.users.models import UserProfile

from blog.models import BlogSettings, PostPage
from blog.public_index.sync import sync
from blog.publishing.trash import move_to_trash
from blog.review.workflow.draft_checks import check_due_drafts
from home.models import SiteSettings
from tests.blog.review.people import again, decide, draft, make_team, submit, write
from tests.factories import PostPageFactory

pytestmark = pytest.mark.django_db

HOME = "/admin/"
DRAFTS, WAITING, ASKED, FOUND, SCHEDULED, STALE = (
    f"desk-{part}" for part in ("drafts", "waiting", "asked", "found", "scheduled", "stale")
)


@pytest.fixture
def team():
    return make_team()


@pytest.fixture
def desk(client):
    """``desk(person)`` is their first screen, parsed."""

    def open_for(user, **query):
        client.force_login(user)
        return BeautifulSoup(client.get(HOME, query).content, "html.parser")

    return open_for


def part(page, name):
    return page.select_one(f"section[aria-labelledby={name}]")


def titles(page, name):
    found = part(page, name)
    return [link.get_text() for link in found.select(".desk__title")] if found else []


def schedule(team, moment):
    """A post of root, approved for later by somebody else."""
    post = draft(team, team.root, title="Due", go_live_at=moment)
    submit(post, team.root)
    decide(post, team.rita)


def test_desk_replaces_the_panels_that_say_the_same(team, desk):
    submit(draft(team, team.wanda, title="Tides"), team.wanda)

    page = desk(team.rita)

    assert page.select_one("#awaiting-review-section") is None
    assert page.select_one("#recent-edits-section") is None
    assert (
        part(page, WAITING)
        .select_one("button[data-workflow-action-url]")["data-workflow-action-url"]
        .endswith(f"/approve/{again(PostPage.objects.get()).current_workflow_task_state.pk}/")
    )


@travel(datetime(2026, 11, 28, 12, tzinfo=UTC), tick=False)
@pytest.mark.parametrize(
    ("zone", "day", "hour"),
    [("Pacific/Auckland", "2026-12-01", "09:30"), ("America/Lima", "2026-11-30", "15:30")],
)
def test_days_of_the_calendar_are_those_of_the_account(team, desk, zone, day, hour):
    BlogSettings.objects.update(time_zone="Europe/Berlin")
    schedule(team, datetime(2026, 11, 30, 20, 30, tzinfo=UTC))
    UserProfile.objects.update_or_create(user=team.rita, defaults={"current_time_zone": zone})

    found = part(desk(team.rita, month=day[:7]), SCHEDULED)

    assert found.select_one("td a")["href"] == f"#scheduled-{day}"
    assert found.time.get_text() == hour
    assert zone in found.select_one(".desk__about").get_text()


@travel(datetime(2026, 11, 28, 12, tzinfo=UTC), tick=False)
def test_days_of_the_calendar_are_those_of_the_blog_for_an_account_without_a_zone(team, desk):
    BlogSettings.objects.update(time_zone="Pacific/Auckland")
    schedule(team, datetime(2026, 11, 30, 20, 30, tzinfo=UTC))

    found = part(desk(team.rita, month="2026-12"), SCHEDULED)

    assert found.select_one("td a")["href"] == "#scheduled-2026-12-01"
    assert found.time.get_text() == "09:30"
    assert found.select_one(".desk__about").get_text() == "Times of Pacific/Auckland."


def test_title_is_the_name_of_the_site(team, desk):
    SiteSettings.objects.update_or_create(site=team.site, defaults={"name": "The Harbour Papers"})

    assert desk(team.root).h1.get_text(strip=True) == "The Harbour Papers"
    assert desk(team.wanda).h1.get_text(strip=True) == "The Harbour Papers"


def test_drafts_are_those_with_own_words_that_are_not_live(team, desk):
    draft(team, team.rita, title="Of another")
    mine = draft(team, team.wanda, title="Mine")
    shared = draft(team, team.rita, title="Shared")
    write(shared, team.wanda, "A word of mine.")
    gone = draft(team, team.wanda, title="Thrown away")
    move_to_trash(gone, user=team.wanda)
    schedule(team, timezone.now() + timedelta(days=1))

    assert titles(desk(team.wanda), DRAFTS) == [mine.title]
    assert titles(desk(team.rita), DRAFTS) == ["Shared", "Of another"]


def test_draft_taken_over_from_a_closed_login_is_the_new_owners(team, desk):
    post = draft(team, team.wanda, title="Left behind")
    type(team.wanda).objects.filter(pk=team.wanda.pk).update(is_active=False)
    PostPage.objects.filter(pk=post.pk).update(owner=team.edda)

    assert titles(desk(team.edda), DRAFTS) == ["Left behind"]
    assert titles(desk(team.rita), DRAFTS) == []


def test_review_waits_for_those_who_may_approve_it_and_for_nobody_else(team, desk):
    first, second = draft(team, team.wanda, title="First"), draft(team, team.rita, title="By a reviewer")
    draft(team, team.wanda, title="Not submitted")
    submit(first, team.wanda)
    submit(second, team.rita)

    assert titles(desk(team.rolf), WAITING) == ["First", "By a reviewer"]
    assert titles(desk(team.rita), WAITING) == ["First"]
    assert part(desk(team.wanda), WAITING) is None


def test_changes_are_asked_with_the_words_of_who_asked(team, desk):
    post = draft(team, team.wanda, title="Tides")
    submit(post, team.wanda)
    decide(post, team.rita, "reject", comment="Which sea?")

    page = desk(team.wanda)

    assert titles(page, ASKED) == ["Tides"]
    assert part(page, ASKED).blockquote.get_text() == "Which sea?"
    assert "rita" in part(page, ASKED).get_text()
    assert titles(page, DRAFTS) == []
    assert part(desk(team.rolf), ASKED) is None


@travel(datetime(2026, 11, 24, 12, tzinfo=UTC), tick=False)
def test_scheduled_posts_stand_by_day_in_the_month_asked_for(team, desk):
    due = datetime(2026, 12, 3, 8, 30, tzinfo=UTC)
    schedule(team, due)

    page = desk(team.root, month="2026-12")
    day = part(page, SCHEDULED).select_one("td a")

    assert titles(desk(team.root), SCHEDULED) == []
    assert titles(page, SCHEDULED) == ["Due"]
    assert page.select_one(day["href"]).get_text() == "Thursday, 3 Dec 2026"
    assert page.time["datetime"].startswith("2026-12-03T08:30")
    assert titles(desk(team.wanda, month="2026-12"), SCHEDULED) == []


@pytest.mark.parametrize("month", ["\0", "2026-13", "0001-01", "9999-12", "x" * 5_000])
def test_odd_month_is_this_month(team, desk, month):
    page = desk(team.root, month=month)

    assert part(page, SCHEDULED).select_one("td[aria-current=date]") is not None


def test_findings_that_block_are_on_the_desk_after_the_worker_came_by(team, desk):
    draft(team, team.wanda, title="Without a summary", summary="")
    draft(team, team.wanda, title="Sound")
    assert titles(desk(team.wanda), FOUND) == []

    check_due_drafts()

    page = desk(team.wanda)
    assert titles(page, FOUND) == ["Without a summary"]
    assert "There is no summary." in part(page, FOUND).get_text()
    assert titles(desk(team.rita), FOUND) == ["Without a summary"]


def test_finding_that_may_stand_or_was_put_right_leaves_the_desk(team, desk, client):
    waived = draft(team, team.wanda, title="Waived", summary="")
    mended = draft(team, team.wanda, title="Mended", summary="")
    check_due_drafts()
    client.force_login(team.rita)

    client.post(reverse("waive_finding", args=[waived.pk]), {"code": "empty-summary", "block_id": "", "reason": "So."})
    mended.summary = "Now there is one."
    mended.save_revision(user=team.wanda)
    check_due_drafts()

    assert titles(desk(team.wanda), FOUND) == []


def test_draft_that_cannot_be_checked_is_on_the_desk_with_the_others(team, desk, caplog):
    broken = draft(team, team.wanda, title="Broken", summary="")
    draft(team, team.wanda, title="Without a summary", summary="")
    Revision.objects.filter(pk=broken.latest_revision_id).update(content=[])

    assert check_due_drafts() is False

    assert set(titles(desk(team.wanda), FOUND)) == {"Broken", "Without a summary"}
    assert "This post cannot be shown or checked because of an error." in part(desk(team.wanda), FOUND).get_text()
    assert f"Post {broken.pk} cannot be shown." in caplog.text


def test_live_post_that_nobody_changed_for_a_year_is_stale(team, desk):
    BlogSettings.objects.update(works_alone=True)
    long_ago, lately = timezone.now() - timedelta(days=400), timezone.now() - timedelta(days=300)
    for title, first, last in (("Old", long_ago, long_ago), ("Kept up", long_ago, lately), ("Young", lately, lately)):
        post = PostPageFactory(parent=team.blog, title=title)
        PostPage.objects.filter(pk=post.pk).update(first_published_at=first, last_published_at=last)
        sync([post.pk])

    assert titles(desk(team.edda), STALE) == ["Old"]
    assert titles(desk(team.rita), STALE) == []


def test_empty_desk_says_so_kindly(team, desk):
    page = desk(team.rita)

    kind_words = {name: part(page, name).select_one(".desk__none").get_text() for name in (WAITING, DRAFTS, SCHEDULED)}
    assert kind_words == {
        WAITING: "There are no posts for you to review.",
        DRAFTS: "You have no drafts.",
        SCHEDULED: "Nothing is scheduled in this month.",
    }
    assert page.select_one(".desk__start a").get_text(strip=True) == "New post"
