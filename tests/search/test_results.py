"""What readers see of the posts that were found."""

import pytest
from bs4 import BeautifulSoup

from tests.factories import PostPageFactory, text

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]


@pytest.fixture
def post(blog):
    def add(title, markup="", **kwargs):
        return PostPageFactory(parent=blog, title=title, body=text(markup), **kwargs)

    return add


@pytest.fixture
def results(client, blog):
    """The results of a query as elements, best first."""

    def ask(query, **parameters):
        page = BeautifulSoup(client.get("/search/", {"q": query, **parameters}).content, "html.parser")
        return page.select(".result")

    return ask


def marked(element):
    return [mark.text for mark in element.find_all("mark")]


def test_result_shows_the_best_passage_and_leads_to_its_section(post, results):
    post(
        "Sailing",
        "<p>We had boats.</p><h2>In the harbour</h2><p>The boats lay in the harbour.</p><h2>Home</h2><p>A harbour.</p>",
    )

    (result,) = results("boat harbour")

    assert result.select_one(".post-card__summary").text == "The boats lay in the harbour."
    assert marked(result.select_one(".post-card__summary")) == ["boats", "harbour"]
    section = result.select_one(".result__section a")
    assert (section.text, section["href"]) == ("In the harbour", "/blog/sailing/#in-the-harbour")


def test_long_passage_is_cut_from_a_sentence_to_a_word(post, results):
    post("Long", f"<p>{'Before it all. ' * 50}Then a boat came by. {'After it all. ' * 50}</p>")

    shown = results("boat")[0].select_one(".post-card__summary").text

    assert shown.startswith("… Then a boat came by. After it all.")
    assert shown.endswith(("After …", "it …", "all. …"))
    assert len(shown) < 300


def test_title_is_marked_and_the_summary_stands_where_the_text_has_nothing(post, results):
    post("About boats", "<p>Other words</p>", summary="What we did.")

    (result,) = results("boat")

    assert marked(result.h2) == ["boats"]
    assert result.select_one(".post-card__summary").text == "What we did."
    assert result.select_one(".result__section") is None


def test_first_words_stand_where_there_is_no_summary(post, results):
    post("About boats", "<p>Other words</p>")

    assert results("boat")[0].select_one(".post-card__summary").text == "Other words"


def test_words_that_look_like_markup_are_words(post, results):
    post("<b>Boats</b> &amp;", "<p>&lt;script&gt;boat&lt;/script&gt; &amp;amp; <b>bo</b>at</p>")

    (result,) = results("boat script")

    assert result.h2.text == "<b>Boats</b> &amp;"
    assert result.select_one(".post-card__summary").text == "<script>boat</script> &amp; boat"
    assert marked(result.select_one(".post-card__summary")) == ["script", "boat", "script", "boat"]
    assert result.find_all(["script", "b"]) == []


def test_name_that_stands_nowhere_is_marked_by_its_words(post, results):
    post("Parts", "<p>A bar without foo</p>")

    assert marked(results("foo::bar")[0]) == ["bar", "foo"]


def test_words_for_titles_are_marked_in_titles_only(post, results):
    post("Boats", "<p>A boat</p>")

    assert marked(results("boat in:title")[0]) == ["Boats"]


def test_heading_right_above_another_one_is_shown_and_led_to(post, results):
    post("Streets", "<p>First.</p><h2>Zebra crossing</h2><h3>Details</h3><p>What is below.</p>")

    (result,) = results("zebra")

    assert marked(result.select_one(".result__section")) == ["Zebra"]
    assert result.select_one(".result__section a")["href"] == "/blog/streets/#zebra-crossing"
    assert result.select_one(".post-card__summary").text == "What is below."
