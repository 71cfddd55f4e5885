from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Revision

from blog.models import BlogSettings
from blog.review.approval.approvals import approve, record_trusted_approval
from blog.review.exceptions import ApprovalRefused, NotApproved
from blog.review.models import Approval, DraftWriter
from config.operations.worker import publish_due
from tests.blog.admin.conftest import make_picture
from tests.blog.review.people import again, decide, draft, submit, words_of, write
from tests.factories import PostPageFactory, TopicFactory, of_posts, text

pytestmark = pytest.mark.django_db
# Of nothing that is stored.
OTHER, GONE = "22222222-3333-4444-8555-666666666666", "33333333-3333-4444-8555-666666666666"


def publish(post, by=None):
    again(post).get_latest_revision().publish(user=by)


def approved_and_live(team, words="First words.", **fields):
    post = draft(team, team.wanda, words=words, **fields)
    submit(post, team.wanda)
    decide(post, team.rita)
    return again(post)


def test_text_that_another_approved_goes_live_and_is_on_record(team):
    post = approved_and_live(team)

    assert post.live
    [approval] = Approval.objects.filter(post_uuid=post.uuid)
    assert (approval.kind, approval.name, approval.ended_at) == ("review", "rita", None)
    assert not DraftWriter.objects.exists()


@pytest.mark.parametrize("name", ["wanda", "edda", "ada", "root"])
def test_text_that_nobody_approved_does_not_go_live_whoever_saves_it(team, name):
    post = draft(team, team.wanda)

    with pytest.raises(NotApproved):
        again(post).get_latest_revision().publish(user=getattr(team, name), skip_permission_checks=True)

    assert not again(post).live


def test_save_in_a_shell_is_refused_too(team):
    post = approved_and_live(team)
    post.body = [("text", "<p>Typed in a shell.</p>")]

    with pytest.raises(NotApproved):
        post.save()

    assert "First words." in words_of(post)


def test_page_added_live_is_refused(team):
    with pytest.raises(NotApproved):
        PostPageFactory(parent=team.blog, live=True)


def test_approval_is_for_one_text_only(team):
    post = approved_and_live(team)
    write(post, team.edda, "Other words.")

    with pytest.raises(NotApproved):
        publish(post, team.edda)

    assert "First words." in words_of(post)


def test_nobody_approves_what_they_wrote_a_part_of(team):
    post = draft(team, team.wanda)
    write(post, team.rita, "First words, and mine.")
    submit(post, team.wanda)

    with pytest.raises(ApprovalRefused, match="You wrote part"):
        approve(post, user=team.rita)

    assert "approve" not in {name for name, *_rest in post.current_workflow_task.get_actions(post, team.rita)}
    decide(post, team.rolf)
    assert "and mine" in words_of(post)


def test_saving_without_a_change_makes_nobody_a_writer(team):
    post = draft(team, team.wanda)
    newest = post.get_latest_revision_as_object()
    newest.save_revision(user=team.rita)

    approve(post, user=team.rita)


def test_own_words_that_autosave_brings_back_after_the_post_was_unpublished_are_not_approved_by_their_writer(team):
    post = approved_and_live(team)
    write(post, team.edda, "Edda's words.")
    write(post, team.edda, "First words.")
    publish(post, team.ada)
    again(post).unpublish(user=team.edda)
    newest = again(post).get_latest_revision_as_object()
    newest.body = text("<p>Edda's words.</p>")

    newest.save_revision(user=team.edda, overwrite_revision=again(post).latest_revision)

    with pytest.raises(ApprovalRefused, match="You wrote part"):
        approve(again(post), user=team.edda)


def test_writers_of_the_last_version_may_approve_the_next(team):
    post = approved_and_live(team)
    write(post, team.rita, "Rita's words.")
    submit(post, team.rita)

    decide(post, team.edda)
    write(post, team.edda, "Edda's words.")
    approve(post, user=team.rita)


def test_writer_of_a_draft_behind_the_published_one_stays_its_writer(team):
    post = draft(team, team.wanda)
    approve(post, user=team.rita)
    first = again(post).get_latest_revision()
    write(post, team.rita, "Not for now.")

    first.publish(user=team.edda)

    assert set(DraftWriter.objects.values_list("user__username", flat=True)) == {"rita"}


def test_what_was_changed_after_the_look_is_not_approved(team):
    post = draft(team, team.wanda)
    submit(post, team.wanda)
    write(post, team.wanda, "Slipped in.")

    with pytest.raises(ApprovalRefused, match="changed while you were reading"):
        decide(post, team.rita, seen="0" * 64)

    assert not again(post).live
    assert again(post).workflow_in_progress


def test_second_word_on_the_same_step_is_answered_in_words(team):
    post = draft(team, team.wanda)
    submit(post, team.wanda)
    step = again(post).current_workflow_task_state
    task = step.task.specific
    decide(post, team.rita)

    with pytest.raises(ApprovalRefused, match="Someone else has decided"):
        task.on_action(step, team.rolf, "approve")


def test_changes_asked_for_end_what_was_approved_before(team):
    post = draft(team, team.wanda)
    approve(post, user=team.rita)
    submit(post, team.wanda)
    decide(post, team.rolf, "reject", comment="Which words?")

    with pytest.raises(NotApproved):
        publish(post, team.edda)


def test_older_approval_ends_when_another_text_goes_live(team):
    post = draft(team, team.wanda)
    approve(post, user=team.rita)
    older = again(post).get_latest_revision()
    write(post, team.wanda, "Better words.")
    approve(post, user=team.rita)
    publish(post, team.edda)

    with pytest.raises(NotApproved):
        older.publish(user=team.edda)

    assert "Better words." in words_of(post)


def test_withdrawn_post_comes_back_without_another_review(team):
    post = approved_and_live(team)
    post.unpublish(user=team.edda)

    publish(post, team.edda)

    assert again(post).live


def test_withdrawn_post_comes_back_after_its_topic_was_deleted(team):
    topic = TopicFactory()
    post = approved_and_live(team, topic=topic)
    post.unpublish(user=team.edda)
    topic.delete()

    publish(post, team.edda)

    assert (again(post).live, again(post).topic) == (True, None)


@pytest.mark.parametrize("changed", ["pull image:4", f"pull image:{OTHER}", "pull image:gone"])
def test_words_that_look_like_a_key_are_not_changed_without_a_review(team, changed):
    post = approved_and_live(team, words=f"pull image:{GONE} and image:3")
    post.unpublish(user=team.edda)
    write(post, team.edda, f"pull image:{GONE} and {changed.removeprefix('pull ')}")

    with pytest.raises(NotApproved):
        publish(post, team.edda)


def approved_and_scheduled(team, **fields):
    post = draft(team, team.wanda, **fields)
    newest = post.get_latest_revision_as_object()
    newest.go_live_at = timezone.now() + timedelta(days=1)
    newest.save_revision(user=team.wanda)
    submit(post, team.wanda)
    decide(post, team.rita)
    return again(post)


def test_scheduled_text_goes_live_after_what_it_refers_to_was_deleted(team):
    topic, image = TopicFactory(), make_picture()
    post = approved_and_scheduled(team, topic=topic, cover=image, cover_alt="A lock")
    topic.delete()
    image.delete()

    make_due(post.scheduled_revision)
    publish_due()

    assert (again(post).live, again(post).topic, again(post).cover) == (True, None, None)


def test_scheduled_text_goes_live_with_the_word_given_before_and_no_other(team):
    post = approved_and_scheduled(team)
    scheduled = post.scheduled_revision
    # Somebody writes on: what is scheduled stays what was approved.
    write(post, team.rita, "Later words.")

    make_due(scheduled)
    publish_due()

    assert "First words." in words_of(post)
    assert again(post).live


def make_due(revision):
    a_minute_ago = timezone.now() - timedelta(minutes=1)
    revision.content["go_live_at"] = a_minute_ago.isoformat()
    Revision.objects.filter(pk=revision.pk).update(content=revision.content, approved_go_live_at=a_minute_ago)


def test_due_text_that_nobody_approved_waits_and_the_worker_says_why(team, caplog):
    post = draft(team, team.wanda)
    make_due(post.get_latest_revision())

    publish_due()

    assert not again(post).live
    assert "Someone other than its authors" in caplog.text
    assert again(post).scheduled_revision


def test_one_who_works_alone_publishes_at_once_and_it_is_recorded(team):
    BlogSettings.objects.update(works_alone=True)
    post = draft(team, team.ada)

    publish(post, team.ada)

    [approval] = of_posts(Approval)
    assert (approval.kind, approval.name) == ("alone", "ada")


def test_four_eyes_turned_on_later_ask_for_nothing_that_is_live(team):
    BlogSettings.objects.update(works_alone=True)
    post = draft(team, team.ada)
    publish(post, team.ada)
    BlogSettings.objects.update(works_alone=False)

    again(post).save()
    again(post).unpublish()
    publish(post, team.ada)

    assert again(post).live


def test_import_is_recorded_as_one(team):
    post = draft(team, team.ada)

    record_trusted_approval(post, kind=Approval.Kind.IMPORT)
    publish(post)

    assert of_posts(Approval).get().kind == "import"


def test_refusal_says_what_to_do(team):
    post = draft(team, team.edda, title="Tides")

    with pytest.raises(ValidationError, match=r"“Tides” was not published.*Submit it for review"):
        publish(post, team.edda)
