"""The form of a post may be older than the rows of authors that autosave or another window has saved."""

import pytest

from blog.models import PostPage
from tests.blog.admin.conftest import edit_url, post_data, write
from tests.factories import AuthorFactory


@pytest.mark.parametrize("action", ["", "publish"])
def test_author_who_was_added_meanwhile_is_not_added_twice(owner, blog, action):
    ada, bo = AuthorFactory(name="Ada"), AuthorFactory(name="Bo")
    post, _ = write(owner, blog, authors=[ada])
    data = post_data(slug=post.slug, authors=[ada, bo]) | ({f"action-{action}": "1"} if action else {})

    owner.post(edit_url(post), data)

    saved = PostPage.objects.get().get_latest_revision_as_object()
    assert [row.author for row in saved.post_authors.all()] == [ada, bo]
    assert set(PostPage.objects.get().post_authors.values_list("author__name", flat=True)) == {"Ada", "Bo"}
