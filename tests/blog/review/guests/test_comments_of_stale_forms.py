"""Two windows, older texts and lost blocks: comments neither vanish from sight nor come twice."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from wagtail.models import Comment
from wagtail.test.utils.form_data import inline_formset

from blog.review.workflow.quality_gate import open_comments
from tests.blog.admin.conftest import edit_url, post_data
from tests.blog.review.guests.conftest import say
from tests.blog.review.guests.test_review_links import signed_in
from tests.blog.review.people import again
from tests.factories import text

pytestmark = pytest.mark.django_db


def test_comment_beside_a_block_that_is_gone_is_about_the_whole_post(post, linked, outsider, team):
    say(outsider, linked()[1], quote="High water", around="High water is at six.")
    assert Comment.objects.get().contentpath.startswith("body.")
    draft = again(post).get_latest_revision_as_object()
    draft.body = text("<p>Another block.</p>")

    draft.save_revision(user=team.wanda)

    assert Comment.objects.get().contentpath == "title"
    assert open_comments(again(post)) != []
    shown = signed_in(team.root).get(edit_url(post))
    assert "Say which harbour." in shown.text


def test_save_that_was_refused_leaves_the_comments_to_the_next(post, linked, outsider, team):
    say(outsider, linked()[1])
    draft = again(post).get_latest_revision_as_object()
    (comment,) = draft.wagtail_admin_comments.all()
    comment.text = "Mended"
    draft.wagtail_admin_comments = [comment]
    title, draft.title = draft.title, ""
    with pytest.raises(ValidationError):
        draft.save()

    draft.title = title
    draft.save()

    assert [row.text for row in Comment.objects.all()] == ["Mended"]


def test_comment_resolved_in_another_window_does_not_come_back_as_ones_own(post, linked, outsider, team):
    say(outsider, linked()[1])
    stored = Comment.objects.get()
    stale = {
        "id": stored.pk, "text": stored.text, "contentpath": stored.contentpath, "position": "", "resolved": "",
        "replies": inline_formset([]),
    }  # fmt: skip
    Comment.objects.update(resolved_at=timezone.now(), resolved_by=team.wanda)
    body = [("text", "<p>High water is at six.</p>")]
    data = post_data("Tides", slug=post.slug, body=body, comments=inline_formset([stale], initial=1))

    assert signed_in(team.root).post(edit_url(post), data).status_code == 302

    (kept,) = Comment.objects.all()
    assert (kept.pk, kept.user, kept.resolved_at is None) == (stored.pk, stored.user, False)
