import re

import pytest
from playwright.sync_api import expect

from tests.journeys import editing
from tests.journeys.content import NOTED

pytestmark = pytest.mark.browser


@pytest.fixture
def editor(contexts):
    page = contexts().new_page()
    editing.log_in(page, "edda")
    return page


def write_in_dialog(page, command, words):
    """Opens the dialog as the keyboard does, writes into it and leaves it."""
    page.keyboard.type(f"/{command}")
    expect(page.get_by_role("option", name=command)).to_be_visible()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox")).to_be_focused()
    page.keyboard.type(words)
    return dialog


def test_editor_writes_a_footnote_and_a_formula_with_the_keyboard(editor, contexts):
    editing.start_post(editor, title="Mass and energy", summary="")
    block = editing.insert_block(editor, "Text")
    words = block.get_by_role("textbox")
    words.click()

    editor.keyboard.type("They said ")
    dialog = write_in_dialog(editor, "Math", "E = mc^2")
    expect(dialog.locator("math msup")).to_be_visible()
    editor.keyboard.press("Control+Enter")
    expect(words.locator(".entity-chip--math")).to_have_text("E = mc^2")
    expect(words).to_be_focused()
    editor.keyboard.type(" once")
    write_in_dialog(editor, "Footnote", "By *letter*.")
    editor.keyboard.press("Control+Enter")
    expect(words.locator(".entity-chip--footnote")).to_have_text("[1]")
    expect(words).to_be_focused()
    write_in_dialog(editor, "Footnote", "Never said")
    editor.keyboard.press("Escape")
    expect(words).to_be_focused()
    editor.keyboard.type(".")
    expect(block.locator("input[name$='-value']")).to_have_value(re.compile(r"once\[1\]\."))
    editing.act(editor, "Publish now")

    reader = contexts(java_script_enabled=False).new_page()
    reader.goto("/blog/mass-and-energy/")
    body = reader.locator(".post__body")
    expect(body.locator("p").first).to_contain_text("once1.")
    expect(body.locator("math")).to_be_visible()
    mark = body.locator(".footnote-mark a")
    expect(mark).to_have_accessible_name("Footnote 1")
    mark.press("Enter")
    note = reader.locator("li:target")
    expect(note).to_contain_text("By letter.")
    expect(note.locator("em")).to_have_text("letter")
    note.locator(".footnotes__back a").press("Enter")
    assert reader.url.endswith("#fnref-1")
    expect(reader.get_by_text("Never said")).to_have_count(0)


TOPS = "places => places.map(place => place.getBoundingClientRect()).map(box => [box.top, box.bottom, box.right])"


def test_notes_stand_beside_their_marks_on_a_wide_screen_and_at_the_end_on_a_narrow_one(contexts):
    page = contexts(width=1280).new_page()
    page.goto(NOTED)

    text = page.locator(".post__body p").first.bounding_box()
    marks = page.locator(".post__body p .footnote-mark a").evaluate_all(TOPS)
    notes = page.locator(".footnotes__note").evaluate_all(TOPS)
    assert [right < text["x"] for _top, _bottom, right in notes] == [True] * len(notes)
    assert [abs(notes[place][0] - marks[place][0]) < 20 for place in (0, 2)] == [True, True]
    # The second mark stands on the line of the first.
    assert notes[1][0] >= notes[0][1]
    end = page.locator(".post-end").bounding_box()
    assert notes[-1][1] < end["y"]

    page.set_viewport_size({"width": 360, "height": 800})
    notes = page.locator(".footnotes__note")
    assert notes.first.bounding_box()["y"] > page.locator(".post__body > p").last.bounding_box()["y"]
    assert page.locator(".footnotes").count() == 1
    assert notes.count() == len(marks)
