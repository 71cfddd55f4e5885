"""The site that stands for the pictures: the demo, one person so far, and a clock that stands still."""

import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from io import StringIO

import time_machine
from django.contrib.auth.models import Group, User
from django.core.handlers.wsgi import WSGIHandler
from django.core.servers.basehttp import ThreadedWSGIServer
from django.test import override_settings
from django.test.testcases import QuietWSGIRequestHandler
from wagtail.models import Site

from blog.models import Author, BlogSettings, PostPage
from blog.review.models import Invitation
from blog.review.workflow.draft_checks import check_due_drafts
from blog.scheduling.worker_status import record_heartbeat
from blog.suggestions.models import RotaTurn, SuggestionRota
from config.operations.preparation import prepare
from tests.journeys.content import PASSWORD

# Every date that readers see in the demo but one lies before it.
NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)
PAUSE = timedelta(minutes=7)
ZONE = "Europe/Berlin"
ADMIN = "admin"
TEAM = {"maren": "Authors", "idris": "Reviewers", "tove": "Editors"}


@dataclass(frozen=True)
class Scratch:
    port: int
    clock: time_machine.Traveller

    def go_on(self) -> None:
        """A while later nobody of the scene before is there any more, and the worker has come by.

        Of its work only what shows in the admin is done: pictures in all sizes and formats would take a minute.
        """
        self.clock.shift(PAUSE)
        record_heartbeat()
        check_due_drafts()


@contextmanager
def scratch_site(host: str) -> Generator[Scratch]:
    """Serves it on a free port of this machine under the name ``host``."""
    # A post and its correction are not of the same moment.
    with time_machine.travel(NOW - PAUSE):
        prepare(port=80, say=StringIO())
    with time_machine.travel(NOW, tick=False) as clock, override_settings(ALLOWED_HOSTS=[host]):
        Site.objects.update(hostname=host)
        BlogSettings.objects.update(time_zone=ZONE)
        admin = User.objects.get(username=ADMIN)
        admin.set_password(PASSWORD)
        admin.save()
        server = ThreadedWSGIServer(("127.0.0.1", 0), QuietWSGIRequestHandler)
        server.set_app(WSGIHandler())
        threading.Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield Scratch(server.server_port, clock)
        finally:
            server.shutdown()
            server.server_close()


def team_has_joined() -> None:
    """One person of each role, each under the name of one of the demo's authors."""
    for name, role in TEAM.items():
        full_name = Author.objects.get(name__istartswith=name).name
        user = User.objects.create_user(name, password=PASSWORD, first_name=full_name, last_login=NOW)
        user.groups.add(Group.objects.get(name=role))
        Author.of_login(user, name=full_name, takes_over=True)
        Invitation.objects.filter(name=full_name).update(user=user, used_at=NOW)
    BlogSettings.objects.update(works_alone=False)


def people_take_turns() -> None:
    """Two people answer suggestions in turns, and a third one those for a topic."""
    rota = SuggestionRota.objects.create(site=Site.objects.get())
    topic = PostPage.objects.get(slug="an-average-of-averages").topic
    for place, (name, of) in enumerate((("tove", None), (ADMIN, None), ("idris", topic))):
        RotaTurn.objects.create(rota=rota, user=User.objects.get(username=name), topic=of, sort_order=place)
