"""The kind that is proposed for a change, and what a description of it must say."""

import pytest

from blog.history.changes import ChangeForm, propose_kind
from blog.history.content import Content
from blog.history.diff import compare

LONG = "The worker publishes what is due, and tells readers about it when they ask."
TABLE = "| Port | Ebb |\n| --- | --- |\n| Kiel | {} |\n"
CODE = "```python\nfirst = {}\nsecond = 2\n```\n"


def proposed(old, new, before=None, after=None):
    return propose_kind(compare(Content(old, before or {}, {}), Content(new, after or {}, {})))


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (LONG, LONG, None),
        (LONG, LONG.replace("worker", "**worker**"), "formatting"),
        (LONG, f"## {LONG}", "formatting"),
        (f"{LONG}\n\nSecond.\n\nThird.\n", f"Second.\n\nThird.\n\n{LONG}\n", "formatting"),
        ("See [it](https://a.example).\n", "See [it](https://b.example).\n", "link"),
        ("See it.\n", "See [it](https://b.example).\n", "link"),
        (LONG.replace("publishes", "pubishes"), LONG, "typo"),
        (LONG.replace("when they", "when when they"), LONG, "typo"),
        (LONG.replace("the", "teh").replace("readers", "raeders"), LONG, "typo"),
        (LONG.replace("ask.", "ask"), LONG, "typo"),
        (TABLE.format("lwo"), TABLE.format("low"), "typo"),
        (CODE.format("nubmer"), CODE.format("number"), "typo"),
        ("Version 2.7 has it.\n", "Version 2.8 has it.\n", "wording"),
        ("It can be moved.\n", "It can't be moved.\n", "wording"),
        ("It is moved.\n", "It is not moved.\n", "wording"),
        (LONG, LONG.replace("publishes what is due", "looks at the schedule"), "wording"),
        (f"{LONG}\n\nSecond.\n", f"{LONG}\n", "wording"),
        (LONG, f"{LONG}\n\nSince March it also sends mail.\n", "addition"),
        (LONG, LONG.replace("ask.", "ask, and since March it also sends mail to everybody."), "addition"),
        (CODE.format("1"), CODE.format("1\nthird = 3"), "addition"),
    ],
)
def test_kind_is_proposed_from_the_difference(old, new, kind):
    assert proposed(old, new) == kind


def test_title_counts_as_words_and_a_tag_as_formatting():
    assert proposed("A", "A", {"title": "Tide tables"}, {"title": "Tide tabels"}) == "typo"
    assert proposed("A", "A", {"tags": ["sea"]}, {"tags": ["tide"]}) == "formatting"


@pytest.mark.parametrize(
    ("sent", "errors"),
    [
        ({"kind": "typo"}, set()),
        ({"kind": "correction", "wrong": "The ebb is at two.", "right": "The ebb is at four."}, set()),
        ({"kind": "correction", "wrong": "The ebb is at two."}, {"right"}),
        ({"kind": "correction", "wrong": " ", "right": " "}, {"wrong", "right"}),
        ({"kind": "secret"}, {"kind"}),
        ({"kind": "typo", "note": "x" * 501}, {"note"}),
    ],
)
def test_correction_says_what_was_wrong_and_what_is_right(sent, errors):
    form = ChangeForm({f"change-{name}": value for name, value in sent.items()})

    form.is_valid()

    assert form.errors.keys() == errors


def test_claims_belong_to_corrections_only_and_no_two_descriptions_are_equal():
    sent = {"change-kind": "typo", "change-note": "Found by a reader.", "change-wrong": "a", "change-right": "b"}
    first, second = ChangeForm(sent), ChangeForm(sent)
    assert first.is_valid()
    assert second.is_valid()

    assert first.described | {"id": ""} == {
        "id": "", "kind": "typo", "note": "Found by a reader.", "wrong": "", "right": "",
    }  # fmt: skip
    assert first.described["id"] != second.described["id"]
