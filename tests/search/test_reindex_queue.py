"""Whatever topics, series, tags and authors are called, their posts are found by it."""

import pytest

from blog.models import PostAuthor, TaggedPost
from search.index import reindex_queue
from search.index.reindex_queue import reindex_queued
from search.models import OutdatedPost
from tests.factories import AuthorFactory, PostPageFactory, SeriesFactory, TagFactory, TopicFactory

pytestmark = pytest.mark.django_db


def found(client, typed):
    listing = client.get("/search/", {"q": typed}).context_data.get("listing")
    return {post.title for post in listing.object_list} if listing else set()


@pytest.fixture
def named(blog):
    """A post, another one, and what the first one stands under, by kind."""
    subjects = {
        "topic": TopicFactory(name="Seagull"),
        "series": SeriesFactory(title="Seagull"),
        "tag": TagFactory(name="Seagull"),
        "author": AuthorFactory(name="Seagull"),
    }

    def stand_under(kind):
        under = {kind: subjects[kind], "series_place": 1} if kind == "series" else {}
        under = {kind: subjects[kind]} if kind == "topic" else under
        post = PostPageFactory(parent=blog, title="Under it", **under)
        PostPageFactory(parent=blog, title="Elsewhere")
        if kind == "tag":
            TaggedPost.objects.create(tag=subjects["tag"], content_object=post)
        if kind == "author":
            PostAuthor.objects.create(page=post, author=subjects["author"])
        post.save()
        return subjects[kind]

    return stand_under


@pytest.mark.parametrize("kind", ["topic", "series", "tag", "author"])
def test_post_is_found_by_the_new_name_only(client, named, kind):
    subject = named(kind)
    assert found(client, "seagull") == {"Under it"}

    setattr(subject, "title" if kind == "series" else "name", "Albatross")
    subject.save()
    reindex_queued()

    assert (found(client, "albatross"), found(client, "seagull")) == ({"Under it"}, set())
    assert not OutdatedPost.objects.exists()


@pytest.mark.parametrize("kind", ["topic", "series", "tag"])
def test_post_is_no_longer_found_by_what_was_deleted(client, named, kind):
    subject = named(kind)

    subject.delete()
    reindex_queued()

    assert found(client, "seagull") == set()


def test_large_topic_is_indexed_in_rounds(client, blog, monkeypatch):
    monkeypatch.setattr(reindex_queue, "REINDEX_BATCH_SIZE", 2)
    topic = TopicFactory(name="Seagull")
    for number in range(3):
        PostPageFactory(parent=blog, title=f"Post {number}", topic=topic)
    topic.name = "Albatross"
    topic.save()

    assert [reindex_queued(), reindex_queued(), reindex_queued()] == [True, False, False]
    assert len(found(client, "albatross")) == 3
