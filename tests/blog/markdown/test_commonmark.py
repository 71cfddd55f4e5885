"""Readers get what an independent renderer makes of the canonical text, and what CommonMark's specification says."""

import re

import pytest
from hypothesis import example, given, settings

from blog.markdown.body import Body
from blog.markdown.read import read
from blog.markdown.walk import all_blocks
from blog.markdown.write import write
from tests.blog.markdown.independent import CMARK, as_cmark_writes_it, as_readers_get_it, comparable, said
from tests.blog.markdown.strategies import bodies
from tests.blog.markdown.test_read_laws import REAL_POSTS, real_posts

EXAMPLE = re.compile(r"^`{32} example\n(.*?)^\.\n(.*?)^`{32}$", re.DOTALL | re.MULTILINE)
# A word in angle brackets that is no tag of HTML is shown as it is typed.
NO_TAGS = {203, 493, 526, 538, 616, 617, 619}
# Bare addresses are links, as on GitHub.
BARE_ADDRESSES = {610, 613, 614}
# The comparison's own parser takes an old form of comments.
OLD_COMMENTS = {628}
needs_cmark = pytest.mark.skipif(CMARK is None, reason="cmark-gfm is not here; deploy/test.sh installs it as root")


# Found among many bodies.
ENTITY_IN_AN_ADDRESS = [{"type": "text", "value": '<p><a href="/a?b&amp;amp;c">d</a></p>'}]

LIKE_A_DEFINITION = [{"type": "text", "value": '<p><a href="/x"><code>]:::</code></a></p>'}]
NO_ADDRESSES = [{"type": "table", "value": {"header_column": False, "table": {
    "columns": [{"type": "text", "heading": "www.a.bstd::vec"}, {"type": "text", "heading": "www.a.b\u200b"}],
    "rows": [], "caption": "",
}}}]  # fmt: skip


def check_law(blocks):
    blocks = comparable(blocks)

    assert said(as_readers_get_it(blocks)) == said(as_cmark_writes_it(write(Body(blocks))))


@needs_cmark
@given(bodies)
@example(ENTITY_IN_AN_ADDRESS)
@example(NO_ADDRESSES)
@example(LIKE_A_DEFINITION)
@settings(max_examples=30, deadline=None)
def test_readers_get_what_cmark_makes_of_the_text(blocks):
    check_law(blocks)


@needs_cmark
@pytest.mark.long
@given(bodies)
@settings(max_examples=20_000, deadline=None)
def test_readers_get_what_cmark_makes_of_many_texts(blocks):
    check_law(blocks)


@needs_cmark
@pytest.mark.real_posts
@pytest.mark.parametrize(
    "folder",
    [
        "brew.sh/_posts",
        pytest.param("eslint.org/src/content/blog", marks=pytest.mark.long),
        pytest.param("inside-rust", marks=pytest.mark.long),
    ],
)
def test_readers_of_real_posts_get_what_cmark_makes_of_the_text(folder):
    for path, text in real_posts(folder):
        blocks = comparable(read(text).blocks)
        assert said(as_readers_get_it(blocks)) == said(as_cmark_writes_it(write(Body(blocks)))), path


@pytest.mark.real_posts
def test_examples_of_the_specification_say_what_they_should():
    spec = (REAL_POSTS / "commonmark-spec" / "spec.txt").read_text().replace("→", "\t")
    kept, different = set(), set()
    for number, (markdown, html) in enumerate(EXAMPLE.findall(spec), start=1):
        blocks = read(markdown).blocks
        kinds = {block["type"] for block in all_blocks(blocks)}
        if "markdown" in kinds:
            kept.add(number)
        elif "image" not in kinds and said(as_readers_get_it(blocks)) != said(html):
            different.add(number)

    assert number == 655
    assert len(kept) <= 29
    assert different <= NO_TAGS | BARE_ADDRESSES | OLD_COMMENTS
