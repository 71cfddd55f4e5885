"""What is merged, and what is a conflict."""

from functools import partial

import pytest

from blog.history.diff.budget import Budget
from blog.history.merge import Conflict, Merge, merge, merge_values
from blog.history.merge.texts import MAX_MERGED_CHARACTERS

ONE = "One paragraph, whose first words are here, and whose last words are far behind them."
TWO = "Two is another paragraph, which both sides could leave alone if they wanted."
SIX = "Six ends the text."
LONG = "a" * MAX_MERGED_CHARACTERS
NOTE = "[^1]: The note itself."


def text(*pieces):
    return "\n\n".join(pieces) + "\n"


def table(*rows):
    return "\n".join(["| Name | Size |", "| --- | --- |", *rows])


def code(*lines, info=""):
    return "\n".join([f"```{info}", *lines, "```"])


MERGED = {
    "words of two paragraphs": (
        text(ONE, TWO),
        text(ONE.replace("first", "earliest"), TWO),
        text(ONE, TWO.replace("another", "a")),
        text(ONE.replace("first", "earliest"), TWO.replace("another", "a")),
    ),
    "words far apart in one paragraph": (
        text(ONE),
        text(ONE.replace("One", "This")),
        text(ONE.replace("behind", "after")),
        text(ONE.replace("One", "This").replace("behind", "after")),
    ),
    "a change of both sides, and another": (
        text(ONE),
        text(ONE.replace("first", "earliest")),
        text(ONE.replace("first", "earliest").replace("are", "were")),
        text(ONE.replace("first", "earliest").replace("are", "were")),
    ),
    "a link and words": (
        text(ONE),
        text(ONE.replace("One", "[One](/a)")),
        text(ONE.replace("behind", "after")),
        text(ONE.replace("One", "[One](/a)").replace("behind", "after")),
    ),
    "a level and words": (text(f"## {ONE}"), text(f"### {ONE}"), text(f"## {ONE} Right."), text(f"### {ONE} Right.")),
    "words of a paragraph that was moved": (
        text(ONE, TWO, SIX),
        text(SIX, ONE, TWO),
        text(ONE, TWO, "Six ends a text."),
        text("Six ends a text.", ONE, TWO),
    ),
    "the same addition": (text(ONE), text(ONE, TWO), text(ONE, TWO), text(ONE, TWO)),
    "additions in two places": (
        text(ONE, TWO),
        text(SIX, ONE, TWO),
        text(ONE, TWO, "Seven."),
        text(SIX, ONE, TWO, "Seven."),
    ),
    "a removal and an addition": (
        text(ONE, TWO, SIX),
        text(TWO, SIX),
        text(ONE, TWO, SIX, "Seven."),
        text(TWO, SIX, "Seven."),
    ),
    "items": (text("- a\n- b\n- c"), text("- a a\n- b\n- c"), text("- a\n- b\n- c\n- d"), text("- a a\n- b\n- c\n- d")),
    "a task and its words": (
        text("- [ ] to do it"),
        text("- [x] to do it"),
        text("- [ ] to do this"),
        text("- [x] to do this"),
    ),
    "rows and cells": (
        text(table("| a | 1 |", "| b | 2 |")),
        text(table("| a | 10 |", "| b | 2 |")),
        text(table("| aa | 1 |", "| b | 2 |", "| c | 3 |")),
        text(table("| aa | 10 |", "| b | 2 |", "| c | 3 |")),
    ),
    "lines of code": (
        text(code("a", "b", "c")),
        text(code("aa", "b", "c")),
        text(code("a", "b", "cc")),
        text(code("aa", "b", "cc")),
    ),
    "lines and caption": (
        text(code("a", info='js caption="x"')),
        text(code("b", info='js caption="x"')),
        text(code("a", info='js caption="y"')),
        text(code("b", info='js caption="y"')),
    ),
    "two lists that a paragraph parted": (
        text("- a", ONE, "- b"),
        text("- a", "* b"),
        text("- a", ONE, "- bb"),
        text("- a", "* bb"),
    ),
    "new notes of one label": (
        text(ONE, TWO),
        text(f"{ONE}[^1]", TWO, "[^1]: Mine."),
        text(ONE, f"{TWO}[^1]", "[^1]: Yours."),
        text(f"{ONE}[^1]", f"{TWO}[^1-2]", "[^1]: Mine.", "[^1-2]: Yours."),
    ),
}

CONFLICTS = {
    "a move with a change, and a change far from it": (
        text(ONE, TWO, SIX),
        text(TWO, SIX, ONE.replace("One", "This")),
        text(ONE.replace("behind", "after"), TWO, SIX),
    ),
    "a line before or after one that is equal": (
        text(code("x", "}", "y")),
        text(code("x", "}", "}", "y")),
        text(code("X", "}", "y")),
    ),
    "the same word": (text(ONE), text(ONE.replace("first", "last")), text(ONE.replace("first", "other"))),
    "words close to each other": (text(ONE), text(ONE.replace("first", "last")), text(ONE.replace("are", "were"))),
    "a removal and a change": (text(ONE, TWO, SIX), text(ONE, SIX), text(ONE, TWO.replace("another", "a"), SIX)),
    "a removal and a move": (text(ONE, TWO, SIX), text(ONE, TWO), text(SIX, ONE, TWO)),
    "a paragraph moved to two places": (text(ONE, TWO, SIX), text(SIX, ONE, TWO), text(ONE, SIX, TWO)),
    "a change of one of two equal paragraphs that moved": (
        text(TWO, ONE, SIX, "Seven.", TWO, "Eight."),
        text(ONE, SIX, "Seven.", "Eight.", TWO, TWO),
        text(TWO.replace("another", "a"), ONE, SIX, "Seven.", TWO, "Eight."),
    ),
    "a move with a change, and a change": (
        text(ONE, TWO, SIX),
        text("Six ends this text.", ONE, TWO),
        text(ONE, TWO, "Six is the end of the text."),
    ),
    "additions in one place": (text(ONE, TWO), text(ONE, "Mine.", TWO), text(ONE, "Yours.", TWO)),
    "one addition in two places": (text(ONE, TWO), text(SIX, ONE, TWO), text(ONE, TWO, SIX)),
    "neighbouring lines": (text(code("a", "b")), text(code("aa", "b")), text(code("a", "bb"))),
    "marked lines and new lines": (
        text(code("a", "b", info='js marked="2"')),
        text(code("new", "a", "b", info='js marked="3"')),
        text(code("a", "b", "new", info='js marked="2"')),
    ),
    "a moved column and a cell": (
        text(table("| a | a |")),
        text("| Size | Name |\n| --- | --- |\n| a | a |"),
        text(table("| b | a |")),
    ),
    "a note that was changed and cited again": (
        text(f"{ONE}[^1]", TWO, NOTE),
        text(f"{ONE}[^1]", TWO, NOTE.replace("itself", "proper")),
        text(f"{ONE}[^1]", f"{TWO}[^1]", NOTE),
    ),
    "more than is read": (text(LONG, ONE, TWO), text(LONG, ONE, TWO, SIX), text("Seven.", LONG, ONE, TWO)),
}


@pytest.mark.parametrize("name", MERGED)
def test_is_merged(name):
    base, ours, theirs, merged = MERGED[name]

    assert merge(base, ours, theirs) == Merge([merged])


@pytest.mark.parametrize("name", CONFLICTS)
def test_is_a_conflict(name, monkeypatch):
    base, ours, theirs = CONFLICTS[name]
    monkeypatch.setattr("blog.history.merge.texts.adds_up", lambda texts, merged: True)
    merged = merge(base, ours, theirs)

    assert merged.conflicts
    assert merged.resolved([conflict.ours for conflict in merged.conflicts]) == ours
    assert merged.resolved([conflict.theirs for conflict in merged.conflicts]) == theirs


def test_conflict_is_about_the_paragraph_alone():
    base, ours, theirs = (
        text(ONE, TWO, words, SIX) for words in ("Four words are here.", "Four stand here.", "Five are here.")
    )

    merged = merge(base, ours.replace("One", "This"), theirs)

    conflict = Conflict("Four words are here.\n", "Four stand here.\n", "Five are here.\n")
    assert merged == Merge([text(ONE.replace("One", "This"), TWO), conflict, text(SIX)])
    with pytest.raises(ValueError, match="1 conflicts"):
        _ = merged.text


def test_conflict_includes_the_changes_beside_it():
    base, ours = (
        text(ONE, "Four words are here.", TWO, SIX),
        text(ONE, "Four stand here.", TWO.replace("Two", "It"), SIX),
    )

    merged = merge(base, ours, text(ONE, "Five are here.", TWO, SIX))

    assert [conflict.ours for conflict in merged.conflicts] == [text("Four stand here.", TWO.replace("Two", "It"))]


def test_sentence_moved_to_two_paragraphs_is_a_conflict():
    base = text(f"{ONE} {SIX}", TWO, "Three.")

    merged = merge(base, text(ONE, f"{TWO} {SIX}", "Three."), text(ONE, TWO, f"Three. {SIX}"))

    assert [conflict.base for conflict in merged.conflicts] == [base]


@pytest.mark.parametrize("name", MERGED)
def test_spent_budget_is_one_conflict(name, monkeypatch):
    base, ours, theirs, merged = MERGED[name]

    for steps in range(0, 200, 3):
        monkeypatch.setattr("blog.history.merge.texts.Budget", partial(Budget, steps=steps))
        assert merge(base, ours, theirs) in (Merge([merged]), Merge([Conflict(base, ours, theirs)]))


def test_metadata_is_merged_by_field():
    base = {"title": "A", "summary": "B", "tags": ["c"]}

    merged = merge_values(base, {**base, "title": "AA", "tags": ["d"]}, {**base, "summary": "BB", "tags": ["e"]})

    assert merged == {"title": "AA", "summary": "BB", "tags": Conflict(["c"], ["d"], ["e"])}
