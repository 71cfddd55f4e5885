"""Three people do what they like, in any order: readers see only what another person approved.

The public history is what they really saw, in order, and its chain has neither a hole nor a double.
"""

import json
from contextlib import contextmanager
from datetime import timedelta
from itertools import groupby

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from wagtail.models import Revision, WorkflowState

from blog.history.models import PublishedVersion
from blog.models import BlogSettings, PostPage, PublicPost
from blog.publishing.doctor import wrong_posts
from blog.publishing.trash import move_to_trash, restore
from blog.review.exceptions import ActionRefused
from config.operations.worker import publish_due
from tests.blog.history.test_format_two import VERIFIER
from tests.blog.review.people import again, decide, draft, submit
from tests.factories import text

PEOPLE = ["wanda", "rita", "edda"]
ACTS = ["write", "autosave", "reject", "publish", "publish older", "withdraw", "take back", "trash"]
ACTS += ["schedule", "wait", "rename", "copy"]
# Without more of these few stories come to a second version.
ACTS += 3 * ["submit", "approve"]
STEPS = st.lists(st.tuples(st.sampled_from(PEOPLE), st.sampled_from(ACTS)), min_size=8, max_size=20)


class Story:
    """What happened to one post, told without the code that is tested: who wrote and who approved which words."""

    def __init__(self, team):
        self.team = team
        self.post = draft(team, team.wanda, words="Words 0.")
        self.log = [("wrote", "wanda", "Words 0.")]
        self.seen = None
        self.approved = set()
        BlogSettings.objects.update(shows_history=True)

    def do(self, name, act):
        person = getattr(self.team, name)
        try:
            with transaction.atomic():
                getattr(self, act.replace(" ", "_"))(person)
        except (ActionRefused, PermissionDenied):
            pass
        self.look()

    def look(self):
        """What readers see now; it has to be the newest words, or what they saw, and approved by another."""
        live = PostPage.objects.get(pk=self.post.pk)
        words = words_in(live) if live.live and PublicPost.objects.filter(pk=live.pk).exists() else None
        if words is not None and words != self.seen:
            assert words in self.approved, self.log
            self.log.append(("live", "", words))
            self.seen = words
        assert not list(wrong_posts())
        if live.live:
            newest = PublishedVersion.objects.filter(post_uuid=live.uuid).latest("number")
            assert newest.text.strip() == words_in(live)

    def write(self, person, over=None):
        words = f"Words {len(self.log)}."
        newest = again(self.post).get_latest_revision_as_object()
        newest.body = text(f"<p>{words}</p>")
        newest.save_revision(user=person, overwrite_revision=over)
        self.log.append(("wrote", person.username, words))

    def autosave(self, person):
        newest = again(self.post).get_latest_revision()
        self.write(person, over=newest if newest.user_id == person.pk else None)

    def submit(self, person):
        review = WorkflowState.objects.filter(object_id=self.post.pk, status="needs_changes").first()
        if review:
            review.resume(person)
        elif not again(self.post).workflow_in_progress:
            submit(self.post, person)

    def approve(self, person):
        if not again(self.post).workflow_in_progress:
            return
        words = words_in(again(self.post).get_latest_revision_as_object())
        decide(self.post, person, "approve")
        assert person.username not in self.writers(), self.log
        self.approved.add(words)
        self.log.append(("approved", person.username, words))

    def reject(self, person):
        if again(self.post).workflow_in_progress:
            decide(self.post, person, "reject", comment="Again.")

    def publish(self, person):
        again(self.post).get_latest_revision().publish(user=person)

    def publish_older(self, person):
        Revision.objects.for_instance(self.post).order_by("pk").first().publish(user=person)

    def withdraw(self, person):
        if again(self.post).live:
            again(self.post).unpublish(user=person)

    def take_back(self, person):
        review = WorkflowState.objects.filter(object_id=self.post.pk, status__in=OPEN).first()
        if review:
            review.cancel(user=person)

    def trash(self, person):
        note = move_to_trash(again(self.post), user=person)
        assert not PublicPost.objects.filter(pk=self.post.pk).exists()
        restore(note, blog=self.team.blog, user=person)

    def schedule(self, person):
        newest = again(self.post).get_latest_revision_as_object()
        newest.go_live_at = timezone.now() + timedelta(hours=1)
        newest.save_revision(user=person)

    def wait(self, _person):
        """The hour of every schedule comes."""
        past = (timezone.now() - timedelta(minutes=1)).isoformat()
        for revision in Revision.objects.for_instance(self.post).filter(content__go_live_at__isnull=False):
            Revision.objects.filter(pk=revision.pk).update(content=revision.content | {"go_live_at": past})
        Revision.objects.for_instance(self.post).filter(approved_go_live_at__isnull=False).update(
            approved_go_live_at=timezone.now() - timedelta(minutes=1)
        )
        publish_due()

    def rename(self, person):
        newest = again(self.post).get_latest_revision_as_object()
        newest.slug = f"words-{len(self.log)}"
        newest.save_revision(user=person)

    def copy(self, person):
        again(self.post).copy(update_attrs={"slug": f"copy-{PostPage.objects.count()}"}, user=person, keep_live=False)

    def check_history(self):
        """Without the code that is tested: what the site serves, by the verifier of the documentation."""
        live = PostPage.objects.get(pk=self.post.pk)
        if not PublicPost.objects.filter(pk=live.pk).exists():
            return
        response = Client().get(f"{live.url}history.json")
        history = json.loads(b"".join(response.streaming_content))
        assert list(VERIFIER["problems"](history)) == []
        versions = history["versions"]
        assert [version["number"] for version in versions] == list(range(1, len(versions) + 1))
        # A version of another address has the same words.
        texts = [words for words, _versions in groupby(version["text"].strip() for version in versions)]
        assert texts == [words for act, _name, words in self.log if act == "live"], self.log

    def writers(self):
        """Who wrote after the words that went live last."""
        started = max((place for place, (act, _name, words) in enumerate(self.log)
                       if act == "wrote" and words == self.seen), default=-1)  # fmt: skip
        return {name for act, name, _words in self.log[started + 1 :] if act == "wrote"}


def words_in(post):
    return "".join(block["value"] for block in post.body.raw_data).removeprefix("<p>").removesuffix("</p>")


@contextmanager
def taken_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def run(team, steps):
    with taken_back():
        story = Story(team)
        for name, act in steps:
            story.do(name, act)
        story.check_history()


OPEN = ["in_progress", "needs_changes"]
# To shrink costs minutes, and the log of a story says enough.
PHASES = [Phase.explicit, Phase.reuse, Phase.generate]
SLOW = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]


@settings(max_examples=4, deadline=None, phases=PHASES, suppress_health_check=SLOW)
@given(STEPS)
def test_readers_see_what_another_approved(team, steps):
    run(team, steps)


@pytest.mark.long
@settings(max_examples=1_200, deadline=None, phases=PHASES, suppress_health_check=SLOW)
@given(STEPS)
def test_readers_see_what_another_approved_in_many_orders(team, steps):
    run(team, steps)


def test_the_story_sees_what_nobody_approved(team, monkeypatch):
    """The oracle is no part of what it watches."""
    monkeypatch.setattr("blog.review.approval.guard.matches_newest_version", lambda post, content: True)

    with pytest.raises(AssertionError):
        run(team, [("edda", "publish")])


def test_the_story_sees_a_version_that_no_reader_saw(team):
    story = Story(team)
    for name, act in [("wanda", "submit"), ("rita", "approve")]:
        story.do(name, act)
    story.check_history()
    story.log = [entry for entry in story.log if entry[0] != "live"]

    with pytest.raises(AssertionError):
        story.check_history()
