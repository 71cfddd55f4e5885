import pytest
from bs4 import BeautifulSoup

from tests.factories import AuthorFactory, PostPageFactory, TopicFactory, text

pytestmark = pytest.mark.django_db

ODD_QUERIES = [
    "\x00", "a\x00b", "x" * 20_000, '"', '""', '"   "', 'foo"bar', "AND", "a AND", "NOT", "*", "a*", "(", "a OR (b",
    "title:x", "-", "--", "NEAR(a b)", "^a", "{a}", "'", "'; DROP TABLE blog_postpage; --", "%", "_", "\\", ":", "🙂",
    "日本語", "שלום", "C++", "std::vec", "foo_bar()", "a & b | !c", "<->", " ".join(["word"] * 500), "\ud800",
]  # fmt: skip


def titles(client, **parameters):
    listing = client.get("/search/", parameters).context_data["listing"]
    return {post.title for post in listing.object_list}, listing.paginator.count


def test_words_of_title_summary_and_body_are_found(client, blog):
    PostPageFactory(parent=blog, title="Harbour lights")
    PostPageFactory(parent=blog, title="Second", summary="About the harbour")
    PostPageFactory(parent=blog, title="Third", body=text("<p>Into the harbour</p>"))
    PostPageFactory(parent=blog, title="Fourth", body=text("<p>Elsewhere</p>"))

    assert titles(client, q="harbour") == ({"Harbour lights", "Second", "Third"}, 3)


def test_count_and_pages_hold_readable_posts_only(client, blog):
    for number in range(22):
        PostPageFactory(parent=blog, title=f"Harbour {number}")
    PostPageFactory(parent=blog, title="Harbour draft", live=False)

    first, total = titles(client, q="harbour")
    second, _total = titles(client, q="harbour", page=2)

    assert (len(first), len(second), total) == (20, 2, 22)
    assert not first & second


def test_odd_query_is_a_page(client, blog, subtests):
    PostPageFactory(parent=blog, title="Harbour", authors=[AuthorFactory()])

    for query in ODD_QUERIES:
        with subtests.test(repr(query[:20])):
            response = client.get("/search/", {"q": query.encode("utf-8", "surrogatepass")})
            assert response.status_code == 200


def test_page_past_the_last_is_not_found(client, blog, subtests):
    PostPageFactory(parent=blog, title="Harbour")

    for page in ("2", "0", "-1", "99999999999999999999", "x"):
        with subtests.test(page):
            assert client.get("/search/", {"q": "harbour", "page": page}).status_code == 404


def test_search_without_a_hit_offers_ways_on(client, blog):
    PostPageFactory(parent=blog, title="Latest words")

    html = BeautifulSoup(client.get("/search/?q=zebra").content, "html.parser")

    assert "/blog/latest-words/" in [link["href"] for link in html.main.find_all("a", href=True)]


def test_nearest_topics_come_first_where_nothing_is_found(client, blog):
    for name in ("Art", "Data", "Sails and boats"):
        PostPageFactory(parent=blog, topic=TopicFactory(name=name))

    topics = client.get("/search/", {"q": "zebra topic:botas"}).context_data["topics"]

    assert [topic["name"] for topic in topics] == ["Sails and boats", "Art", "Data"]


def test_query_is_shown_as_text_and_not_as_markup(client, blog):
    html = BeautifulSoup(client.get("/search/", {"q": "<script>alert(1)</script>"}).content, "html.parser")

    assert "alert(1)" not in [script.text for script in html.find_all("script")]
    assert html.find("input", {"name": "q"})["value"] == "<script>alert(1)</script>"
