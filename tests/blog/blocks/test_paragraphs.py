import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.blocks.paragraphs import KEY, paragraphs, with_keys

NEW = re.compile(r'"[0-9a-f]{6}"')


@pytest.mark.parametrize(
    ("source", "keyed"),
    [
        ("<p>a</p>", '<p data-block-key="new">a</p>'),
        ('<p data-block-key="abcde">a</p>', '<p data-block-key="abcde">a</p>'),
        ('<p>a</p><p data-block-key="p0000">b</p>', '<p data-block-key="new">a</p><p data-block-key="p0000">b</p>'),
        ("<ul><li>a</li></ul>", '<ul><li data-block-key="new">a</li></ul>'),
        ('<h2 id="x">a</h2><pre>b</pre>', '<h2 id="x" data-block-key="new">a</h2><pre>b</pre>'),
        ("", ""),
    ],
)
def test_paragraphs_without_a_key_get_one_that_is_free(source, keyed):
    assert NEW.sub('"new"', with_keys(source)) == keyed


def test_key_stays_where_paragraphs_come_before():
    (first,) = KEY.findall(with_keys("<p>a</p>"))

    assert KEY.findall(with_keys("<p>b</p><p>a</p>"))[1] == first
    assert len({*KEY.findall(with_keys("<p>a</p><p>a</p>"))}) == 2


def test_list_within_an_item_is_no_part_of_it():
    source = with_keys("<ul><li>Alpha<ul><li>Beta</li></ul></li><li>Gamma</li></ul><p>End</p>")

    assert [markup for _key, markup in paragraphs(source)] == ["Alpha", "Beta", "Gamma", "End"]


@given(
    st.lists(st.sampled_from(["<p>a</p>", '<p data-block-key="p0001">b</p>', "<h2>c</h2>", "<li>d</li>"]), max_size=8)
)
def test_new_keys_are_free_and_stay(parts):
    keyed = with_keys("".join(parts))
    keys = KEY.findall(keyed)

    assert len(keys) == len(parts)
    added = [key for key, part in zip(keys, parts, strict=True) if "data-block-key" not in part]
    assert len(set(added) - set(KEY.findall("".join(parts)))) == len(added)
    assert with_keys(keyed) == keyed
    assert [key for key, _markup in paragraphs(keyed)] == keys
