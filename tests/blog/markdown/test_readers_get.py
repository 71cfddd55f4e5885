"""Readers get the notes, formulas and directives that the canonical text has, told by a parser of its own.

Beside `test_commonmark`, which compares what CommonMark has words for.
"""

import json

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from blog.body.footnotes import rendered
from blog.markdown.body import Body
from blog.markdown.ids import with_ids
from blog.markdown.normal import normal_form
from blog.markdown.resolve import resolve
from blog.markdown.walk import all_blocks
from blog.markdown.write import write
from blog.models import BlogDocument, BlogImage
from tests.blog.markdown import strategies
from tests.blog.markdown.independent import BODY, CMARK
from tests.blog.markdown.outline import of_page, of_text
from tests.blog.media_files import RECORDINGS
from tests.journeys.content import picture_file

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.database("sqlite"),
    pytest.mark.skipif(CMARK is None, reason="cmark-gfm is not here; deploy/test.sh installs it as root"),
]
KINDS = {
    *("text", "code", "quote", "callout", "details", "list", "table", "math", "gallery"),
    *("embed", "bookmark", "video", "audio", "divider"),
}
leaves = st.one_of(strategies.leaves)
bodies = st.lists(st.recursive(leaves, strategies.containers, max_leaves=6), min_size=1, max_size=5)
PLATE = {"image": "image:0b9e7c1a-0000-4000-8000-000000000002", "alt_text": "Plate", "decorative": False}
# Found among many bodies.
ENTITY_IN_A_CAPTION = [{"type": "gallery", "value": {"caption": "", "images": [
    {"type": "item", "value": {"image": PLATE, "caption": "<p>&amp;amp;</p>"}},
]}}]  # fmt: skip
NOTE_LIKE_ALT = {"image": "image:0b9e7c1a-0000-4000-8000-000000000002", "alt_text": "^[x]", "decorative": False}
CARET_BEFORE_A_PICTURE = [{"type": "gallery", "value": {"caption": "", "images": [
    {"type": "item", "value": {"image": NOTE_LIKE_ALT, "caption": ""}},
]}}]  # fmt: skip
BACKTICKS_IN_CODE = [{"type": "text", "value": "<p><code>```</code></p>"}]
few = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(few, max_examples=2_000)


@pytest.fixture
def files():
    """The keys of the picture and the film that stand for all in a body."""
    picture = BlogImage.objects.create(title="Plate", file=picture_file(size=(8, 8)))
    film = ContentFile(RECORDINGS["clip.webm"], name="film.webm")
    return picture.pk, BlogDocument.objects.create(file=film).pk


def known(blocks):
    """The blocks that are told apart here. To the other parser, a caption in quotes holds no note, and a note may hold
    a mark of another one."""
    told = [block for block in blocks if all(map(is_known, all_blocks([block])))]
    return json.loads(json.dumps(told).replace(" and [^2]", ""))


def is_known(block):
    return block["type"] in KINDS and not (block["type"] == "gallery" and "data-footnote" in str(block))


def page_of(blocks, files):
    picture, film = files
    stored = resolve(Body(blocks), link=lambda _: None, image=lambda _: picture, document=lambda _: film)
    markup, _headings = rendered(BODY.to_python(with_ids(stored.blocks)))
    return str(markup)


def check(blocks, files):
    blocks = normal_form(known(blocks))
    page = page_of(blocks, files)

    assert of_page(page) == of_text(write(Body(blocks)))
    assert_ways_lead_back(BeautifulSoup(page, "html.parser"))


def assert_ways_lead_back(page):
    for number, note in enumerate(page.select(".footnotes__list > li"), start=1):
        marks = page.select(f'.footnote-mark a[href="#{note["id"]}"]')
        ways = [way["href"] for way in note.select(".footnotes__back a")]
        assert [mark.text for mark in marks] == [str(number)] * len(ways)
        assert [f"#{mark['id']}" for mark in marks] == ways


@given(blocks=bodies)
@example(blocks=ENTITY_IN_A_CAPTION)
@example(blocks=BACKTICKS_IN_CODE)
@example(blocks=CARET_BEFORE_A_PICTURE)
@few
def test_readers_get_notes_formulas_and_directives_as_the_text_has_them(files, blocks):
    check(blocks, files)


@pytest.mark.long
@given(blocks=bodies)
@many
def test_readers_get_notes_formulas_and_directives_of_many_texts(files, blocks):
    check(blocks, files)
