"""The Nu HTML checker on every page for readers, and the structure of the feed (RFC 4287)."""

from collections import Counter
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from tests.journeys.content import EVERY_BLOCK, READER_PAGES, TOO_WIDE
from tests.journeys.nu import complaints

pytestmark = pytest.mark.browser

PAGES = {**READER_PAGES, "wide post": TOO_WIDE}
ATOM = "{http://www.w3.org/2005/Atom}"


def test_nu_checker_has_nothing_to_say(site, page, tmp_path):
    pages = {}
    for name, address in PAGES.items():
        answer = page.request.get(address)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        pages[name] = answer.body()

    said = complaints(pages, tmp_path)

    assert not said, "\n".join(said)


@pytest.fixture
def feed(page):
    answer = page.request.get("/blog/feed/")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return ET.fromstring(answer.body())


def test_feed_says_what_atom_demands(feed, site):
    texts = {name: feed.findtext(f"{ATOM}{name}") for name in ("id", "title", "updated")}
    links = {link.get("rel", "alternate"): link.get("href") for link in feed.findall(f"{ATOM}link")}

    assert feed.tag == f"{ATOM}feed"
    assert texts["id"] == f"{site}/blog/"
    assert texts["title"] == "Blog"
    assert datetime.fromisoformat(texts["updated"]).tzinfo
    assert links == {"alternate": f"{site}/blog/", "self": f"{site}/blog/feed/"}


def test_every_entry_says_what_atom_demands(feed, site):
    entries = feed.findall(f"{ATOM}entry")
    demanded = Counter(child.tag for entry in entries for child in entry if child.tag in once())

    assert len(entries) == 20
    assert demanded == dict.fromkeys(once(), 20)
    assert len({entry.findtext(f"{ATOM}id") for entry in entries}) == len(entries)
    for entry in entries:
        assert all(datetime.fromisoformat(entry.findtext(f"{ATOM}{name}")).tzinfo for name in ("updated", "published"))
        assert entry.find(f"{ATOM}link").get("href").startswith(f"{site}/blog/")
        assert entry.find(f"{ATOM}content").get("type") == "html"
        assert all(author.findtext(f"{ATOM}name") for author in entry.findall(f"{ATOM}author"))
        assert entry.findall(f"{ATOM}author")


def once():
    return {f"{ATOM}{name}" for name in ("id", "title", "updated", "published", "link", "content")}


def test_whole_post_stands_in_the_feed_without_class_or_relative_address(feed, site, page):
    entries = {entry.find(f"{ATOM}link").get("href"): entry for entry in feed.findall(f"{ATOM}entry")}
    body = BeautifulSoup(entries[f"{site}{EVERY_BLOCK}"].findtext(f"{ATOM}content"), "html.parser")

    addresses = [element.get("href") or element.get("src") for element in body.find_all(["a", "img"])]
    assert [element.name for element in body.find_all(class_=True)] == []
    assert [element.name for element in body.find_all(["script", "style", "iframe", "button", "svg"])] == []
    assert [address for address in addresses if not urlsplit(address).scheme] == []
    assert "def readable(post):\n    # A post" in body.find("pre").get_text()
    assert "A rabbit wakes up" in {link.get_text() for link in body.find_all("a")}
    assert page.request.get(body.find("img")["src"]).headers["content-type"].startswith("image/")
