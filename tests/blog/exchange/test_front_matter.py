import pytest

from blog.exchange.front_matter import split_front_matter
from blog.exchange.imported_post import Unreadable


def test_yaml_values_stay_as_they_were_typed():
    front = split_front_matter("---\ntitle: 1.10\ndate: 2024-13-45\ndraft: yes\nauthor:\n---\nText\n")

    assert front.values == {"title": "1.10", "date": "2024-13-45", "draft": "yes", "author": None}


def test_text_begins_on_the_line_after_the_front_matter():
    front = split_front_matter("---\ntitle: A\n---\n\nText\n")

    assert (front.text, front.line) == ("\nText\n", 4)


def test_toml_front_matter_is_read():
    front = split_front_matter('+++\ntitle = "A"\n[extra]\nteam = "B"\n+++\nText')

    assert front.values == {"title": "A", "extra": {"team": "B"}}
    assert front.text == "Text"


def test_line_of_a_key_is_its_line_in_the_file():
    assert split_front_matter("---\ntitle: A\ndate: B\n---\n").line_of("date") == 3


def test_file_without_front_matter_is_text():
    front = split_front_matter("# Title\n\n---\n")

    assert (front.values, front.text, front.line) == ({}, "# Title\n\n---\n", 1)


def test_windows_line_ends_are_understood():
    front = split_front_matter("---\r\ntitle: A\r\n---\r\nText\r\n")

    assert (front.values, front.text) == ({"title": "A"}, "Text\r\n")


@pytest.mark.parametrize(
    ("file", "line", "words"),
    [
        ("---\ntitle: A\n", 1, "never closed"),
        ("---\na: 1\ntitle: [A\n---\n", 4, "not valid YAML"),
        ("+++\ntitle = \n+++\n", 2, "not valid TOML"),
        ("---\n- one\n---\n", 1, "no `key: value` lines"),
        ("---\na: !!python/object:os.system x\n---\n", 2, "not valid YAML"),
        ("---\na: " + "[" * 20_000 + "\n---\n", 1, "nested too deeply"),
        ("+++\na = " + "[" * 20_000 + "\n+++\n", 1, "nested too deeply"),
        ("+++\na = 0x" + "f" * 5_000 + "\n+++\n", 1, "thousands of digits"),
        ("---\ntitle: " + "x" * 40_000 + "\n---\n", 1, "at most 32,000"),
    ],
)
def test_broken_front_matter_is_named_with_its_line(file, line, words):
    with pytest.raises(Unreadable) as caught:
        split_front_matter(file)

    assert caught.value.line == line
    assert words in caught.value.detail


def test_merge_keys_cannot_grow_without_bound():
    levels = [f"a{n}: &a{n}\n  <<: [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    source = "---\na0: &a0 {x: 1}\n" + "\n".join(levels) + "\n---\n"

    with pytest.raises(Unreadable, match="aliases"):
        split_front_matter(source)


def test_merge_key_is_a_key_as_any_other():
    source = "---\na: &a {x: 1}\n<<: *a\n---\n"

    assert split_front_matter(source).values == {"a": {"x": "1"}, "<<": {"x": "1"}}
