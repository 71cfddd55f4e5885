"""What the parts of a query mean. Nothing that can be typed is an error."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.query import Filter, Query, parse

SIGNS = st.sampled_from([*"\"'-:()*^~+#%_\\&|!<>.,/ \x00日本ש🙂éa1", "tag:", "year:", "in:title", "AND", "NEAR"])
TYPED = st.text() | st.lists(SIGNS, max_size=30).map("".join)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("red boat", Query(words=["red", "boat"])),
        ('"red boat" sea', Query(words=["sea"], phrases=["red boat"])),
        ('the "boat"', Query(words=["the", "boat"], quoted=frozenset(["boat"]))),
        ("sea -sail", Query(words=["sea"], without=["sail"])),
        ('-"red boat"', Query(without=["red boat"])),
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


def test_quote_that_is_never_closed_ends_with_the_query():
    assert parse('sea "red boat') == Query(words=["sea"], phrases=["red boat"])


@settings(max_examples=200)
@given(TYPED)
def test_anything_can_be_asked(typed):
    assert isinstance(parse(typed), Query)
