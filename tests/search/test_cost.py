"""What a search asks of the database does not grow with what it finds."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search.query.finder import find_posts
from tests.factories import AuthorFactory, PostPageFactory, TopicFactory, text

pytestmark = pytest.mark.django_db

QUERIES = ["harbour", "harbour light boats", '"red boat" harbour', "no-unused-vars harbour", "harbour year:2024 -sail"]


def write(blog, posts):
    topic, author = TopicFactory(), AuthorFactory()
    words = "<h2>Light</h2><p>The harbour has a red boat and no-unused-vars.</p>"
    for number in range(posts):
        PostPageFactory(
            parent=blog, title=f"Harbour {number}", topic=topic, authors=[author], tags=["a", f"tag-{number}"],
            body=text(words), published_on="2024-05-01T12:00Z",
        )  # fmt: skip


def questions(queries):
    """Without the savepoints that stand around what may fail within a transaction, as here and not for readers."""
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def asked(client, address, **parameters):
    client.get(address, parameters)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address, parameters).status_code == 200
    return questions(queries)


@pytest.mark.parametrize("address", ["/search/", "/search/?sort=date", "/search/feed/"])
def test_queries_do_not_grow_with_what_is_found(client, blog, subtests, address):
    path, _, sort = address.partition("?sort=")
    write(blog, 3)
    few = {query: asked(client, path, q=query, sort=sort) for query in QUERIES}
    write(blog, 12)

    for query in QUERIES:
        with subtests.test(query):
            assert asked(client, path, q=query, sort=sort) == few[query]


def test_page_asks_little_besides_looking_for_posts(client, blog):
    write(blog, 30)
    with CaptureQueriesContext(connection) as finding:
        find_posts("harbour boats", [blog.pk])
    looking = questions(finding)

    # What editors keep, how common the words are, lists of posts, their texts.
    assert looking == 4

    # Site, settings, blogs, posts with passages and authors, facets, menu.
    assert asked(client, "/search/", q="harbour boats") - looking <= 6


@pytest.mark.parametrize("page", ["x", "0", "-1", "9999999"])
def test_page_that_no_search_has_is_answered_without_a_search(client, blog, page):
    write(blog, 1)
    client.get("/search/?q=harbour")

    with CaptureQueriesContext(connection) as queries:
        assert client.get("/search/", {"q": "harbour", "page": page}).status_code == 404

    assert [query["sql"] for query in queries if "finder" in query["sql"] or "searched" in query["sql"]] == []
