"""A phrase is found however a text writes it, and nothing of it stays."""

import json

import pytest

from blog.blocks.paragraphs import KEY, with_keys
from blog.history.redaction.phrase import Phrase

NAME = Phrase("Cleo O'Marsh")
WRITTEN = {
    "plain": ("By Cleo O'Marsh.", "By █████."),
    "capitals and another apostrophe": ("CLEO O’MARSH", "█████"),
    "another space": ("Cleo\u00a0O'Marsh", "█████"),
    "HTML": ("<p>Cleo&nbsp;O&#x27;Marsh</p>", "<p>█████</p>"),
    "bold": ("<p>Cleo <b>O'Marsh</b> ran</p>", "<p>█████ <b>█████</b> ran</p>"),
    "bold in a word": ("<p>C<b>l</b>eo O'Marsh</p>", "<p>█████<b>█████</b>█████</p>"),
    "Markdown": ("Cleo **O'Marsh** ran", "█████ **█████** ran"),
    "address of mail": ("cleo.o'marsh@example.org", "█████@example.org"),
    "two lines": ("Cleo\nO'Marsh", "█████"),
    "two passages": ("Cleo\n\nO'Marsh", "█████\n\n█████"),
    "inside of a word": ("McCleo O'Marshs", "Mc█████s"),
    "soft hyphen": ("Cl\u00adeo O'Marsh", "█████\u00ad█████"),
}


@pytest.mark.parametrize("form", WRITTEN)
def test_phrase_is_removed_from_what_is_written(form):
    text, rest = WRITTEN[form]

    assert NAME.removed_from(text) == rest
    assert list(NAME.excerpts(text))


def test_whole_words_leave_others():
    ann = Phrase("Ann", whole_words=True)

    assert ann.removed_from("Ann's planned Ann-Marie") == "█████'s planned █████-Marie"


def test_letters_with_accents_are_found_in_both_forms():
    assert Phrase("Zo\u00eb").removed_from("Zoe\u0308 and Zo\u00cb") == "█████ and █████"


def test_addresses_get_signs_that_they_may_have():
    name = Phrase("Cleo Marsh")
    draft = {
        "slug": "cleo-marsh-2",
        "title": "Cleo Marsh",
        "body": json.dumps([{"type": "Cleo Marsh", "value": "Cleo Marsh"}]),
    }

    changed = name.removed_from(draft)

    assert (changed["slug"], changed["title"]) == ("redacted-2", "█████")
    # What kind of block it is stays.
    assert json.loads(changed["body"]) == [{"type": "Cleo Marsh", "value": "█████"}]


def test_key_of_a_changed_paragraph_confirms_no_guess():
    """A key may be a hash of its paragraph."""
    body = with_keys("<p>By Cleo O'Marsh.</p><p>Another</p>")

    before, after = KEY.findall(body), KEY.findall(NAME.removed_from(body))

    assert before[0] != after[0]
    assert before[1] == after[1]


@pytest.mark.parametrize("text", ["<" * 50_000, "cleo" + " *" * 50_000, "c<a>" * 20_000, "cleo " * 20_000])
def test_hostile_text_is_read_in_one_pass(text):
    """Otherwise this would not end."""
    assert not NAME.is_in(NAME.removed_from(text))


def test_ids_and_times_have_no_words():
    post = "797a3d4d-0000-4000-8000-0000000ed202"
    html = f'<p data-block-key="ed2">Ed of 2026 <a linktype="page" id="202">a {post} b</a></p>'
    stored = {"uuid": post, "licence": "ed", "live_at": "2026-12-08T16:22:38.845Z", "words": f"Ed, 2026, image:{post}"}

    for words in ("Ed", "2026", "202", "797a"):
        phrase = Phrase(words)
        assert phrase.removed_from(stored) | {"words": ""} == stored | {"words": ""}
        assert post in phrase.removed_from(stored["words"])
        removed = phrase.removed_from(html)
        assert f'linktype="page" id="202">a {post} b' in removed
        assert phrase.is_in(html) == (words != "797a")
        assert not phrase.is_in(phrase.removed_from(html))
