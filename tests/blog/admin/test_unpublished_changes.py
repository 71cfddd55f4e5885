"""A live post that is changed: what its editor says, and going back to what readers see."""

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from blog.history.models import PublishedVersion
from blog.models import PostPage
from tests.blog.admin.conftest import edit_url, post_data, write

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]


@pytest.fixture
def post(owner, blog):
    post, _response = write(owner, blog, "publish", title="Tides", slug="tides")
    return post


def change(owner, post):
    owner.post(edit_url(post), post_data("Tides", slug="tides", body=[("text", "<p>Other words</p>")]))
    return PostPage.objects.get(pk=post.pk)


def line(owner, post):
    """What stands above the form."""
    page = BeautifulSoup(owner.get(edit_url(post)).content, "html.parser")
    [shown] = [part for part in page.select("[data-live-post]") if not part.has_attr("hidden")]
    return shown


def test_editor_says_which_text_readers_see(owner, post):
    assert line(owner, post).strong.get_text() == "Live"

    changed = line(owner, change(owner, post))

    assert changed.strong.get_text() == "Live, with unpublished changes"
    assert [link.get_text() for link in changed.find_all("a")] == ["See what changed", "Discard changes"]


def test_explorer_says_the_state_in_the_same_words(owner, blog, post):
    change(owner, post)

    page = owner.get(reverse("wagtailadmin_explore", args=[blog.pk])).content.decode()

    assert "Live, with unpublished changes" in page


def test_discarded_changes_leave_the_draft_as_readers_see_it(owner, post):
    changed = change(owner, post)
    written = changed.latest_revision
    assert "Other words" not in str(changed.body)

    owner.post(reverse("posts:discard_changes", args=[post.pk]))

    after = PostPage.objects.get(pk=post.pk)
    assert not after.has_unpublished_changes
    assert str(after.get_latest_revision_as_object().body) == str(after.body)
    assert "Other words" in str(written.as_object().body)
    assert after.revisions.filter(pk=written.pk).exists()
    assert PublishedVersion.objects.filter(post_uuid=post.uuid).count() == 1
    assert line(owner, after).strong.get_text() == "Live"


def test_looking_at_the_question_discards_nothing(owner, post):
    changed = change(owner, post)

    owner.get(reverse("posts:discard_changes", args=[post.pk]))

    assert PostPage.objects.get(pk=post.pk).latest_revision_id == changed.latest_revision_id


def test_changes_in_review_are_not_discarded(owner, post):
    changed = change(owner, post)
    changed.get_workflow().start(changed, owner.user)

    owner.post(reverse("posts:discard_changes", args=[post.pk]))

    assert PostPage.objects.get(pk=post.pk).latest_revision_id == changed.latest_revision_id
