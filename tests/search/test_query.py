"""What the parts of a query mean. Nothing that can be typed is an error."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query.parser import Filter, Query, parse

SIGNS = st.sampled_from([*"\"'-:()*^~+#%_\\&|!<>.,/ \x00日本ש🙂éa1", "tag:", "year:", "in:title", "AND", "NEAR"])
TYPED = st.text() | st.lists(SIGNS, max_size=30).map("".join)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("red boat", Query(words=["red", "boat"])),
        ('"red boat" sea', Query(words=["sea"], phrases=["red boat"])),
        ('the "boat"', Query(words=["the", "boat"], quoted=frozenset(["boat"]))),
        ("sea -sail", Query(words=["sea"], excluded=["sail"])),
        ('-"red boat"', Query(excluded=["red boat"])),
        ("well-known", Query(words=["well-known"])),
        ("boat in:title", Query(words=["boat"], is_in_title=True)),
        ("tag:sea", Query(filters=[Filter("tag", "sea")])),
        ('-author:"Ada L"', Query(filters=[Filter("author", "Ada L", is_excluded=True)])),
        ("Topic:Ships", Query(filters=[Filter("topic", "Ships")])),
        ("year:2024", Query(filters=[Filter("from", date(2024, 1, 1)), Filter("until", date(2025, 1, 1))])),
        ("before:2024-12", Query(filters=[Filter("until", date(2024, 12, 1))])),
        ("after:2024-12", Query(filters=[Filter("from", date(2025, 1, 1))])),
        ("after:2024-2-29", Query(filters=[Filter("from", date(2024, 3, 1))])),
    ],
)
def test_part_of_a_query_means(typed, query):
    assert parse(typed) == query


@pytest.mark.parametrize(
    "odd", ["year:soon", "before:2023-02-29", "year:0000", "in:body", "std::vec", "tag:", "C++", "a:b"]
)
def test_part_without_a_meaning_is_a_word(odd):
    assert parse(odd) == Query(words=[odd])


@pytest.mark.parametrize("option", ["--fix", "--no-verify", "--cask", "-O2", "-Wall", "-C", "-x", "-1", "-foo-bar"])
@pytest.mark.parametrize("before", ["", "eslint "])
def test_option_of_a_program_is_a_word(before, option):
    assert parse(before + option) == Query(words=[*before.split(), option])


@pytest.mark.parametrize(
    "typed",
    [
        "a - fix",
        "a -- fix",
        "a –fix",
        "a —fix",
        "a−fix",
        "a (-fix)",
        '"a b"-fix',
        "a-b",
        "a -.",
        "a -2024",
        "-std=c++20",
    ],
)
def test_dash_that_is_no_minus_before_a_plain_word_leaves_nothing_out(typed):
    query = parse(typed)

    assert not query.excluded
    assert not any(found.is_excluded for found in query.filters)


@pytest.mark.parametrize(
    "typed", ['--"red boat"', "--tag:sea", "-year:2024", "-in:title", "-tag:", '"-fix"', '"--fix"']
)
def test_dashes_before_other_parts_leave_nothing_out(typed):
    query = parse(typed)

    assert not query.excluded
    assert not query.filters
    assert not query.is_in_title
    assert query.words or query.phrases


@pytest.mark.parametrize(
    ("typed", "without"),
    [
        ("-sail", ["sail"]),
        ("boat\t-sail, -mast", ["sail,", "mast"]),
        ('-"Sail"', ["Sail"]),
        ('-"--fix"', ["--fix"]),
        ("-日", ["日"]),
        ("-हिन्दी", ["हिन्दी"]),
        ("-naïve", ["naïve"]),
    ],
)
def test_minus_before_a_plain_word_or_a_quotation_leaves_out(typed, without):
    assert parse(typed).excluded == without


def test_quote_that_is_never_closed_ends_with_the_query():
    assert parse('sea "red boat') == Query(words=["sea"], phrases=["red boat"])


@settings(max_examples=200)
@given(TYPED)
def test_anything_can_be_asked(typed):
    assert isinstance(parse(typed), Query)
