"""What holds for every two bodies: their diff loses nothing of either, and of one body with itself it is empty."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from blog.history.content import Content
from blog.history.diff import compare
from blog.history.diff.budget import Budget
from blog.history.diff.pieces import pieces_of
from blog.history.diff.tokens import Tokens
from blog.history.diff.units import Holder, Raw
from blog.history.diff.words import compare_runs
from blog.markdown.body import Body
from blog.markdown.prose import Paragraph, inline_runs
from blog.markdown.runs import plain_text
from blog.markdown.write import write
from tests.blog.markdown.strategies import blocks, bodies, inlines

few = settings(max_examples=40, deadline=None)
many = settings(max_examples=2_000, deadline=None)


@st.composite
def versions(draw):
    """Two texts, of which the second has some blocks of the first, in any order, and some others."""
    old = draw(bodies)
    kept = draw(st.permutations(old))[: draw(st.integers(0, len(old)))]
    new = draw(st.permutations([*kept, *draw(st.lists(blocks, max_size=2))]))
    return write(Body(old)), write(Body(list(new)))


def content(text):
    return Content(text=text, shown={}, files={})


def check_versions(texts):
    old, new = texts
    diff = compare(content(old), content(new))

    assert rebuilt(diff.parts, "old") == old
    assert rebuilt(diff.parts, "new") == new
    for part in diff.parts:
        check_part(part)
    assert diff.is_empty or old != new


def rebuilt(parts, side):
    """The text of one side, from what is reported: each place once, and what is the same from the other side."""
    found = {getattr(part, f"{side}_place"): part for part in parts if getattr(part, side) is not None}
    assert sorted(found) == list(range(len(found)))
    assert len(found) == sum(getattr(part, side) is not None for part in parts)
    text = "\n\n".join(source_of(found[place], side) for place in range(len(found)))
    return f"{text}\n" if found else ""


def source_of(part, side):
    other = "new" if side == "old" else "old"
    is_whole = part.change in ("same", "moved") and part.old.source == part.new.source
    return getattr(part, other if is_whole else side).source


def check_part(part):
    assert (part.old is None) == (part.old_place is None)
    assert (part.new is None) == (part.new_place is None)
    if part.old and part.new:
        assert part.change not in ("added", "removed")
        check_detail(part.detail)
    elif part.detail.parts:
        assert part.detail.is_empty


def check_detail(detail):
    old, new = detail.old, detail.new
    if isinstance(new, Paragraph):
        check_runs(detail.stretches, old.runs, new.runs)
    elif isinstance(new, Holder):
        assert [part.new for part in sorted_by(detail.parts, "new_place")] == new.units
        assert [part.old for part in sorted_by(detail.parts, "old_place")] == old.units
        for part in detail.parts:
            check_part(part)
    elif isinstance(new, Raw) or new.lines is not None:
        texts = (old.text, new.text) if isinstance(new, Raw) else (old.lines, new.lines)
        assert tuple(text_of(detail.lines, *side) for side in (("added", "old"), ("removed", "new"))) == texts
    for field in detail.fields:
        if isinstance(field.new, list):
            check_runs(field.stretches, field.old, field.new)
    if detail.table:
        check_table(detail.table, old.table, new.table)


def sorted_by(parts, place):
    return sorted((part for part in parts if getattr(part, place) is not None), key=lambda part: getattr(part, place))


def check_runs(stretches, old, new, sides=("old", "new")):
    for side in sides:
        runs = {"old": old, "new": new}[side]
        said = [run for stretch in stretches for run in getattr(stretch, side)]
        tokens = Tokens(said, {})
        assert tokens.runs(0, len(tokens)) == runs


def text_of(lines, not_kind, side):
    kept = [line for line in lines if line.kind != not_kind]
    return "\n".join(plain_text(run for stretch in line.stretches for run in getattr(stretch, side)) for line in kept)


def check_table(table, old, new):
    for side, stored in ((0, old), (1, new)):
        places = [places[side] for places in table.columns if places[side] is not None]
        assert sorted(places) == list(range(len(stored["columns"])))
        rows = [row.places[side] for row in table.rows if row.places[side] is not None]
        assert sorted(rows) == list(range(len(stored["rows"])))
        for row in table.rows:
            check_row(row, table.columns, side, stored["rows"])


def check_row(row, columns, side, rows):
    name = ("old", "new")[side]
    for column, cell in zip(columns, row.cells, strict=True):
        if None not in row.places and column[side] is not None:
            stored = rows[row.places[side]]["values"][column[side]]
            check_runs(cell.stretches, *(inline_runs(stored),) * 2, sides=(name,))


@given(versions())
@few
def test_diff_gives_the_old_text_and_the_new_one_again(texts):
    check_versions(texts)


@given(bodies)
@few
def test_diff_of_a_text_with_itself_is_empty(stored):
    text = write(Body(stored))

    assert compare(content(text), content(text)).is_empty


@given(bodies)
@few
def test_pieces_are_the_text(stored):
    text = write(Body(stored))
    pieces = pieces_of(text)

    assert ("\n\n".join(pieces) + "\n" if pieces else "") == text


@given(inlines, inlines)
@few
def test_stretches_are_the_old_and_the_new_words(old, new):
    before, after = inline_runs(old), inline_runs(new)

    check_runs(compare_runs(before, after, Budget()), before, after)


@given(inlines, inlines, st.integers(0, 40))
@few
def test_spent_budget_loses_no_words(old, new, steps):
    before, after = inline_runs(old), inline_runs(new)

    check_runs(compare_runs(before, after, Budget(steps=steps)), before, after)


@pytest.mark.long
@given(versions())
@many
def test_diff_gives_both_texts_again_of_many_versions(texts):
    check_versions(texts)
