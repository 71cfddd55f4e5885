import re

import pytest
from playwright.sync_api import expect

from tests.journeys import editing

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
