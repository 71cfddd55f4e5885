"""The list of what publishing does, and that nobody takes the guard out of it by mistake."""

from io import StringIO

import pytest
from django.apps import apps
from django.conf import settings as project
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

GUARD, VERSION = "blog.review.approval.guard.check_publication", "blog.history.versioning.record_version"
OTHERS = [step for step in project.PUBLISH_STEPS if step not in (GUARD, VERSION)]


@pytest.mark.parametrize("steps", [[*OTHERS, VERSION], [*OTHERS, GUARD], [*OTHERS, VERSION, GUARD], []])
def test_steps_without_the_guard_before_the_version_are_an_error(steps, settings):
    settings.PUBLISH_STEPS = steps
    settings.SILENCED_SYSTEM_CHECKS = ["None", ""]

    with pytest.raises(CommandError, match=f"PUBLISH_STEPS must name {GUARD} before {VERSION}"):
        call_command("check")


def test_nothing_starts_without_the_guard(settings):
    settings.PUBLISH_STEPS = [*OTHERS, VERSION]

    with pytest.raises(ImproperlyConfigured, match="PUBLISH_STEPS must name"):
        apps.get_app_config("config").ready()


@pytest.mark.django_db
def test_doctor_prints_the_steps():
    said = StringIO()

    with pytest.raises(CommandError):
        call_command("doctor", stdout=said)

    names = "load_content, check_publication, mark_links_due, notify_published, clear_published_writers, record_credits"
    assert f"Steps of publishing: {names}, record_version." in said.getvalue()
