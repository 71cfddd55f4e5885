"""What holds for every three texts: a merge loses no word, doubles none, and does not depend on which side is which."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.history.diff.units import units_of
from blog.history.merge import Conflict, Merge, merge
from blog.history.merge.blocks import blocks_of
from blog.markdown.body import Body
from blog.markdown.read import read
from blog.markdown.write import write
from tests.blog.history.merge.edited_texts import edited_texts, words_of
from tests.blog.markdown.strategies import blocks, bodies

few = settings(max_examples=20, deadline=None)
some = settings(max_examples=60, deadline=None)
many = settings(max_examples=4_000, deadline=None)


@st.composite
def three_bodies(draw):
    """Three texts of which the second and third have some blocks of the first, in any order, and some others."""

    def edited():
        some = draw(st.permutations(base))[: draw(st.integers(0, len(base)))] if draw(st.booleans()) else base
        return [*some, *draw(st.lists(blocks, max_size=1))]

    base = draw(bodies)
    return tuple(write(Body(body)) for body in (base, edited(), edited()))


def check_every_merge(texts):
    base, ours, theirs = texts
    merged = merge(*texts)

    assert merge(base, theirs, ours) == swapped(merged)
    assert merge(base, base, theirs).text == theirs
    assert merge(base, ours, base).text == ours
    assert merge(base, ours, ours).text == ours
    assert write(read(resolved(merged, "ours"))) == resolved(merged, "ours")
    assert merged.conflicts or merged.text == resolved(merged, "ours")


def check_words(texts):
    base, ours, theirs = map(set, map(words_of, texts))
    merged = merge(*texts)

    if not merged.conflicts:
        assert words_of(merged.text) == sorted((base & ours & theirs) | (ours - base) | (theirs - base))
    for side, own in (("base", set()), ("ours", ours - base), ("theirs", theirs - base)):
        words = Counter(words_of(resolved(merged, side)))
        assert max(words.values(), default=1) == 1
        assert words.keys() >= (base & ours & theirs) | own


def swapped(merged):
    return Merge(
        [Conflict(part.base, part.theirs, part.ours) if isinstance(part, Conflict) else part for part in merged.parts]
    )


def resolved(merged, side):
    return merged.resolved([getattr(conflict, side) for conflict in merged.conflicts])


@given(edited_texts())
@some
def test_merge_loses_no_word_and_doubles_none(texts):
    check_words(texts)
    check_every_merge(texts)


@given(three_bodies())
@few
def test_merge_of_any_bodies_is_canonical(texts):
    check_every_merge(texts)


@given(bodies)
@few
def test_units_become_the_same_text(stored):
    text = write(Body(stored))

    assert write(Body(blocks_of(units_of(read(text).blocks)))) == text


@pytest.mark.long
@given(edited_texts())
@many
def test_many_merges_lose_no_word_and_double_none(texts):
    check_words(texts)
    check_every_merge(texts)


@pytest.mark.long
@given(three_bodies())
@many
def test_merges_of_many_bodies_are_canonical(texts):
    check_every_merge(texts)
