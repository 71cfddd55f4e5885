from django.contrib.auth.models import User
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.media.tag_field import DELIMITER
from tests.blog.admin.conftest import edit_url, logged_in, post_data
from tests.factories import AuthorFactory, PostPageFactory, TopicFactory

# Wagtail asks about 80 of these for a page with nothing but a body.
MOST_QUESTIONS = 126


def test_publishing_asks_little_more_than_for_a_bare_page(blog):
    owner = logged_in(User.objects.create_superuser("owner"))
    author, topic = AuthorFactory(), TopicFactory()
    post = PostPageFactory(parent=blog, authors=[author], topic=topic, tags=["one", "two"])
    rows = {"post_authors-0-id": post.post_authors.get().pk, "post_authors-INITIAL_FORMS": 1}
    form = post_data(
        "Other words", slug=post.slug, authors=[author], topic=topic.pk, tags=DELIMITER.join(["one", "two"])
    )

    with CaptureQueriesContext(connection) as asked:
        owner.post(edit_url(post), {**form, **rows, "action-publish": "1"})

    post.refresh_from_db()
    questions = [query["sql"] for query in asked if "SAVEPOINT" not in query["sql"]]
    assert (post.title, post.has_unpublished_changes) == ("Other words", False)
    assert len(questions) <= MOST_QUESTIONS
