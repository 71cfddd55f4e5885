from datetime import UTC, datetime
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup

from blog.models import PostPage
from tests.factories import AuthorFactory, PostPageFactory
from tests.rich_text import footnote

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
CODE = {"code": "print(1 < 2)\n", "language": "python", "file_name": "", "marked_lines": "1", "caption": ""}
EMBED = {"url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ", "title": "A film", "caption": ""}


def entries(client):
    return ET.fromstring(client.get("/blog/feed/").content).findall(f"{ATOM}entry")


def content(client):
    return BeautifulSoup(entries(client)[0].find(f"{ATOM}content").text, "html.parser")


def test_feed_carries_the_whole_text_with_plain_code(client, blog):
    body = [{"type": "text", "value": "<p>First words</p>"}, {"type": "code", "value": CODE}]
    PostPageFactory(parent=blog, body=body)

    html = content(client)

    assert html.p.text == "First words"
    assert html.pre.text.strip() == "print(1 < 2)"
    assert html.find("span") is None
    assert not any(element.has_attr("class") for element in html.find_all(True))


def test_feed_addresses_are_absolute(client, blog):
    PostPageFactory(parent=blog, slug="target")
    target = PostPage.objects.get(slug="target")
    link = f'<p><a linktype="page" id="{target.pk}">there</a> and <a href="#x">here</a></p>'
    PostPageFactory(parent=blog, slug="source", body=[{"type": "text", "value": link}])

    assert [a["href"] for a in content(client).find_all("a")] == [
        "http://testserver/blog/target/",
        "http://testserver/blog/source/#x",
    ]


def test_embed_is_a_link_in_the_feed(client, blog):
    PostPageFactory(parent=blog, body=[{"type": "embed", "value": EMBED}])

    html = content(client)

    assert EMBED["url"] in [a["href"] for a in html.find_all("a")]
    assert html.find(["iframe", "button"]) is None


def test_entry_names_authors_dates_and_a_lasting_id(client, blog):
    authors = [AuthorFactory(name="Ada"), AuthorFactory(name="Ben")]
    moment = datetime(2025, 5, 4, 12, tzinfo=UTC)
    post = PostPageFactory(parent=blog, authors=authors, published_on=moment, tags=["sea"])

    entry = entries(client)[0]

    assert [name.text for name in entry.iter(f"{ATOM}name")] == ["Ada", "Ben"]
    assert entry.find(f"{ATOM}published").text == "2025-05-04T12:00:00+00:00"
    assert entry.find(f"{ATOM}id").text == f"urn:uuid:{post.uuid}"
    assert entry.find(f"{ATOM}category").get("term") == "sea"


def test_entry_is_not_new_after_a_change_that_is_no_news(client, blog):
    post = PostPageFactory(parent=blog, published_on=datetime(2025, 5, 4, 12, tzinfo=UTC))
    post.summary = "Other words"
    post.save_revision().publish()

    assert entries(client)[0].find(f"{ATOM}updated").text == "2025-05-04T12:00:00+00:00"


def test_empty_feed_is_a_feed(client, blog):
    assert entries(client) == []


def test_link_to_what_readers_may_not_see_is_words_in_the_feed(client, blog):
    body = [{"type": "text", "value": '<p>See <a linktype="page" id="999999">the draft</a></p>'}]
    PostPageFactory(parent=blog, body=body)

    assert content(client).decode_contents().strip() == "<p>See the draft</p>"


def test_feed_lists_footnotes_behind_the_post_without_links_into_the_page(client, blog):
    body = [{"type": "text", "value": f"<p>One{footnote('1', 'A note')}</p>"}]
    PostPageFactory(parent=blog, body=body)

    html = content(client)

    assert html.p.decode_contents() == "One<sup>1</sup>"
    assert [note.get_text().strip() for note in html.select("hr ~ ol li")] == ["A note"]
    assert html.find("a") is None
