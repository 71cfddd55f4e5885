"""Results in the order of dates, and the feed of a search."""

from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from search.models import PromotedPost
from search.query import finder
from search.results import views
from tests.factories import AuthorFactory, PostPageFactory, text
from tests.search.test_search import ODD_QUERIES

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def post(blog):
    def add(title, words="", **kwargs):
        return PostPageFactory(parent=blog, title=title, body=text(f"<p>{words}</p>"), **kwargs)

    return add


@pytest.fixture
def page(client, blog):
    def ask(query, **parameters):
        return BeautifulSoup(client.get("/search/", {"q": query, **parameters}).content, "html.parser")

    return ask


def titles(page):
    return [title.text for title in page.select(".result h2")]


def entries(answer):
    return [entry.findtext(f"{ATOM}title") for entry in ET.fromstring(answer.content).findall(f"{ATOM}entry")]


@pytest.fixture
def harbours(post):
    post("Old", "harbour harbour light", published_on="2020-05-01T12:00Z")
    post("New harbour", "light", published_on="2024-05-01T12:00Z")
    post("Middle", "light of the harbour", published_on="2022-05-01T12:00Z")
    post("Newest of one word", "harbour", published_on="2025-05-01T12:00Z")


def test_by_date_the_newest_post_with_every_word_comes_first(harbours, page):
    assert titles(page("harbour light", sort="date")) == ["New harbour", "Middle", "Old"]
    assert titles(page('"light of" harbour', sort="date")) == ["Middle"]
    assert titles(page("harbour in:title", sort="date")) == ["New harbour"]
    assert titles(page("harbour -light", sort="date")) == ["Newest of one word"]
    assert titles(page("harbour year:2022", sort="date")) == ["Middle"]


def test_by_date_posts_with_some_words_come_where_none_has_all(harbours, post, page):
    post("Elsewhere", "zebra", published_on="2021-05-01T12:00Z")

    assert titles(page("zebra light", sort="date")) == ["New harbour", "Middle", "Elsewhere", "Old"]


def test_order_is_kept_on_every_page_and_left_by_a_link(post, page):
    for number in range(21):
        post(f"Harbour {number}")

    shown = page("harbour", sort="date")

    orders = {link.text: link["href"] for link in shown.select(".result-bar__orders a")}
    assert orders == {"Best first": "/search/?q=harbour", "Newest first": "/search/?q=harbour&sort=date"}
    assert shown.select_one(".result-bar__orders [aria-current]").text == "Newest first"
    assert shown.select_one("[rel=next]")["href"] == "?q=harbour&sort=date&page=2"
    assert titles(page("harbour", sort="date", page=2)) == ["Harbour 0"]


def test_unknown_order_is_the_best_first(harbours, page):
    assert page("harbour", sort="size").select_one(".result-bar__orders [aria-current]").text == "Best first"


def test_posts_are_counted_to_the_most_that_are_found(post, page, monkeypatch):
    for number in range(5):
        post(f"Harbour {number}")
    for module in (finder, views):
        monkeypatch.setattr(module, "MAX_RESULTS", 4)

    assert page("harbour").select_one(".result-bar__count").text.strip() == "4+ posts for “harbour”"
    assert len(titles(page("harbour", sort="date"))) == 4


def test_feed_has_the_newest_posts_whole(client, blog, harbours, page):
    link = page("harbour light").select_one("link[rel=alternate]")
    answer = client.get(link["href"])

    assert link["href"] == page("harbour light").select_one(".result-bar__feed a")["href"]
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert "noindex" in answer["X-Robots-Tag"]
    assert entries(answer) == ["New harbour", "Middle", "Old"]
    feed = ET.fromstring(answer.content)
    assert feed.findtext(f"{ATOM}title") == "Search for “harbour light”"
    assert feed.findtext(f"{ATOM}id") == "http://testserver/search/?q=harbour+light"
    assert feed.find(f"{ATOM}entry/{ATOM}content").text.strip() == "<p>light</p>"


def test_feed_without_a_query_is_not_there(client, blog):
    assert client.get("/search/feed/").status_code == 404


def test_feed_answers_odd_queries(client, blog, subtests):
    PostPageFactory(parent=blog, title="Harbour", authors=[AuthorFactory()])

    for query in [*ODD_QUERIES, "a\x01b", "\x85a", "\uffff a"]:
        with subtests.test(repr(query[:20])):
            answer = client.get("/search/feed/", {"q": query.encode("utf-8", "surrogatepass")})
            if query.strip("\x00 "):
                assert ET.fromstring(answer.content).tag == f"{ATOM}feed"
            assert client.head("/search/feed/", {"q": "harbour"}).content == b""


def test_chosen_post_is_among_those_by_date_and_in_the_feed(client, post, page):
    chosen = post("Where to begin", published_on="2021-05-01T12:00Z")
    post("Kubernetes", published_on="2020-05-01T12:00Z")
    PromotedPost.objects.create(post=chosen, queries="kubernetes")

    assert titles(page("kubernetes", sort="date")) == ["Where to begin", "Kubernetes"]
    assert b"Where to begin" in client.get("/search/feed/", {"q": "kubernetes"}).content


def test_newest_by_date_come_first_whenever_they_were_written(post, page, monkeypatch):
    monkeypatch.setattr("search.query.finder.MAX_RESULTS", 3)
    for day in range(6, 0, -1):
        post(f"Harbour {day}", published_on=f"2024-05-0{day}T12:00Z")

    assert titles(page("harbour", sort="date")) == ["Harbour 6", "Harbour 5", "Harbour 4"]
