"""What holds for every body: its canonical text is one, and says all that the body says."""

import pytest
from hypothesis import example, given, settings

from blog.markdown.body import Body
from blog.markdown.ids import with_ids
from blog.markdown.normal import normal_form
from blog.markdown.read import read
from blog.markdown.write import write
from tests.blog.markdown.strategies import bodies
from tests.blog.markdown.test_read_laws import after_a_save, real_posts, rich_texts, texts

BLOGS = ["eslint.org/src/content/blog", "brew.sh/_posts", "inside-rust"]
few = settings(max_examples=30, deadline=None)
many = settings(max_examples=20_000, deadline=None)


DOLLAR = {"image": "image:0b9e7c1a-0000-4000-8000-000000000002", "alt_text": "$", "decorative": False}
# Found among many bodies.
CODE_BEHIND_A_LINK = [{"type": "text", "value": '<p><a href="/x">a</a><b><code>a<br/>a</code></b></p>'}]
DOLLARS_BEFORE_AND_IN_A_CAPTION = [{"type": "gallery", "value": {"caption": "", "images": [
    {"type": "item", "value": {"image": DOLLAR, "caption": '<p>*a<span data-math="x">x</span></p>'}},
]}}]  # fmt: skip

EMPTY_LISTS = "<ul><li><ul><li><ul><li></li></ul></li><li>a</li></ul></li><li>b</li></ul>"
EMPTY_ITEMS_WITHIN_EACH_OTHER = [{"type": "text", "value": EMPTY_LISTS}]
EMPTY_ITEMS_THEN_A_DIVIDER = [*EMPTY_ITEMS_WITHIN_EACH_OTHER, {"type": "divider", "value": None}]
EMPTY_ITEMS_IN_A_LIST_BLOCK = [{"type": "list", "value": {"ordered": False, "start": None, "items": [
    {"type": "item", "value": {"task": "", "content": EMPTY_ITEMS_THEN_A_DIVIDER}},
]}}]  # fmt: skip

SOURCE_LIKE_A_TABLE = [{"type": "quote", "value": {"source": "\\|", "source_url": "", "content": [
    {"type": "divider", "value": None},
]}}]  # fmt: skip
FILE_LIKE_A_TABLE = [{"type": "code", "value": {"code": "---\nx", "language": "yaml", "file_name": "\\|"}}]


def check_laws(blocks):
    normal = normal_form(blocks)
    text = write(Body(blocks))

    found = read(text)

    assert found.blocks == normal
    assert normal_form(normal) == normal
    assert write(found) == text


@given(bodies)
@example(CODE_BEHIND_A_LINK)
@example(DOLLARS_BEFORE_AND_IN_A_CAPTION)
@example([{"type": "text", "value": "<p>Of 10^[2] metres</p>"}])
@example(EMPTY_ITEMS_WITHIN_EACH_OTHER)
@example(EMPTY_ITEMS_IN_A_LIST_BLOCK)
@example(SOURCE_LIKE_A_TABLE)
@example(FILE_LIKE_A_TABLE)
@few
def test_reading_what_was_written_gives_the_normal_form(blocks):
    check_laws(blocks)


@given(bodies)
@few
def test_normal_rich_text_survives_the_editor(blocks):
    for html in rich_texts(normal_form(blocks)):
        # The editor gets a link to a post as Wagtail stores it, never by its key.
        stored = html.replace('"post:', '"https://post.example/')
        assert not html or after_a_save(stored) == stored


@given(texts)
@few
def test_foreign_text_is_stable_once_it_was_read(text):
    check_laws(read(text).blocks)


@given(bodies)
@few
def test_blocks_that_say_the_same_keep_their_ids(blocks):
    stored = Body(with_ids(normal_form(blocks)))

    assert read(write(stored), reuse_ids_from=stored).blocks == stored.blocks


@pytest.mark.long
@given(bodies)
@many
def test_reading_what_was_written_gives_the_normal_form_of_many_bodies(blocks):
    check_laws(blocks)


@pytest.mark.real_posts
@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.long)])
@pytest.mark.parametrize("folder", BLOGS)
def test_real_posts_are_stable(folder, step):
    for path, text in real_posts(folder)[::step]:
        body = read(text)
        written = write(body)
        assert read(written).blocks == body.blocks, path
        assert write(read(written)) == written, path
