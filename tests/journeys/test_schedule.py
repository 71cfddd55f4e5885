"""From New York, an editor schedules nine in the morning in Berlin, and the worker comes twenty minutes late."""

import re
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import expect

from blog.models import BlogSettings, PostPage
from blog.scheduling.worker_status import record_heartbeat
from config.operations.worker import publish_due
from tests.journeys import editing

pytestmark = pytest.mark.browser

BERLIN = ZoneInfo("Europe/Berlin")
TITLE = "Nine in Berlin"


def nine_in_berlin():
    """In three days."""
    day = timezone.now().astimezone(BERLIN) + timedelta(days=3)
    return day.replace(hour=9, minute=0, second=0, microsecond=0)


def test_post_scheduled_from_new_york_and_published_late_by_the_worker(contexts):
    BlogSettings.objects.update(time_zone="Europe/Berlin")
    moment = nine_in_berlin()
    editor = contexts(timezone_id="America/New_York").new_page()
    editing.log_in(editor, "edda")
    editor.goto("/admin/")
    expect(editor.get_by_text("The worker has never run")).to_be_visible()
    editing.start_post(editor, title=TITLE, summary="A matter of clocks.")
    editing.write_text(editor, heading="Clocks", paragraph="They differ.")
    editing.act(editor, "Save draft")

    editor.wait_for_load_state()
    editor.get_by_role("button", name="Toggle status").click()
    editor.get_by_role("button", name="Set schedule").click()
    dialog = editor.get_by_role("dialog", name="Set publishing schedule")
    expect(dialog.get_by_text("In the time zone of the blog, Europe/Berlin.").first).to_be_visible()
    dialog.get_by_label("Go live date/time").fill(f"{moment:%Y-%m-%d %H:%M}")
    there = moment.astimezone(ZoneInfo("America/New_York"))
    expect(
        dialog.get_by_text(re.compile(rf"In your time zone, America/New_York: .*{there.day}.* {there.hour}:00.AM"))
    ).to_be_visible()
    # The calendar may lie over the button.
    dialog.get_by_role("button", name="Save schedule").press("Enter")
    expect(editor.get_by_text("Once scheduled")).to_be_visible()
    editor.get_by_role("button", name="More actions").click()
    editor.locator("[name=action-publish]").click()
    editing.last_look(editor).get_by_role("button", name=re.compile("^Schedule")).click()
    expect(editor.locator(".messages .success")).to_contain_text("is scheduled for")

    post = PostPage.objects.get(title=TITLE)
    assert post.scheduled_revision.approved_go_live_at == moment
    said = f"09:00 ({BERLIN.key}) if the worker is running by then"
    editor.goto("/admin/posts/")
    expect(editor.get_by_text(said)).to_be_visible()
    reader = contexts().new_page()
    assert reader.goto(f"/blog/{post.slug}/").status == 404

    with time_machine.travel(moment + timedelta(minutes=20)):
        record_heartbeat()
        publish_due()
        publish_due()
        editor.goto("/admin/")
        late = editor.get_by_text("Went live 20 minutes late")
        expect(late).to_be_visible()
        expect(editor.get_by_text("The worker has")).to_have_count(0)
        editor.get_by_role("button", name="Dismiss").click()
        expect(late).to_have_count(0)
        assert reader.goto(f"/blog/{post.slug}/").status == 200
        feed = reader.request.get("/blog/feed/").text()
    assert feed.count(f"<title>{TITLE}</title>") == 1
