"""Formulas and footnotes between the editor and what is stored."""

import json
import re

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from wagtail.admin.rich_text.converters.contentstate import ContentstateConverter

from blog.blocks.prose import PROSE_FEATURES
from tests.blog.admin.conftest import write
from tests.rich_text import footnote, math

pytestmark = pytest.mark.database("sqlite")

HARD = [
    "E = mc^2",
    " a < b & \"c\" 'd' ",
    r"\\frac{a}{b}\\",
    "漢字",
    "👩‍🚀 ∑",
    "two\n\nlines\n",
    "  ",
    "</span>",
    "{tex}",
    "&amp;",
]


def after_a_save(html):
    converter = ContentstateConverter(PROSE_FEATURES)
    saved = converter.to_database_format(converter.from_database_format(html))
    return re.sub(r' data-block-key="\w+"', "", saved)


written = st.one_of(st.sampled_from(HARD), st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1))
entities = st.one_of(written.map(math), st.builds(footnote, st.sampled_from(["1", "a&b", "漢"]), written))
neighbours = st.sampled_from(
    ["words", " ", "🙂", "<b>bold</b>", '<a href="/x">link</a>', "<code>a b</code>", "<br/>", ""]
)
NESTED = "<ol><li>one<ul><li>{}</li></ul></li></ol>"
wrappers = st.sampled_from(["<p>{}</p>", "<h2>{}</h2>", "<blockquote>{}</blockquote>", "<ul><li>{}</li></ul>", NESTED])


@given(wrappers, entities, st.lists(st.tuples(neighbours, entities), max_size=4), neighbours)
@hypothesis_settings(max_examples=60, deadline=None)
def test_saving_in_the_editor_changes_no_formula_and_no_footnote(wrapper, first, others, last):
    line = first + "".join(before + entity for before, entity in others) + last.rstrip()
    html = wrapper.replace("{}", line)

    assert after_a_save(html) == html


@pytest.mark.parametrize(
    "line", ["{} after", "before {}", "be{}tween", "<b>a</b> {} <b>b</b>", "{}{}", "{} {}", "a {}."]
)
@pytest.mark.parametrize("tex", HARD)
def test_formula_keeps_its_place_in_the_line(line, tex):
    html = f"<p>{line.replace('{}', math(tex))}</p>"

    assert after_a_save(html) == html


def test_formula_carries_no_mark():
    converter = ContentstateConverter(PROSE_FEATURES)
    edited = json.loads(converter.from_database_format(f"<p>a {math('x')} b</p>"))
    edited["blocks"][0]["inlineStyleRanges"] = [{"offset": 0, "length": 5, "style": "BOLD"}]

    saved = converter.to_database_format(json.dumps(edited))

    assert re.sub(r' data-block-key="\w+"', "", saved) == f"<p><b>a </b>{math('x')}<b> b</b></p>"


def test_form_of_a_post_stores_formulas_and_footnotes(person, blog):
    html = f"<p>{math(HARD[1])} and {footnote('1', HARD[5])}</p>"

    post, _ = write(person("Authors"), blog, body=[("text", html)])

    stored = post.get_latest_revision_as_object().body.raw_data[0]["value"]
    assert re.sub(r' data-block-key="\w+"', "", stored) == html


def test_formula_can_be_looked_at_while_it_is_written(person, site):
    author = person("Authors")

    shown = author.get(reverse("formula_preview"), {"tex": "x^2"}).json()
    refused = author.get(reverse("formula_preview"), {"tex": r"\frac{1"}).json()

    assert shown["html"].startswith("<math>")
    assert shown["problem"] == ""
    assert refused["html"] == ""
    assert refused["problem"].startswith("Readers will see the TeX code: ")
    longer = author.get(reverse("formula_preview"), {"tex": "x" * 5000}).json()
    assert longer["problem"].endswith("the formula has 5000 characters. The limit is 4000.")


@pytest.mark.parametrize("tex", ["", "\0", " "])
def test_nothing_is_shown_for_no_formula(person, site, tex):
    assert person("Authors").get(reverse("formula_preview"), {"tex": tex}).json() == {"html": "", "problem": ""}
