"""The places of a text, and the text with other words in them."""

import pytest
from hypothesis import given, settings

from blog.history.places import UnsafeAddress, places, replace_places
from blog.markdown.body import Body
from blog.markdown.read import read
from blog.markdown.write import write
from tests.blog.markdown.strategies import bodies

KEY = "post:00000000-0000-4000-8000-000000000001"
TEXT = f"""\
## A heading

Words with a [link](https://a.example/), a [post]({KEY}#a) and a note.[^1]

- one
- two
  - within

| Name | Size |
| --- | --- |
| a | [1](/one) |

```js caption="Code"
let a
let b
```

![A chart](image:17 "Its *caption*")

The note again.[^1]

[^1]: The note.
"""
EDITS = {
    "heading": ("## A heading", "### Another heading"),
    "paragraph": ("Words with a", "Some words with a"),
    "item": ("- two", "- **two**"),
    "nested": ("within", "inside"),
    "added item": ("- one", "- one\n- more"),
    "cell": ("Size", "Width"),
    "row": ("| a |", "| b | 2 |\n| a |"),
    "line": ("let b", "let c"),
    "language": ("```js", "```ts"),
    "caption": ("Its *caption*", "The caption"),
    "alternative text": ("A chart", "Two charts"),
    "footnote": ("[^1]: The note.", "[^1]: Another note."),
    "link": ("[1](/one)", "[1](https://b.example/)"),
}


def place_with(words):
    return next(place for place in places(TEXT) if words in place.text)


@pytest.mark.parametrize("kind", EDITS)
def test_place_is_replaced(kind):
    old, new = EDITS[kind]
    shown = "[1](1)" if kind == "link" else old
    place = place_with(shown)

    assert replace_places(TEXT, {place.id: place.text.replace(shown, new)}) == TEXT.replace(old, new)


def test_links_are_numbers_in_the_text_and_fields_of_their_own():
    place = place_with("Words")

    assert place.text == "Words with a [link](1), a [post](2) and a note.[^1]\n\n[^1]: The note."
    assert place.links == ("https://a.example/", f"{KEY}#a")
    text = replace_places(TEXT, {place.id: place.text.replace("Words", "Some"), place.link_ids[0]: "/b"})
    assert text == TEXT.replace("Words", "Some").replace("https://a.example/", "/b")


def test_picture_has_a_short_key_that_stays():
    assert place_with("chart").text == '![A chart](image:1 "Its *caption*")'
    assert place_with("chart").keys == ("image:17",)


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "data:text/html,x", "vbscript:x", KEY.replace("1", "2"), "image:18"],
)
def test_address_that_an_editor_could_not_enter_is_refused(address):
    link, words = place_with("Words"), place_with("again")

    for edits in (
        {link.link_ids[0]: address},
        {words.id: f"[a]({address})"},
        {words.id: f"![a]({address})"},
        {words.id: f"<a href='{address}'>a</a>"},
        {words.id: f"[a]: {address}\n\n[a]"},
        {words.id: f"<{address}>"},
    ):
        with pytest.raises(UnsafeAddress):
            replace_places(TEXT, edits)


def test_address_with_an_entity_is_refused():
    with pytest.raises(UnsafeAddress):
        replace_places(TEXT, {place_with("again").id: "[a](java&#115;cript:x)"})


def test_link_of_a_caption_ends_at_its_own_parenthesis():
    text = r'![](image:1 "[a](/\\(b)<br>[a](/\\(b)")' + "\n"
    place = places(text)[0]

    assert place.text == '![](image:1 "[a](1)<br>[a](1)")'
    assert replace_places(text, {place.id: f"{place.text} "}) == text


def test_address_in_code_is_no_link():
    place = place_with("let b")

    assert "<javascript:x>" in replace_places(TEXT, {place.id: "```\n<javascript:x>\n```"})
    assert "`a[0](x)`" in replace_places(TEXT, {place.id: "`a[0](x)`"})


def test_note_that_cites_a_note_stays():
    text = "A[^1]\n\nB[^2]\n\n[^1]: See [^2].\n\n[^2]: Words.\n"

    assert replace_places(text, {"0": places(text)[0].text + " "}) == text


@pytest.mark.parametrize("words", ["`[^1]`", "\\[^1\\]"])
def test_what_only_looks_like_a_note_cites_none(words):
    text = f"{words}\n\nA[^1]\n\n[^1]: Words.\n"

    assert replace_places(text, {place.id: f"{place.text} " for place in places(text)}) == text


def test_item_stays_an_item_without_its_sign_and_a_paragraph_after_it_divides_the_list():
    assert replace_places("- a\n- b\n- c\n", {"0.1": "B"}) == "- a\n- B\n- c\n"
    assert replace_places("- a\n- b\n- c\n", {"0.1": "- b\n\nB"}) == "- a\n- b\n\nB\n\n- c\n"
    assert replace_places("3. a\n4. b\n", {"0.0": "", "0.1": "4. B"}) == "4. B\n"


def test_paragraph_becomes_two_or_none():
    place = places("One.\n\nTwo.\n")[0]

    assert replace_places("One.\n\nTwo.\n", {place.id: "A.\n\nB."}) == "A.\n\nB.\n\nTwo.\n"
    assert replace_places("One.\n\nTwo.\n", {place.id: ""}) == "Two.\n"


@pytest.mark.parametrize("edits", [{"99": "x"}, {"1.link9": "/a"}])
def test_what_is_no_place_is_refused(edits):
    with pytest.raises(ValueError, match="no places"):
        replace_places(TEXT, edits)


@given(bodies)
@settings(max_examples=15, deadline=None)
def test_places_replaced_by_themselves_change_nothing(stored):
    text = write(Body(stored))

    assert replace_places(text, {}) == text
    assert replace_places(text, {place.id: place.text for place in places(text)}) == text
    # A space at the end makes the place be read again.
    words = [place for place in places(text) if place.kind in ("paragraph", "item", "heading")]
    assert replace_places(text, {place.id: f"{place.text} " for place in words}) == text


@given(bodies)
@settings(max_examples=15, deadline=None)
def test_text_with_other_words_is_canonical(stored):
    text = write(Body(stored))
    edits = {place.id: f"{place.text} more" for place in places(text) if place.kind in ("paragraph", "item")}

    edited = replace_places(text, edits)

    assert write(read(edited)) == edited
