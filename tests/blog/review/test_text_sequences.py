"""Four people do what they like with an information page, in any order: no words go live through who wrote them alone.

The versions are what readers really saw, in order.
"""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from wagtail.models import Revision, WorkflowState

from blog.history.models import PublishedVersion
from blog.history.verification import broken_chains
from blog.pages.publication import published_by
from blog.review.exceptions import ActionRefused
from config.operations.worker import publish_due
from home.models import HomePage, InfoPage
from tests.blog.review.people import again, decide
from tests.blog.review.test_sequences import OPEN, PHASES, SLOW, taken_back, words_in
from tests.factories import InfoPageFactory, text

PEOPLE = ["wanda", "rita", "edda", "ada"]
PUBLISHERS = {"edda", "ada"}
ACTS = ["write", "autosave", "restore", "save", "publish older", "withdraw", "submit", "approve", "reject"]
ACTS += ["take back", "schedule", "wait", "shell", "copy"]
ACTS += 4 * ["publish"]
STEPS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(ACTS)), min_size=8, max_size=20)


class TextStory:
    """What happened to one page, told without the code that is tested."""

    def __init__(self, team):
        self.team = team
        self.number = 0
        self.seen = None
        self.shown = []
        # The newest revision of each.
        self.writers = {}
        self.approved = set()
        self.log = []
        self.page = InfoPageFactory(
            parent=HomePage.objects.get(), live=False, title="About", body=text("<p>Words 0.</p>")
        )
        self.writers["wanda"] = self.page.save_revision(user=team.wanda).pk

    def do(self, name, act):
        self.log.append((name, act))
        try:
            with transaction.atomic():
                getattr(self, act.replace(" ", "_"))(getattr(self.team, name))
        except (ActionRefused, PermissionDenied):
            pass
        self.look()

    def look(self):
        live = again(self.page)
        words = words_in(live) if live.live else None
        if words is not None and words != self.seen:
            assert words in self.approved, self.log
            self.shown.append(words)
            self.seen = words
            # Whoever wrote a draft that stays may not publish it.
            self.writers = {name: pk for name, pk in self.writers.items() if pk > live.live_revision_id}

    def newest(self):
        return again(self.page).get_latest_revision()

    def note(self, person, before):
        if words_in(self.newest().as_object()) != before:
            self.writers[person.username] = self.newest().pk

    def write(self, person, words=None, over=None):
        self.number += 1
        draft = again(self.page).get_latest_revision_as_object()
        before = words_in(draft)
        draft.body = text(f"<p>{words or f'Words {self.number}.'}</p>")
        draft.save_revision(user=person, overwrite_revision=over)
        self.note(person, before)

    def autosave(self, person):
        newest = self.newest()
        self.write(person, over=newest if newest.user_id == person.pk else None)

    def restore(self, person):
        """Writes what some earlier draft said."""
        oldest = Revision.objects.for_instance(self.page).order_by("pk").first()
        self.write(person, words_in(oldest.as_object()))

    def save(self, person):
        again(self.page).get_latest_revision_as_object().save_revision(user=person)

    def publish(self, person):
        self.allow(person)
        self.newest().publish(user=person)

    def allow(self, person):
        if person.username in PUBLISHERS - self.writers.keys():
            self.approved.add(words_in(self.newest().as_object()))

    def publish_older(self, person):
        oldest = Revision.objects.for_instance(self.page).order_by("pk").first()
        if words_in(oldest.as_object()) == words_in(self.newest().as_object()):
            self.allow(person)
        oldest.publish(user=person)

    def withdraw(self, person):
        if again(self.page).live:
            again(self.page).unpublish(user=person)

    def submit(self, person):
        if not again(self.page).workflow_in_progress and not self.returned():
            self.page.get_workflow().start(again(self.page), person)

    def returned(self):
        return WorkflowState.objects.filter(object_id=self.page.pk, status__in=OPEN).first()

    def approve(self, person):
        if again(self.page).workflow_in_progress:
            words = words_in(self.newest().as_object())
            if person.username not in self.writers:
                self.approved.add(words)
            decide(self.page, person, "approve")

    def reject(self, person):
        if again(self.page).workflow_in_progress:
            decide(self.page, person, "reject", comment="Again.")

    def take_back(self, person):
        if review := self.returned():
            review.cancel(user=person)

    def schedule(self, person):
        draft = again(self.page).get_latest_revision_as_object()
        draft.go_live_at = timezone.now() + timedelta(hours=1)
        draft.save_revision(user=person)
        self.publish(person)

    def wait(self, _person):
        past = timezone.now() - timedelta(minutes=1)
        for revision in Revision.objects.for_instance(self.page).filter(content__go_live_at__isnull=False):
            Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"go_live_at": past.isoformat()})
        due = Revision.objects.for_instance(self.page).filter(approved_go_live_at__isnull=False)
        due.update(approved_go_live_at=past)
        publish_due()

    def shell(self, person):
        page = again(self.page)
        page.body = text("<p>Typed in a shell.</p>")
        with published_by(person):
            page.save()

    def copy(self, person):
        again(self.page).copy(update_attrs={"slug": f"copy-{self.number}-{len(self.log)}"}, user=person)

    def check_versions(self):
        versions = list(PublishedVersion.objects.filter(post_uuid=self.page.uuid).order_by("number"))
        assert [version.text.strip() for version in versions] == self.shown, self.log
        assert list(broken_chains()) == []
        copies = InfoPage.objects.exclude(pk=self.page.pk).filter(live=True)
        assert {words_in(page) for page in copies} <= self.approved


def run(team, steps):
    with taken_back():
        story = TextStory(team)
        for name, act in steps:
            story.do(name, act)
        story.check_versions()


@pytest.mark.django_db
@settings(max_examples=4, deadline=None, phases=PHASES, suppress_health_check=SLOW)
@given(STEPS)
def test_no_words_go_live_through_who_wrote_them_alone(team, steps):
    run(team, steps)


@pytest.mark.long
@pytest.mark.django_db
@settings(max_examples=800, deadline=None, phases=PHASES, suppress_health_check=SLOW)
@given(STEPS)
def test_no_words_go_live_through_who_wrote_them_alone_in_many_orders(team, steps):
    run(team, steps)


@pytest.mark.django_db
def test_the_story_sees_words_that_their_writer_published(team, monkeypatch):
    """The oracle is no part of what it watches."""
    monkeypatch.setattr("blog.review.approval.guard.has_written", lambda _page, _user: False)

    with pytest.raises(AssertionError):
        run(team, [("ada", "write"), ("ada", "publish")])
