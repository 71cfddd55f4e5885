import logging
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from wagtail.models import Page, Revision

from blog.models import BlogImage
from config.operations.preparation import lock
from tests.blog.media_files import drawn, saved

pytestmark = pytest.mark.django_db


@pytest.fixture
def var_dir(settings, tmp_path):
    settings.VAR_DIR = tmp_path
    return tmp_path


def failing_job():
    raise ValueError("out of order")


def schedule(slug, *, minutes_ago):
    """A plain page that should have gone live some minutes ago."""
    page = Page(title=f"The {slug}", slug=slug, live=False)
    Page.objects.get(depth=1).add_child(instance=page)
    page.go_live_at = timezone.now() - timedelta(minutes=minutes_ago)
    revision = page.save_revision()
    Revision.objects.filter(pk=revision.pk).update(approved_go_live_at=page.go_live_at)
    return page


def test_scheduled_page_goes_live_and_the_log_names_it(var_dir, caplog):
    page = schedule("first", minutes_ago=1)
    caplog.set_level(logging.INFO)

    call_command("worker", once=True)

    page.refresh_from_db()
    assert page.live
    assert "Published “The first”." in caplog.text


def test_expired_page_is_withdrawn_and_the_log_names_it(var_dir, caplog):
    page = Page(title="The last", slug="last", expire_at=timezone.now() - timedelta(minutes=1))
    Page.objects.get(depth=1).add_child(instance=page)
    caplog.set_level(logging.INFO)

    call_command("worker", once=True)

    page.refresh_from_db()
    assert not page.live
    assert "Unpublished, because its time was over, “The last”." in caplog.text


def test_page_that_cannot_go_live_does_not_hold_up_those_behind_it(var_dir, caplog):
    broken = schedule("broken", minutes_ago=2)
    Revision.objects.filter(object_id=str(broken.pk)).update(content={"pk": broken.pk, "title": None})
    sound = schedule("sound", minutes_ago=1)

    call_command("worker", once=True)

    sound.refresh_from_db()
    assert sound.live
    assert "“The broken” was due, but could not go live: {'title'" in caplog.text


def test_page_that_cannot_go_live_stays_scheduled(var_dir):
    broken = schedule("broken", minutes_ago=2)
    due = Revision.objects.filter(object_id=str(broken.pk))
    due.update(content={"pk": broken.pk, "title": None})

    call_command("worker", once=True)

    assert due.get().approved_go_live_at == broken.go_live_at


def test_job_that_fails_is_logged_by_name_and_the_next_one_has_its_turn(var_dir, caplog, monkeypatch):
    page = schedule("sound", minutes_ago=1)
    monkeypatch.setattr("config.operations.worker.withdraw_expired", failing_job)

    call_command("worker", once=True)

    page.refresh_from_db()
    assert page.live
    assert "The job failing_job failed" in caplog.text


def test_quiet_round_says_nothing(var_dir, caplog):
    caplog.set_level(logging.INFO)

    call_command("worker", once=True)

    assert [record for record in caplog.records if record.name.startswith("config")] == []


def test_second_worker_for_the_same_folder_is_refused(var_dir):
    with lock(var_dir / "worker.lock", "taken"), pytest.raises(CommandError, match="A worker is already running"):
        call_command("worker", once=True)


def test_lock_is_free_again_after_the_round(var_dir):
    call_command("worker", once=True)
    call_command("worker", once=True)


def test_worker_makes_the_sizes_of_pictures(var_dir, caplog):
    picture = BlogImage.objects.create(title="Plate", file=ContentFile(saved(drawn((700, 20)), "PNG"), name="a.png"))
    caplog.set_level(logging.INFO)

    call_command("worker", once=True)

    assert picture.renditions.filter(filter_spec__startswith="format-avif").count() == 2
    assert "Made the sizes of 1 pictures; 0 are waiting." in caplog.text
