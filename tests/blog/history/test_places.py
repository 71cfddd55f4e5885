"""The places of a text, and the text with other words in them."""

import pytest
from hypothesis import given, settings

from blog.history.places import places, replace_places
from blog.markdown.body import Body
from blog.markdown.read import read
from blog.markdown.write import write
from tests.blog.markdown.strategies import bodies

TEXT = """\
## A heading

Words with a [link](https://a.example/) and a note.[^1]

- one
- two

| Name | Size |
| --- | --- |
| a | 1 |

```js caption="Code"
let a
let b
```

![A chart](image:gone "Its *caption*")

[^1]: The note.
"""
EDITS = {
    "heading": ("A heading", "Another heading"),
    "paragraph": ("Words with a", "Some words with a"),
    "link": ("https://a.example/", "https://b.example/c"),
    "item": ("two", "**two**"),
    "cell": ("Size", "Width"),
    "line": ("let b", "let c"),
    "caption": ("Its *caption*", "The caption"),
    "alt_text": ("A chart", "Two charts"),
}


@pytest.mark.parametrize("kind", EDITS)
def test_place_is_replaced(kind):
    old, new = EDITS[kind]
    place = next(place for place in places(TEXT) if place.kind == kind and old in place.text)

    assert replace_places(TEXT, {place.id: place.text.replace(old, new)}) == TEXT.replace(old, new)


def test_words_and_link_of_one_paragraph_are_replaced():
    words, link = (place for place in places(TEXT) if "https://a" in place.text)

    text = replace_places(TEXT, {words.id: words.text.replace("Words", "Some"), link.id: "/b"})

    assert text == TEXT.replace("Words", "Some").replace("https://a.example/", "/b")


def test_paragraph_becomes_two_or_none():
    place = places("One.\n\nTwo.\n")[0]

    assert replace_places("One.\n\nTwo.\n", {place.id: "A.\n\nB."}) == "A.\n\nB.\n\nTwo.\n"
    assert replace_places("One.\n\nTwo.\n", {place.id: ""}) == "Two.\n"


@pytest.mark.parametrize("edits", [{"99": "x"}, {"3.row0.0": "- a\n- b"}])
def test_what_is_no_place_is_refused(edits):
    with pytest.raises(ValueError, match=r"no places|not one line"):
        replace_places(TEXT, edits)


@given(bodies)
@settings(max_examples=30, deadline=None)
def test_places_replaced_by_themselves_change_nothing(stored):
    text = write(Body(stored))

    assert replace_places(text, {}) == text
    assert replace_places(text, {place.id: place.text for place in places(text)}) == text
    # A space at the end makes the words be read again.
    words = [place for place in places(text) if place.kind in ("paragraph", "item", "heading")]
    assert replace_places(text, {place.id: f"{place.text} " for place in words}) == text


@given(bodies)
@settings(max_examples=30, deadline=None)
def test_text_with_other_words_is_canonical(stored):
    text = write(Body(stored))
    edits = {place.id: f"{place.text} more" for place in places(text) if place.kind in ("paragraph", "line", "item")}

    edited = replace_places(text, edits)

    assert write(read(edited)) == edited
