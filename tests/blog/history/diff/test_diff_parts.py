"""What is said of each piece of a post: stayed, came, went, changed, moved, or moved and changed."""

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import diff as benchmark
from blog.history.content import Content
from blog.history.diff import compare
from blog.history.diff.budget import Budget
from blog.history.diff.pieces import Reader
from blog.history.diff.quick import quick_node
from blog.markdown.prose import parse_prose
from blog.markdown.read import read
from blog.markdown.runs import plain_text

LONG = "Ships leave the harbour in the early morning, when the tide is high and the wind is low."
OTHER = "Keepers of lighthouses write down each ship, its flag, its load and the hour of its passing."


def content(text, **shown):
    return Content(text=text, shown=shown, files={})


def diff(old, new):
    return compare(content(old), content(new))


def changes(old, new):
    return [part.change for part in diff(old, new).parts]


def only(found):
    assert len(found) == 1
    return found[0]


def test_added_and_removed_paragraphs_stand_where_they_are_and_were():
    assert changes("One\n\nTwo\n\nThree\n", "One\n\nThree\n\nFour\n") == ["same", "removed", "same", "added"]


def test_paragraph_that_moved_is_reported_once():
    middle = "\n\n".join(f"Paragraph {number} stays" for number in range(3))

    found = diff(f"{LONG}\n\n{middle}\n", f"{middle}\n\n{LONG}\n")

    assert [part.change for part in found.parts] == ["same"] * 3 + ["moved"]
    assert only(found.changes).move == "down"


def test_paragraph_that_moved_and_changed_is_reported_once():
    middle = "\n\n".join(f"Paragraph {number} stays" for number in range(3))

    found = only(diff(f"{middle}\n\n{LONG}\n", f"{LONG.replace('high', 'very high')}\n\n{middle}\n").changes)

    assert (found.change, found.move) == ("moved-changed", "up")
    assert [stretch.kind for stretch in found.detail.stretches] == ["same", "inserted", "same"]


@pytest.mark.parametrize("order", list(permutations((LONG, OTHER, "## A heading of its own"))))
def test_pieces_in_another_order_are_neither_added_nor_removed(order):
    text = f"{LONG}\n\n{OTHER}\n\n## A heading of its own\n"

    assert set(changes(text, "\n\n".join(order) + "\n")) <= {"same", "moved"}


def test_changed_paragraphs_are_paired_by_what_they_say():
    old = f"{LONG}\n\n{OTHER}\n"
    new = f"A new one before both.\n\n{LONG.replace('early', 'late')}\n\n{OTHER.replace('flag', 'name')}\n"

    assert changes(old, new) == ["added", "changed", "changed"]


def test_paragraph_that_became_a_heading_is_changed():
    found = only(diff("The harbour\n", "## The harbour\n").changes)

    assert found.change == "changed"
    assert found.detail.has_other_tag


def test_item_of_a_list_is_changed_by_itself():
    found = only(diff("- One ship\n- Two ships\n", "- One ship\n- Two large ships\n- Three\n").changes)

    assert [part.change for part in found.detail.parts] == ["same", "changed", "added"]


def test_other_sign_of_the_same_list_is_no_change():
    assert diff("- One\n- Two\n", "* One\n* Two\n").is_empty


def test_code_is_compared_by_line_and_its_changed_lines_by_word():
    old = "```python\nimport os\nleft = 1\nprint(left)\n```\n"
    new = "```python\nimport os\nleft = 2\nprint(left)\nprint(os)\n```\n"

    lines = only(diff(old, new).changes).detail.lines

    assert [(line.kind, line.old_number, line.new_number) for line in lines] == [
        ("same", 1, 1),
        ("removed", 2, None),
        ("added", None, 2),
        ("same", 3, 3),
        ("added", None, 4),
    ]
    assert [(stretch.kind, plain_text(stretch.new)) for stretch in lines[2].stretches] == [
        ("same", "left = "),
        ("inserted", "2"),
    ]


def test_table_is_compared_by_cell():
    old = "| Ship | Tons |\n| --- | --: |\n| Ark | 12 |\n| Bat | 7 |\n"
    new = "| Ship | Tons | Flag |\n| --- | --: | --- |\n| Ark | 13 | red |\n| Bat | 7 | blue |\n| Cat | 1 | red |\n"

    table = only(diff(old, new).changes).detail.table

    assert table.columns == [(0, 0), (1, 1), (None, 2)]
    assert [row.change for row in table.rows] == ["changed", "changed", "added"]
    assert [cell.change for cell in table.rows[0].cells] == ["same", "changed", "added"]


def test_picture_keeps_its_place_and_names_the_fields_that_changed():
    old = '![A ship](image:5a3e0000-0000-4000-8000-000000000001 "At sea")\n'
    new = '![A boat](image:5a3e0000-0000-4000-8000-000000000002 "At sea")\n'

    detail = only(diff(old, new).changes).detail

    assert [field.name for field in detail.changed_fields] == ["image", "alt_text"]


def test_changed_note_is_reported_at_the_note_and_not_at_its_reference():
    found = only(diff("Words.[^1]\n\n[^1]: The old note\n", "Words.[^1]\n\n[^1]: The new note\n").changes)

    assert (found.detail.kind, found.detail.parts[0].change) == ("note", "changed")


def test_facts_name_what_changed_around_the_text():
    old = content("", title="Ships", authors=["ada", "bob"], tags=["sea"], around={"authors": {"ada": "Ada"}})
    new = content("", title="Tall ships", authors=["bob", "ada"], tags=["sea", "tide"], around={"authors": {}})

    facts = {fact.name: fact for fact in compare(old, new).facts}

    assert list(facts) == ["title", "authors", "tags"]
    assert facts["tags"].added == ["tide"]


def test_replaced_file_of_a_picture_is_a_change():
    old, new = (Content(text="", shown={}, files={"image:1": digest}) for digest in ("a", "b"))

    assert compare(old, new).files == ["image:1"]


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, and (some) more.",
        "## Three ways",
        "It's “so” – 100% of it",
        "a",
        "So: a_name = C++ & more! Or not",
        "Call `run(*args)[0]` with `--flag`, not `<b>` or `a_b`",
        "A **note**: it *is* so",
    ],
)
def test_plain_words_are_read_without_the_parser_as_with_it(text):
    assert [quick_node(text)] == parse_prose(read(text).blocks[0]["value"])


@pytest.mark.parametrize(
    "text",
    [
        "a_b_",
        "a _b",
        "a:b",
        "wow!",
        "R&D",
        "`$x`",
        "`{{ x }}`",
        "1. a",
        "www.a.b",
        "http://a.b",
        "a@b.cc",
        "a\\\nb",
        "[a](b)",
        "a &amp; b",
        "a*b*",
        "*a **b***",
        "[^1] a",
    ],
)
def test_words_with_meaning_in_markdown_are_left_to_the_parser(text):
    assert quick_node(text) is None


# Signs that mean something next to one another, and words between which they stand.
SIGNS = [
    "**",
    "*",
    "`",
    "[",
    "](https://e.org/a-b)",
    "](post:12-ab)",
    " ",
    ", ",
    ".",
    "?",
    "(",
    ")",
    "“",
    "—",
    "_",
    "##",
    ": ",
    "!",
    "&",
    "+",
    "=",
]
WORDS = ["word", "é", "1", "Two words", "**bold**", "*it*", "`c d`", "²", "a_b", "http", "www", "`f(*a)[0]`", "`<b>`"]
PIECES = st.lists(st.sampled_from([*SIGNS, *SIGNS, *WORDS]))


@given(PIECES.map("".join).map(str.strip))
@settings(max_examples=300, deadline=None)
def test_what_is_read_without_the_parser_is_what_the_parser_reads(piece):
    quick = quick_node(piece)

    assert quick is None or quick == Reader([piece], Budget()).node(piece)


HOSTILE = {
    "one line of a megabyte": ("a b c d e f g h " * 62_000, "b a c d e g f h " * 62_000),
    "equal words in another order": ("to be or not " * 2_500, "or not be to " * 2_500),
    "ten thousand blocks": (
        "\n\n".join(f"*p{n}*" for n in range(10_000)),
        "\n\n".join(f"*q{n}*" for n in range(10_000)),
    ),
    "brackets": ("\n\n".join(["[" * 9_000] * 20), "\n\n".join(["[(" * 4_500] * 20)),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_compared_within_the_budget(name):
    old, new = (f"{text}\n" for text in HOSTILE[name])

    found = diff(old, new)

    assert not found.is_empty
    assert "\n\n".join(part.old.source for part in found.parts if part.old) + "\n" == old
    assert "\n\n".join(part.new.source for part in found.parts if part.new) + "\n" == new


def test_benchmark_compares_what_the_site_compares():
    assert benchmark.details(*benchmark.contents_of(("One.", "Two.")))
