import pytest

from tests.matrix import combinations


def short(cases):
    return [case.values for case in cases if pytest.mark.long.mark not in [mark.mark for mark in case.marks]]


def test_sample_has_each_value_and_the_rest_is_long():
    cases = combinations("abcd", [1, 2, 3])

    assert len(cases) == 12
    assert short(cases) == [("a", 1), ("b", 2), ("c", 3), ("d", 1)]


def test_smaller_sample_is_taken_in_even_steps_with_what_is_always_in_it():
    cases = combinations("abcdefghi", [1, 2], sample=3, always={"i"})

    assert short(cases) == [("a", 1), ("d", 2), ("g", 1), ("i", 1), ("i", 2)]
