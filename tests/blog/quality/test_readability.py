"""What an editor is told about the style of a post; nothing of it blocks."""

import pytest

from blog.models import PostPage
from blog.quality.readability import readability_findings
from blog.review.workflow.quality_gate import BLOCKING_CODES
from tests.journeys.bodies import code, text

# A post asks for its content type once.
pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]


def found(*blocks, **fields):
    return readability_findings(PostPage(**{"title": "Tides", "body": list(blocks), **fields}))


def sentence(words):
    return " ".join(["flood"] + ["and", "ebb"] * ((words - 1) // 2)) + "."


@pytest.mark.parametrize(
    ("kind", "broken", "kept"),
    [
        ("word-twice", "<p>Over the the hill</p>", "<p>Over the hill. The end</p>"),
        ("word-twice", "<p>It is <b>is</b> so</p>", "<p>Duran Duran in Baden Baden, 10 10</p>"),
        ("word-twice", "<p>mit mit</p>", "<p>run <code>a</code> run</p><p>a</p><p>a</p>"),
        ("long-sentence", f"<p>{sentence(61)}</p>", f"<p>{sentence(59)} {sentence(59)}</p>"),
        ("long-sentence", f"<ul><li>{sentence(61)}</li></ul>", f"<ul>{f'<li>{sentence(59)}</li>' * 2}</ul>"),
        (
            "long-paragraph",
            f"<p>{(sentence(51) + chr(32)) * 6}</p>",
            f"<p>{(sentence(51) + chr(32)) * 3}</p><p>{(sentence(51) + chr(32)) * 3}</p>",
        ),
        ("empty-section", "<h2>A</h2><h2>B</h2><p>b</p>", "<h2>A</h2><h3>Deeper</h3><p>b</p>"),
        ("empty-section", "<h3>A</h3><h2>B</h2><p>b</p>", "<h3>A</h3><p>a</p><h2>B</h2><p>b</p>"),
        ("empty-section", "<p>b</p><h2>A</h2>", "<h2>A</h2><ul><li>b</li></ul>"),
    ],
)
def test_what_tires_readers_is_found(kind, broken, kept):
    assert {finding.code for finding in found(text(broken))} == {kind}
    assert found(text(kept)) == []


def test_heading_above_another_block_is_no_empty_section():
    assert found(text("<h2>A</h2>"), code("x = 1")) == []
    assert [finding.words for finding in found(text("<h2>A</h2>"), text("<h2>B</h2>"), code("x = 1"))] == [
        "There is no text under “A”."
    ]


def test_long_title_is_found_unless_search_engines_get_a_shorter_one():
    assert [finding.code for finding in found(title="T" * 71)] == ["long-title"]
    assert found(title="T" * 71, seo_title="T") == []


def test_text_full_of_them_names_a_few():
    assert len(found(text("<p>so so</p>" * 50))) == 5


def test_style_never_blocks():
    every = found(text(f"<p>so so {sentence(301)}</p><h2>A</h2>"), title="T" * 71)

    codes = {finding.code for finding in every}
    assert len(codes) == 5
    assert codes.isdisjoint(BLOCKING_CODES)
