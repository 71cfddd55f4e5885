"""Links by stable key, in notes and in kept Markdown."""

import json

import pytest
from bs4 import BeautifulSoup

from tests.factories import PostPageFactory
from tests.rich_text import footnote


def text(html):
    return {"type": "text", "value": html}


def links_below(client, address, selector):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return {link.get_text(): link.get("href") for element in page.select(selector) for link in element.select("a")}


@pytest.fixture
def posts(blog):
    return PostPageFactory(parent=blog, slug="open"), PostPageFactory(parent=blog, slug="draft", live=False)


@pytest.mark.django_db
def test_note_links_to_a_post_by_its_key_and_hides_a_draft(client, blog, posts):
    shown, hidden = posts
    note = footnote("1", f"[shown](post:{shown.uuid}) and [hidden](post:{hidden.uuid})")
    post = PostPageFactory(parent=blog, body=json.dumps([text(f"<p>a{note}</p>")]))

    links = links_below(client, post.url, ".footnotes")

    assert links["shown"].endswith("/blog/open/")
    assert links["hidden"] is None


@pytest.mark.django_db
def test_kept_markdown_links_by_key(client, blog, posts):
    shown, hidden = posts
    kept = f"<u>x</u> [shown](post:{shown.uuid}) [hidden](post:{hidden.uuid})"
    post = PostPageFactory(parent=blog, body=json.dumps([{"type": "markdown", "value": kept}]))

    links = links_below(client, post.url, ".post__body")

    assert links["shown"].endswith("/blog/open/")
    assert links["hidden"] is None
