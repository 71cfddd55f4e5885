"""What was said outside stays through saves, answers and texts that are written otherwise than they are read."""

from datetime import UTC, datetime

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from time_machine import travel
from wagtail.models import Comment, CommentReply

from blog.mail.models import Mail
from blog.review.approval.approvals import record_trusted_approval
from blog.review.guests.comments import MAX_COMMENT_LENGTH, threads
from blog.review.models import OutsideComment
from tests.blog.admin.conftest import edit_url, post_data
from tests.blog.review.guests.conftest import AROUND, say, words
from tests.blog.review.people import again
from tests.factories import text

pytestmark = pytest.mark.django_db


def editor(post, user):
    """Saves the post as its form does, without a change to its comments."""
    client = Client()
    client.force_login(user)
    body = [("text", "<p>High water is at six.</p>")]
    return client.post(edit_url(post), post_data("Tides", slug=post.slug, body=body))


def test_resolved_comment_and_its_answers_stay_through_every_save(post, linked, outsider, team):
    _link, address = linked()
    say(outsider, address)
    stored = Comment.objects.get()
    CommentReply.objects.create(comment=stored, user=team.wanda, text="Holm harbour.")
    Comment.objects.update(resolved_at=timezone.now(), resolved_by=team.wanda)

    for _time in range(2):
        assert editor(post, team.root).status_code == 302
    record_trusted_approval(again(post), kind="import")
    again(post).get_latest_revision().publish()

    page = words(outsider.get(address))
    assert "Resolved." in page
    assert "Holm harbour." in page


def test_saving_costs_no_more_with_many_resolved_comments(post, linked, team):
    link, _address = linked()

    def cost():
        draft = again(post).get_latest_revision_as_object()
        with CaptureQueriesContext(connection) as queries:
            draft.save_revision(user=team.wanda)
        return len(queries)

    cost()
    without = cost()
    resolved = {"resolved_at": timezone.now(), "resolved_by": team.wanda}
    for number in range(10):
        Comment.objects.create(page=post, user=link.person, text=f"{number}", contentpath="title", **resolved)

    assert cost() <= without
    assert Comment.objects.count() == 10


def test_comment_that_comes_while_the_editor_saves_stays(post, linked, outsider, team):
    _link, address = linked()
    draft = again(post).get_latest_revision_as_object()
    say(outsider, address)

    draft.save_revision(user=team.wanda)

    assert Comment.objects.count() == 1


def test_comment_that_was_deleted_in_the_editor_is_gone(post, linked, outsider, team):
    say(outsider, linked()[1])
    draft = again(post).get_latest_revision_as_object()
    draft.wagtail_admin_comments.clear()

    draft.save_revision(user=team.wanda)

    assert not Comment.objects.exists()


def test_answer_to_what_is_resolved_is_refused_in_words(linked, outsider):
    _link, address = linked()
    say(outsider, address)
    Comment.objects.update(resolved_at=timezone.now())

    response = outsider.post(address, {"act": "answer", "thread": Comment.objects.get().pk, "text": "And now?"})

    assert (response.status_code, "This comment is resolved" in words(response)) == (400, True)
    assert not CommentReply.objects.exists()


def test_refused_answer_stands_where_it_was_typed(linked, outsider):
    _link, address = linked()
    say(outsider, address)
    thread = Comment.objects.get().pk

    page = outsider.post(address, {"act": "answer", "thread": thread, "text": "x" * (MAX_COMMENT_LENGTH + 1)}).text

    html = BeautifulSoup(page, "html.parser")
    assert html.find(id=f"answer-{thread}").get_text() == "x" * (MAX_COMMENT_LENGTH + 1)
    assert html.find(id="comment-text").get_text() == ""


def test_same_comment_sent_twice_is_one(linked, outsider):
    _link, address = linked()
    for _time in range(2):
        say(outsider, address, quote="at six", around=AROUND)

    assert Comment.objects.count() == 1


@pytest.mark.parametrize(
    ("markup", "quote"),
    [
        ('<p>Low water<span data-footnote="t" data-text="Note">[t]</span> is at noon.</p>', "Low water is at noon."),
        ("<p>One<br/>two words</p>", "One two words"),
        ("<ul><li>Alpha<ul><li>Beta</li></ul></li></ul>", "Beta"),
    ],
)
def test_words_that_stand_otherwise_in_the_source_are_found(post, linked, outsider, team, markup, quote):
    link, address = linked()
    newest = again(post).get_latest_revision_as_object()
    newest.body = text(markup)
    newest.save_revision(user=team.wanda)

    say(outsider, address, quote=quote)

    (thread,) = threads(link, again(post).get_latest_revision_as_object())
    assert not thread.is_changed
    assert Comment.objects.get().contentpath.startswith("body.")


def test_words_of_a_block_without_paragraphs_are_found(post, linked, outsider, team):
    link, address = linked()
    newest = again(post).get_latest_revision_as_object()
    newest.body = [("code", {"code": "print(2)", "language": "python"})]
    newest.save_revision(user=team.wanda)

    say(outsider, address, quote="print(2)")

    (thread,) = threads(link, again(post).get_latest_revision_as_object())
    assert not thread.is_changed
    assert Comment.objects.get().contentpath.endswith(".code")


def test_secret_stands_in_no_log(linked, outsider, caplog):
    _link, address = linked()

    for response in (
        say(outsider, address, ""),
        outsider.put(address),
        outsider.options(address),
        outsider.get(address),
    ):
        assert response.status_code in {200, 400, 405}
    assert address.split("/")[-2] not in caplog.text


def test_quote_holds_no_sign_that_a_database_refuses(linked, outsider):
    say(outsider, linked()[1], quote="at\0 six", around=AROUND)

    assert OutsideComment.objects.get().quote == "at six"


@travel(datetime(2026, 11, 28, 12, tzinfo=UTC), tick=False)
def test_who_gave_the_link_and_whose_post_it_is_hear_of_it_once_an_hour(post, linked, outsider, team):
    _link, address = linked(by=team.rita)
    for words_said in ("In which harbour?", "And when?"):
        say(outsider, address, words_said)

    told = {mail.recipients[0]: mail for mail in Mail.objects.all()}
    assert set(told) == {team.rita.email, team.wanda.email}
    assert "Iris Sound commented on “The tide table”:\n\nIn which harbour?" in told[team.rita.email].body
    assert Mail.objects.count() == 2
