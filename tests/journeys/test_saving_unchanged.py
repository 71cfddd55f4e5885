"""Opening a post in the editor and saving it changes nothing of its body."""

import json
import re

import pytest
from playwright.sync_api import expect

from blog.markdown.ids import with_ids
from blog.markdown.read import read
from blog.markdown.resolve import resolve
from blog.models import BlogIndexPage, PostPage
from home.demo.files import demo_texts
from tests.blog.markdown.test_read_laws import real_posts
from tests.factories import PostPageFactory
from tests.journeys import editing

pytestmark = [pytest.mark.browser, pytest.mark.long]

HARD = {
    "second paragraph of an item": "- a\n\n  b\n- c",
    "first number": "4. a\n5. b",
    "fence in a list": "- a\n\n  ```js\n  b  c\n  ```\n- d",
    "double spaces": "a  b *c  d* `e  f`",
    "adjacent lists": "- a\n- b\n\n* c\n\n1. d",
    "notes and formulas": "a[^1] $x_1$ **b**[^2]\n\n[^1]: c\n\n[^2]: d\n\n    e",
}
BLOGS = {"eslint.org/src/content/blog": 20, "brew.sh/_posts": 15, "inside-rust": 20}
KEYS_IN_JSON = re.compile(r' data-block-key=\\"\w+\\"')


def elsewhere(address):
    """What the demo names by its file lies here under no key."""
    kind, _colon, name = address.partition(":")
    return {"href": f"https://example.org/{name}"} if kind in ("post", "page", "document") else None


def stored(markdown):
    """Blocks whose pictures, which nobody has here, are links."""
    body = resolve(read(markdown), link=elsewhere, image=lambda address: None)
    return with_ids([block for block in body.blocks if block["type"] not in ("video", "audio")])


def without_keys(blocks):
    """Without the editor's names of paragraphs, and without fields that say nothing."""
    return json.loads(KEYS_IN_JSON.sub("", json.dumps(blocks)), object_hook=without_nothing)


def without_nothing(value):
    return {name: part for name, part in value.items() if part is not None}


def check(page, title, markdown):
    post = PostPageFactory(
        parent=BlogIndexPage.objects.get(), title=title, summary="S", body=json.dumps(stored(markdown)), live=False
    )
    post.save_revision()
    before = post.body.get_prep_value()

    page.goto(f"/admin/pages/{post.pk}/edit/")
    expect(page.locator("#id_title")).to_have_value(title)
    editing.act(page, "Save draft")

    after = PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().body.get_prep_value()
    assert without_keys(after) == without_keys(before), title


@pytest.fixture
def editor(contexts):
    page = contexts().new_page()
    editing.log_in(page, "edda")
    return page


@pytest.mark.parametrize("name", HARD)
def test_hard_case_stays_as_it_is(editor, name):
    check(editor, name, HARD[name])


def test_demo_posts_stay_as_they_are(editor):
    for text in demo_texts("posts"):
        check(editor, text.slug, text.markdown)


@pytest.mark.real_posts
@pytest.mark.parametrize("folder", BLOGS)
def test_imported_posts_stay_as_they_are(editor, folder):
    posts = real_posts(folder)
    for path, markdown in posts[:: max(1, len(posts) // BLOGS[folder])][: BLOGS[folder]]:
        check(editor, path.stem, markdown)
