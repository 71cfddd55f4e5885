"""Posts about the same are found by their words, kept by the worker, and shown beside each other."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.history.models import PublishedVersion
from blog.models import PostPage, RelatedPost
from search.models import ComparedVersion
from search.suggest.related_posts import update_related_posts
from tests.factories import BlogIndexPageFactory, PostPageFactory, expire, text

pytestmark = pytest.mark.django_db

TIDES = "The tide gauge tells the tide. A gauge is read at each tide, and the harbour gauge twice. Harbour, harbour."
OVENS = "The oven bakes the bread. An oven needs heat, and bread needs an oven. Heat, flour, heat, bread and flour."


@pytest.fixture
def post(blog):
    def publish(title, words, *, parent=blog, **kwargs):
        page = PostPageFactory(parent=parent, title=title, body=text(f"<p>{words}</p>"), **kwargs)
        page.save_revision().publish()
        return page

    return publish


@pytest.fixture
def related(client):
    def ask(page):
        return [other.title for other in client.get(page.url).context_data["related"]]

    return ask


def test_posts_with_the_same_words_are_related_and_those_with_others_are_not(post, related):
    gauge, oven = post("Gauge", TIDES), post("Oven", OVENS)
    post("Harbour book", TIDES)
    post("Bread", OVENS)
    post("Nothing of either", "Words that nobody else has.")
    assert related(gauge) == []

    update_related_posts()

    assert related(gauge) == ["Harbour book"]
    assert related(oven) == ["Bread"]


def test_older_post_is_told_of_a_new_one(post, related):
    gauge = post("Gauge", TIDES)
    update_related_posts()

    post("Harbour book", TIDES)
    update_related_posts()

    assert related(gauge) == ["Harbour book"]


def test_shared_tags_still_count(post, related):
    gauge = post("Gauge", TIDES, tags=["a", "b", "c"])
    post("Tagged alike", "Other words.", tags=["a", "b", "c"])
    post("Tagged less", "Yet others.", tags=["a"])
    post("Harbour book", TIDES)
    update_related_posts()

    assert related(gauge) == ["Tagged alike", "Harbour book"]


@pytest.mark.parametrize("hide", [PostPage.unpublish, expire], ids=["unpublished", "expired"])
def test_what_readers_may_not_see_and_what_stands_in_another_blog_is_not_related(post, related, site, hide):
    _site, home, _blog = site
    gauge, withdrawn = post("Gauge", TIDES), post("Withdrawn", TIDES)
    post("Elsewhere", TIDES, parent=BlogIndexPageFactory(parent=home, title="Other", slug="other"))
    update_related_posts()
    assert related(gauge) == ["Withdrawn"]

    hide(withdrawn)

    assert related(gauge) == []


def test_each_published_version_is_compared_once(post, monkeypatch):
    for number in range(3):
        post(f"Gauge {number}", TIDES)
    monkeypatch.setattr("search.suggest.related_posts.MAX_COMPARING_SECONDS", 0)
    update_related_posts()
    assert ComparedVersion.objects.get().version == PublishedVersion.objects.earliest("pk").pk

    for _round in range(PublishedVersion.objects.count()):
        update_related_posts()
    assert RelatedPost.objects.count() == 6
    RelatedPost.objects.all().delete()
    with CaptureQueriesContext(connection) as queries:
        update_related_posts()

    assert not RelatedPost.objects.exists()
    assert len(queries) <= 3
