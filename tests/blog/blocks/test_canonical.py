"""All that readers see of a block stands in its Markdown, which is what reviewers approve and versions hold."""

from itertools import product

import pytest
from django.core.files.base import ContentFile

from blog.blocks.body_text import body_text
from blog.body.canonical import canonical_text
from blog.models import BlogDocument
from tests.blog.admin.conftest import make_picture
from tests.blog.blocks.rendering import BODY

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]

WORD = "Unseen"
WORDS = ("", WORD)
RICH = ("", f"<p>{WORD}</p>")
INSIDE = ([], [{"type": "text", "value": RICH[1]}])
ADDRESSES = ("", WORD, f"https://a.example/{WORD}", f"javascript:{WORD}", f"java\tscript:{WORD}", f"ms-app:{WORD}")
CELLS = [
    {"columns": columns, "rows": rows, "caption": caption}
    for columns in ([], [{"type": "text", "heading": WORD}], [{"type": "text", "heading": ""}])
    for rows in ([], [{"values": [RICH[1]]}])
    for caption in WORDS
]
# Every field with nothing and with the word; "picture" and "file" become what is stored.
FIELDS = {
    "embed": {"url": ADDRESSES, "title": WORDS, "caption": WORDS, "poster": [None]},
    "bookmark": {"url": ADDRESSES, "title": WORDS, "description": WORDS, "site_name": WORDS, "poster": [None]},
    "quote": {"content": INSIDE, "source": WORDS, "source_url": ADDRESSES},
    "callout": {"kind": ["note"], "content": INSIDE},
    "details": {"summary": WORDS, "content": INSIDE, "is_open": [False]},
    "math": {"tex": ["", "x", WORD], "caption": WORDS},
    "code": {"code": WORDS, "language": ["", WORD], "file_name": WORDS, "marked_lines": WORDS,
             "line_numbers": [False], "caption": WORDS},
    "image": {"image": ["picture", "gone"], "caption": RICH, "credit": WORDS, "width": ["text"],
              "link": ADDRESSES},
    "gallery": {"images": [[], [{"type": "item", "id": "1", "value": {"image": "picture", "caption": RICH[1]}}]],
                "caption": RICH},
    "table": {"table": CELLS, "header_column": [False]},
    "video": {"file": [None, "file"], "title": WORDS, "poster": [None], "captions": [None, "file"],
              "language": WORDS, "caption": WORDS},
    "audio": {"file": [None, "file"], "title": WORDS, "caption": WORDS},
    "list": {"items": [[], [{"type": "item", "id": "1", "value": {"task": WORD, "content": INSIDE[1]}}]]},
}  # fmt: skip


@pytest.fixture
def stored():
    document = BlogDocument.objects.create(title="Film", file=ContentFile(b"Words", name="words.txt"))
    picture = {"image": make_picture().pk, "alt_text": "Plate", "decorative": False}
    return {"file": document.pk, "picture": picture, "gone": {**picture, "image": None}}


def with_stored(value, stored):
    if isinstance(value, dict):
        return {name: with_stored(part, stored) for name, part in value.items()}
    if isinstance(value, list):
        return [with_stored(part, stored) for part in value]
    return stored.get(value, value) if isinstance(value, str) else value


@pytest.mark.parametrize("kind", FIELDS)
def test_no_word_is_shown_or_found_that_is_not_in_the_markdown(stored, kind):
    for values in product(*FIELDS[kind].values()):
        value = with_stored(dict(zip(FIELDS[kind], values, strict=True)), stored)
        body = BODY.to_python([{"type": kind, "id": "a", "value": value}])
        shown = [str(body.render_as_block()), body_text(body)]

        assert WORD in canonical_text(body) or WORD not in "".join(shown), value
