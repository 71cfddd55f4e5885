"""Comments from outside: stored beside the team's, followed through changes, and shown to nobody else."""

import json

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Comment, CommentReply
from wagtail.rich_text import RichText
from wagtail.test.utils.form_data import inline_formset

from blog.history.models import PublishedVersion
from blog.review.approval.approvals import record_trusted_approval
from blog.review.guests.comments import MAX_COMMENT_LENGTH, MAX_COMMENTS_PER_LINK, threads
from blog.review.guests.passages import passages
from blog.review.models import OutsideComment
from blog.review.workflow.quality_gate import open_comments
from tests.blog.admin.conftest import edit_url, post_data
from tests.blog.review.guests.conftest import AROUND, say, words
from tests.blog.review.people import again
from tests.factories import text

pytestmark = pytest.mark.django_db


def test_comment_on_selected_words_stands_in_the_editor_at_them(post, linked, outsider, team):
    link, address = linked()

    response = say(outsider, address, quote="at six", around=AROUND)

    assert response.status_code == 302
    stored = Comment.objects.get()
    assert (stored.page_id, stored.user, stored.text) == (post.pk, link.person, "“at six”\r\nSay which harbour.")
    assert stored.contentpath == f"body.{post.get_latest_revision_as_object().body[0].id}"
    assert json.loads(stored.position) == [{"key": "high", "start": 14, "end": 20}]
    client = Client()
    client.force_login(team.wanda)
    assert "Say which harbour." in client.get(f"/admin/pages/{post.pk}/edit/").text
    assert open_comments(again(post))


def test_comment_without_a_script_is_about_a_chosen_passage_or_the_whole_post(post, linked, outsider):
    _link, address = linked()
    block = post.get_latest_revision_as_object().body[0].id

    say(outsider, address, passage=f"body.{block}:high")
    say(outsider, address, "Good.")

    first, second = OutsideComment.objects.all()
    assert (first.quote, first.comment.contentpath) == (AROUND, f"body.{block}")
    assert (second.quote, second.comment.contentpath) == ("", "title")


@pytest.mark.parametrize(
    ("fields", "quote"),
    [
        ({"quote": "words of another text"}, "words of another text"),
        ({"passage": "body.00000000-0000-0000-0000-000000000000:0"}, ""),
        ({"passage": "slug"}, ""),
    ],
)
def test_comment_on_what_is_not_there_is_about_the_whole_post(linked, outsider, fields, quote):
    say(outsider, linked()[1], **fields)

    stored = OutsideComment.objects.get()
    assert (stored.quote, stored.comment.contentpath) == (quote, "title")


@pytest.mark.parametrize("typed", ["", "  \n", "\0", "\u200b", "x" * (MAX_COMMENT_LENGTH + 1)])
def test_what_is_no_comment_is_refused_in_words_and_what_was_typed_stays(linked, outsider, typed):
    response = say(outsider, linked()[1], typed, quote="at six")

    assert response.status_code == 400
    assert 'role="alert"' in response.text
    assert 'name="quote" value="at six"' in response.text
    assert not Comment.objects.exists()


def test_link_takes_only_so_many_comments(linked, outsider):
    link, address = linked()
    Comment.objects.bulk_create(
        Comment(page=link.post, user=link.person, text="x", contentpath="body")
        for _time in range(MAX_COMMENTS_PER_LINK)
    )

    assert "reached its limit of comments" in words(say(outsider, address))


def test_link_for_reading_takes_none(linked, outsider):
    _link, address = linked(may_comment=False)

    assert '<form method="post"' not in outsider.get(address).text
    assert say(outsider, address).status_code == 400
    assert not Comment.objects.exists()


def test_markup_is_shown_as_it_was_typed(linked, outsider):
    _link, address = linked()

    say(outsider, address, "<script>alert(1)</script>", quote="<b>at six</b>")

    page = outsider.get(address).text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<b>at six" not in page


def test_comment_follows_its_words_and_says_where_they_are_gone(post, linked, outsider, team):
    link, address = linked()
    say(outsider, address, quote="at six", around=AROUND)

    def rewrite(markup):
        newest = again(post).get_latest_revision_as_object()
        newest.body = text(markup)
        newest.save_revision(user=team.wanda)
        (thread,) = threads(link, again(post).get_latest_revision_as_object())
        return thread

    moved = rewrite("<p>New first words.</p><p>In spring, high water is at six.</p>")
    assert (moved.passage.text, moved.is_changed) == ("In spring, high water is at six.", False)
    assert rewrite("<p>High water is late.</p>").is_changed
    assert "The text was changed" in words(outsider.get(address))


def test_outsider_sees_answers_and_that_it_is_resolved_and_answers_in_turn(linked, outsider, team):
    link, address = linked()
    say(outsider, address)
    stored = Comment.objects.get()
    CommentReply.objects.create(comment=stored, user=team.wanda, text="Holm harbour.")

    outsider.post(address, {"act": "answer", "thread": stored.pk, "text": "Thank you."})
    page = words(outsider.get(address))
    assert "wanda" in page
    assert page.index("Holm harbour.") < page.index("Thank you.")
    assert CommentReply.objects.filter(user=link.person).count() == 1

    stored.resolved_at = timezone.now()
    stored.save()
    assert "Resolved." in words(outsider.get(address))


def test_one_link_shows_and_answers_nothing_of_another_or_of_the_team(post, linked, outsider, team):
    _link, address = linked("Iris")
    _other, others = linked("Otto")
    say(outsider, others, "Otto's word")
    Comment.objects.create(page=post, user=team.rita, text="Rita's word", contentpath="body")

    page = words(outsider.get(address))
    assert "Otto's word" not in page
    assert "Rita's word" not in page
    for comment in Comment.objects.all():
        assert outsider.post(address, {"act": "answer", "thread": comment.pk, "text": "x"}).status_code == 400
    for thread in ("", "x", "-1", "9" * 40, "²"):
        assert outsider.post(address, {"act": "answer", "thread": thread, "text": "x"}).status_code == 400
    assert not CommentReply.objects.exists()


def test_readers_see_nothing_of_it(post, linked, outsider, team):
    say(outsider, linked()[1], "Between us")

    record_trusted_approval(post, kind="import")
    post.get_latest_revision().publish()

    live = again(post)
    for address in (live.url, f"{live.url.rstrip('/')}.md", "/blog/feed/", "/"):
        response = outsider.get(address)
        assert response.status_code == 200
        assert "Between us" not in response.text
    assert "Between us" not in str(PublishedVersion.objects.get(post_uuid=post.uuid).__dict__)


def test_editor_that_was_open_before_keeps_the_comment_when_it_saves(post, linked, outsider, team):
    say(outsider, linked()[1])
    client = Client()
    client.force_login(team.root)

    client.post(edit_url(post), post_data("Tides", slug=post.slug, body=[("text", "<p>High water is at six.</p>")]))

    assert again(post).get_latest_revision_as_object().title == "Tides"
    assert Comment.objects.get().resolved_at is None
    assert open_comments(again(post))


def test_editor_moves_and_resolves_a_comment_of_several_lines(post, linked, outsider, team):
    say(outsider, linked()[1], "First line.\nSecond line.", quote="at six", around=AROUND)
    stored, client = Comment.objects.get(), Client()
    client.force_login(team.root)
    sent = {"id": stored.pk, "text": stored.text, "contentpath": stored.contentpath, "position": "[]", "resolved": "on"}
    comments = {**inline_formset([{**sent, "replies": inline_formset([])}], initial=1)}
    body = [("text", "<p>High water is at six.</p>")]

    answer = client.post(edit_url(post), post_data("Tides", slug=post.slug, body=body, comments=comments))

    assert answer.status_code == 302
    stored.refresh_from_db()
    assert stored.resolved_by == team.root


def test_same_words_of_two_places_are_two_comments_and_of_one_place_one(post, linked, outsider, team):
    draft = again(post).get_latest_revision_as_object()
    draft.body = [("text", RichText(f'<p data-block-key="{key}">Too dark.</p>')) for key in ("aaaaa", "bbbbb")]
    draft.save_revision(user=team.wanda)
    link, address = linked()
    first, second = passages(again(post).get_latest_revision_as_object().body)

    for passage in (first, first, second, second):
        say(outsider, address, passage=passage.id)
    assert link.comments.count() == 2

    Comment.objects.update(resolved_at=timezone.now())
    say(outsider, address, passage=first.id)
    assert link.comments.count() == 3


def test_same_answer_is_kept_once_and_what_is_stored_is_not_refused(linked, outsider, monkeypatch):
    _link, address = linked()
    say(outsider, address)
    answer = {"act": "answer", "thread": Comment.objects.get().pk, "text": "In Holm."}
    for _time in range(2):
        assert outsider.post(address, answer).status_code == 302
    assert CommentReply.objects.count() == 1

    monkeypatch.setattr("blog.review.guests.comments.MAX_COMMENTS_PER_LINK", 2)
    assert say(outsider, address).status_code == 302
    assert say(outsider, address, text="More.").status_code == 400


def test_signs_are_found_where_they_stand(post, linked, outsider, team):
    draft = again(post).get_latest_revision_as_object()
    draft.body = text('<p data-block-key="signs">a → b</p>')
    draft.save_revision(user=team.wanda)

    say(outsider, linked()[1], quote="→", around="a → b")

    assert Comment.objects.get().contentpath.startswith("body.")
