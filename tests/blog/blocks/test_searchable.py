"""What is indexed, excerpted and counted of a block is what readers see of it, and no word of the editor's form."""

import re

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from blog.blocks.body_text import body_text
from blog.body.footnotes import rendered
from blog.markdown.body import Body
from blog.markdown.ids import with_ids
from blog.markdown.normal import normal_form
from blog.markdown.resolve import resolve
from blog.models import BlogDocument, BlogImage
from tests.blog.blocks.rendering import BODY
from tests.blog.markdown import strategies
from tests.blog.media_files import RECORDINGS
from tests.journeys.content import picture_file

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]

PICTURE, FILM = "the picture", "the film"
PLATE = {"image": PICTURE, "alt_text": "Plate", "decorative": False}
GONE = {"image": None, "alt_text": "Gone", "decorative": False}
INSIDE = [{"type": "text", "value": "<p>inside</p>"}]
CELLS = {
    "columns": [{"type": "text", "heading": "**Size** `kb`"}, {"type": "number", "heading": ""}],
    "rows": [{"values": ["<p>jpeg</p>", "<p>1</p>"]}],
    "caption": "Sizes",
}


def item(**value):
    return {"type": "item", "value": value}


SAID = [
    ("text", "<h2>One</h2><p>two<br/>three</p><ul><li>four</li><li>five</li></ul>", "One two three four five"),
    ("text", '<p>a<span data-footnote="x" data-text="the *note*">[x]</span> b</p>', "a b the note"),
    ("image", {"image": PLATE, "caption": "<p>Below</p>", "credit": "Ada", "width": "wide", "link": "/x"},
     "Plate Below Ada"),
    ("image", {"image": {**PLATE, "decorative": True}, "width": "full"}, ""),
    ("image", {"image": {"image": PICTURE}, "width": "text"}, ""),
    ("code", {"code": "a = 1\n", "language": "sql", "file_name": "b.sql", "marked_lines": "1", "line_numbers": True},
     "b.sql a = 1"),
    ("quote", {"content": INSIDE, "source": "Knuth", "source_url": "https://example.org/"}, "inside Knuth"),
    ("callout", {"kind": "tip", "content": INSIDE}, "inside"),
    ("callout", {"kind": "note", "content": INSIDE}, "inside"),
    ("table", {"table": CELLS, "header_column": True}, "Size kb jpeg 1 Sizes"),
    ("list", {"ordered": True, "start": 3, "items": [item(task="", content=INSIDE)]}, "inside"),
    ("list", {"items": [item(task="open", content=INSIDE), item(task="done", content=INSIDE)]}, "inside inside"),
    ("embed", {"url": "https://vimeo.com/1", "title": "Film", "caption": "Seen"}, "Film Seen"),
    ("gallery", {"images": [item(image=PLATE, caption="<p>A</p>")], "caption": "<p>All</p>"}, "Plate A All"),
    ("gallery", {"images": [item(image=GONE, caption="<p>A</p>")], "caption": "<p>All</p>"}, ""),
    ("details", {"summary": "More", "content": INSIDE, "is_open": True}, "More inside"),
    ("math", {"tex": "a+b", "caption": "Sum"}, "a+b Sum"),
    ("bookmark", {"url": "https://example.org/", "title": "T", "description": "D", "site_name": "S"}, "T D S"),
    ("video", {"file": FILM, "title": "", "language": "de", "caption": "Walk"}, "Clip Walk"),
    ("audio", {"file": FILM, "title": "Sound", "caption": ""}, "Sound"),
    ("divider", None, ""),
    ("markdown", "<dl><dt>A</dt><dd>b</dd></dl>\n\n[e](/f)\n\nw[^1] **x**\n\n[^1]: y", "A b e w x y"),
]  # fmt: skip
# What the page says by itself.
FRAME = (
    ".visually-hidden, .code-block__language, .code-block__copy, .embed-block__host, .embed-block__play,"
    ".callout-block__kind, .recording-words__download, .footnote-mark, .footnotes__back"
)
# Where they were given no name, these show an address.
NAMED_BY_ADDRESS = ".embed-block__title, .bookmark-block__title, .bookmark-block__site"
leaves = st.one_of(strategies.leaves)
bodies = st.lists(st.recursive(leaves, strategies.containers, max_leaves=6), min_size=1, max_size=4)


@pytest.fixture
def files():
    picture = BlogImage.objects.create(title="Title of the picture", file=picture_file(size=(8, 8)))
    film = BlogDocument.objects.create(title="Clip", file=ContentFile(RECORDINGS["clip.webm"], name="film.webm"))
    return {PICTURE: picture.pk, FILM: film.pk}


def with_files(value, files):
    if isinstance(value, dict):
        return {name: with_files(part, files) for name, part in value.items()}
    if isinstance(value, list):
        return [with_files(part, files) for part in value]
    return files.get(value, value) if isinstance(value, str) else value


@pytest.mark.parametrize(("kind", "value", "said"), SAID)
def test_block_says_what_readers_see(files, kind, value, said):
    body = BODY.to_python(with_ids([{"type": kind, "value": with_files(value, files)}]))

    assert sorted(body_text(body).split()) == sorted(said.split())


def test_every_kind_of_block_is_told_here():
    assert {kind for kind, _value, _said in SAID} == set(BODY.child_blocks)


def words(text):
    return set(re.findall(r"[^\W_]+", text))


def letters(text):
    return "".join(filter(str.isalnum, text))


@given(blocks=bodies)
@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_body_says_what_readers_see(files, blocks):
    # A formula has other signs than its TeX.
    blocks = without_math([block for block in blocks if block["type"] != "math"])
    stored = resolve(
        Body(normal_form(blocks)),
        link=lambda _: None,
        image=lambda _: files[PICTURE],
        document=lambda _: files[FILM],
    )
    body = BODY.to_python(with_ids(stored.blocks))
    page = BeautifulSoup(str(rendered(body)[0]), "html.parser")
    said = body_text(body)
    for element in page.select(FRAME):
        element.decompose()
    shown = " ".join([page.get_text(), *(picture["alt"] for picture in page.find_all("img"))])

    assert {word for word in words(said) if word not in letters(shown)} == set()

    for element in page.select(NAMED_BY_ADDRESS):
        element.decompose()
    for element in page.find_all("summary", string="Details"):
        element.decompose()
    assert {word for word in words(page.get_text(" ")) if word not in letters(said)} == set()


def without_math(value):
    if isinstance(value, dict):
        if "tex" in value:
            return {**value, "tex": ""}
        return {name: without_math(part) for name, part in value.items()}
    if isinstance(value, list):
        return [without_math(part) for part in value]
    if not isinstance(value, str):
        return value
    value = re.sub(r'<span data-math="[^"]*">[^<]*</span>', "", value)
    return re.sub(r"\$", "", value).replace(" and [^2]", "")
