"""Wagtail's own ways to search and to index go through our backend."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from modelsearch.query import Phrase, PlainText
from wagtail.models import Page

from blog.models import PostPage, Topic
from search.index import doctor
from search.models import SearchedPost
from tests.factories import PostPageFactory, TopicFactory, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def posts(blog):
    PostPageFactory(parent=blog, title="Plain", body=text("<p>About the harbour</p>"))
    PostPageFactory(parent=blog, title="Harbour", topic=TopicFactory(name="Ships"))
    PostPageFactory(parent=blog, title="Harbour draft", live=False)


def titles(found):
    return [page.title for page in found]


def test_posts_are_searched_by_our_index(posts):
    readable = PostPage.objects.readable()

    assert titles(readable.search("harbours")) == ["Harbour", "Plain"]
    assert titles(readable.filter(topic__name="Ships").search("harbour")) == ["Harbour"]
    assert titles(PostPage.objects.search("harbour draft")[:1]) == ["Harbour draft"]
    assert readable.search("harbour").count() == 2
    assert titles(readable.order_by("title").search("harbour", order_by_relevance=False)) == ["Harbour", "Plain"]
    assert readable.search("harbour").facet("topic_id") == {None: 1, Topic.objects.get().pk: 1}


@pytest.mark.parametrize("odd", ['foo"bar', '"   "', "AND", "title:x", "NEAR(a b)", "\x00", "'"])
def test_odd_words_are_no_error(posts, odd):
    assert list(PostPage.objects.search(odd)) == []


def test_admin_finds_pages_of_every_kind_by_title(posts):
    assert set(titles(Page.objects.search("blog"))) == {"Blog"}
    assert set(titles(Page.objects.search("harbour"))) == {"Harbour", "Harbour draft"}
    assert set(titles(Page.objects.autocomplete("harb"))) == {"Harbour", "Harbour draft"}


def test_index_is_rebuilt_where_it_is_lost_and_left_alone_where_it_is_whole(posts):
    SearchedPost.objects.all().delete()
    assert titles(PostPage.objects.readable().search("harbour")) == []

    call_command("update_index", verbosity=0)
    assert titles(PostPage.objects.readable().search("harbour")) == ["Harbour", "Plain"]

    with CaptureQueriesContext(connection) as queries:
        call_command("update_index", verbosity=0)
    assert [query for query in queries if 'INTO "finder_searchedpost"' in query["sql"]] == []


def test_doctor_names_posts_that_the_index_lacks_and_indexes_them(posts):
    SearchedPost.objects.filter(post__title="Plain").delete()

    assert doctor.examine(repair=False) == (["1 posts are not in the search index, so readers cannot find them."], 0)
    assert doctor.examine(repair=True)[1] == 1
    assert doctor.examine(repair=False) == ([], 0)
    assert titles(PostPage.objects.readable().search("harbour")) == ["Harbour", "Plain"]


def test_all_posts_are_written_again_a_batch_after_the_other_without_skipping_what_was_read(posts):
    SearchedPost.objects.all().delete()

    with CaptureQueriesContext(connection) as queries:
        call_command("update_index", verbosity=0, chunk_size=2)

    assert SearchedPost.objects.count() == 3
    assert not [query["sql"] for query in queries if "OFFSET" in query["sql"]]


def test_every_word_is_asked_for_where_that_is_said(posts):
    readable = PostPage.objects.readable()

    assert set(titles(readable.search("harbour about"))) == {"Plain", "Harbour"}
    assert titles(readable.search("harbour about", operator="and")) == ["Plain"]
    assert titles(readable.search("harbour nope", operator="and")) == []


def test_composed_queries_are_asked_of_the_whole_text(posts):
    readable = PostPage.objects.readable()

    assert titles(readable.search(PlainText("about") & PlainText("harbour"))) == ["Plain"]
    assert titles(readable.search(PlainText("harbour") & ~PlainText("about"))) == ["Harbour"]
    assert set(titles(readable.search(Phrase("the harbour") | PlainText("ships")))) == {"Harbour", "Plain"}
    for only_without in (~PlainText("about"), ~PlainText("about") & ~PlainText("ships")):
        with pytest.raises(NotImplementedError):
            titles(readable.search(only_without))
