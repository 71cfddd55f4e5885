import pytest

from blog.blocks.code_lines import in_lines, line_numbers
from tests.blog.blocks.rendering import shown
from tests.journeys.bodies import code


def lines_of(page):
    """Each line's text and its classes besides the one that all have."""
    return [(line.get_text(), line["class"][1:]) for line in page.find_all(class_="line")]


@pytest.mark.parametrize(
    ("ranges", "numbers"),
    [("2", {2}), ("2,4-6", {2, 4, 5, 6}), (" 1 - 2 , 9", {1, 2, 9}), ("", set()), ("6-4", set()), ("first", set())],
)
def test_marked_lines_are_read(ranges, numbers):
    assert line_numbers(ranges) == numbers


def test_endless_range_ends():
    assert len(line_numbers("1-999999")) == 10_000


def test_code_in_which_no_line_matters_is_one_piece():
    assert in_lines("a\nb", marked=frozenset()) == "a\nb"


def test_marked_line_is_set_apart():
    page = shown(code("a\nb\nc\n", language="", marked_lines="2"))

    assert lines_of(page) == [("a\n", []), ("b\n", ["hll"]), ("c", [])]


def test_span_over_a_line_end_is_closed_and_opened_again():
    html = in_lines('<span class="s">a\nb</span> c', marked=frozenset({1}))

    assert html == (
        '<span class="line hll"><span class="s">a\n</span></span><span class="line"><span class="s">b</span> c</span>'
    )


def test_only_line_ends_end_lines():
    assert in_lines("a\x0cb\u2028c\nd", marked=frozenset({2})).count("<span") == 2


def test_lines_are_numbered_on_request():
    plain, numbered = (shown(code("a\nb", line_numbers=wish)).find("code") for wish in (False, True))

    assert plain["class"] == ["highlight"]
    assert numbered["class"] == ["highlight", "highlight--numbered"]
    assert len(numbered.find_all(class_="line")) == 2


def test_diff_shows_what_was_added_and_removed():
    page = shown(code("--- a\n+++ b\n@@ -1 +1 @@\n same\n-old\n+new", language="diff"))

    assert [names for _, names in lines_of(page)] == [
        *([["line--place"]] * 3),
        [],
        ["line--removed"],
        ["line--added"],
    ]
    assert page.find(class_="line--added").find(class_="gi").get_text() == "+new"


def test_bar_names_file_and_language_as_people_write_them():
    bar = shown(code("a", language="JS", file_name="<a>.js")).find(class_="code-block__bar")

    assert [bar.select_one(f".code-block__{part}").get_text() for part in ("file", "language")] == [
        "<a>.js",
        "JavaScript",
    ]


@pytest.mark.parametrize(
    ("names", "copied"),
    [
        ({"file_name": '"<a>".js'}, 'Copy code of "<a>".js'),
        ({"language": "JS"}, 'Copy code: print("<a>")'),
        ({"language": ""}, 'Copy code: print("<a>")'),
    ],
)
def test_button_names_what_it_copies(names, copied):
    page = shown(code('print("<a>")', **names))

    button = page.find("button")

    assert button.get_text(" ", strip=True) == copied
    assert page.find(role="group")["aria-label"] == copied.removeprefix("Copy ").capitalize()


def test_language_that_is_not_known_is_named_as_typed():
    page = shown(code("<a>", language="klingon"))

    assert page.find(class_="code-block__language").get_text() == "klingon"
    assert page.find("code").get_text() == "<a>"


def test_copy_button_waits_for_its_script():
    assert shown(code("a")).find("button").has_attr("hidden")
