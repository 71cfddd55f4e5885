"""Real changes to posts, merged with generated later edits and with the texts that really came later."""

from itertools import combinations, cycle

import pytest

from blog.history.merge import merge
from tests.blog.history.merge.reader_edits import LATER_EDITS, LaterEdit, canonical, rows

pytestmark = pytest.mark.real_posts


def check_later_edit(row, kind, folder):
    """The merge is what the independent places give, or a conflict. Returns whether it is a conflict."""
    before, after = (canonical(row, side, folder) for side in ("before", "after"))
    edit = LaterEdit(kind, before, after, row["commit"])
    if edit.old is None:
        return None
    merged = merge(before, edit.ours, after)
    assert merged.conflicts or merged.text == edit.expected
    return bool(merged.conflicts)


def check_contained(row, later, folder):
    """The later text contains the change, unless it was edited again. Then the merge may be a conflict."""
    merged = merge(
        canonical(row, "before", folder), text := canonical(later, "before", folder), canonical(row, "after", folder)
    )
    assert merged.conflicts or merged.text == text
    return bool(merged.conflicts)


def later_pairs():
    """Pairs of changes of one post, the earlier one first."""
    by_path = {}
    for row in sorted(rows(), key=lambda row: float(row["days"])):
        by_path.setdefault((row["repo"], row["path"]), []).append(row)
    return [pair for same in by_path.values() for pair in combinations(same, 2)]


def short(rows):
    """Rows with a short text, so that reading them is quick."""
    return [row for row in rows if len(row["before"]) < 4_000]


def test_some_later_edits_are_merged_right(tmp_path):
    some = zip(short(rows())[:20], cycle(LATER_EDITS), strict=False)
    conflicts = [check_later_edit(row, kind, tmp_path) for row, kind in some]

    assert conflicts.count(False) > 10


def test_some_contained_changes_are_merged_right(tmp_path):
    pairs = [(row, later) for row, later in later_pairs() if short([row, later]) == [row, later]]
    conflicts = [check_contained(row, later, tmp_path) for row, later in pairs[:5]]

    assert conflicts.count(False) > 2


@pytest.mark.long
@pytest.mark.parametrize("kind", LATER_EDITS)
def test_all_later_edits_are_merged_right(kind, tmp_path):
    conflicts = [check_later_edit(row, kind, tmp_path) for row in rows()]

    # Most edits of the same words as the real change are conflicts.
    assert conflicts.count(False) > (100 if kind == "change_words_near" else 150)


@pytest.mark.long
def test_all_contained_changes_are_merged_right(tmp_path):
    conflicts = [check_contained(row, later, tmp_path) for row, later in later_pairs()]

    assert conflicts.count(False) > 60
