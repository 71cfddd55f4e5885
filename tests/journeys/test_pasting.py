import base64
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from blog.models import PostPage
from tests.journeys import editing
from tests.journeys.content import picture_file

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).resolve().parents[1] / "blog" / "pasting" / "samples"
MANY_WORDS = [" ".join(f"word{number}of{paragraph}" for number in range(120)) for paragraph in range(5)]
# As a browser hands over what lies on the clipboard.
PASTE = """({html, text, file}) => {
    const clipboard = new DataTransfer();
    if (html) clipboard.setData("text/html", html);
    if (text) clipboard.setData("text/plain", text);
    if (file) {
        const bytes = Uint8Array.from(atob(file), (sign) => sign.charCodeAt(0));
        clipboard.items.add(new File([bytes], "image.png", {type: "image/png"}));
    }
    document.activeElement.dispatchEvent(
        new ClipboardEvent("paste", {clipboardData: clipboard, bubbles: true, cancelable: true}));
}"""

# Notes whether the caret ever comes back to where it was pasted: keys would go astray.
WATCH = """() => {
    window.caretCameBack = false;
    const before = document.activeElement.closest("[data-draftail-editor-wrapper]");
    before.addEventListener("focusin", () => { window.caretCameBack = true; });
}"""


@pytest.fixture
def page(contexts):
    page = contexts().new_page()
    editing.log_in(page, "edda")
    editing.start_post(page, title="Pasted together", summary="")
    editing.insert_block(page, "Text").get_by_role("textbox").click()
    return page


def kinds(page):
    return page.evaluate("document.getElementById('body-root').rootBlock.children.map((child) => child.type)")


def saved():
    return PostPage.objects.get(title="Pasted together").get_latest_revision_as_object().body.get_prep_value()


def test_screenshot_pasted_within_a_paragraph_parts_it_without_a_mouse(page):
    keys = page.keyboard
    keys.type("## Before")
    keys.press("Enter")
    for paragraph in MANY_WORDS:
        # As from a fast hand: all letters of a paragraph in one go.
        keys.insert_text(paragraph)
        keys.press("Enter")
    for line in ("It rose and fell.", "## After", "- one"):
        keys.type(line)
        keys.press("Enter")
    keys.type("two")
    for _line in range(3):
        keys.press("ArrowUp")
    keys.press("End")
    for _letter in " fell.":
        keys.press("ArrowLeft")

    page.evaluate(WATCH)
    page.evaluate(PASTE, {"file": base64.b64encode(picture_file(size=(400, 300)).read()).decode()})
    expect(page.get_by_text("Say what the picture shows")).to_be_visible()
    keys.type("(see above)")
    page.get_by_role("button", name="Describe the picture").press("Enter")
    keys.type("Three rising lines")
    assert not page.evaluate("window.caretCameBack")
    editing.act(page, "Save draft")

    before, picture, after = saved()
    assert [before["type"], picture["type"], after["type"]] == ["text", "image", "text"]
    assert picture["value"]["image"]["alt_text"] == "Three rising lines"
    assert before["value"].endswith(">It rose and</p>")
    assert re.findall(r"<p[^>]*>([^<]*)</p>", before["value"])[:-1] == MANY_WORDS
    assert [before["value"].count("<h2"), after["value"].count("<h2")] == [1, 1]
    assert "(see above) fell.</p>" in after["value"]
    assert after["value"].count("<li") == 2


def test_google_doc_is_all_there_or_named_and_can_be_taken_back(page):
    page.keyboard.type("Written first.")

    page.evaluate(PASTE, {"html": (SAMPLES / "saved_google_doc.html").read_text()})

    notice = page.get_by_role("status").filter(has_text="Pasted.")
    expect(notice.get_by_role("listitem")).to_have_text(
        [
            "merged cells of a table, which were split",
            "a picture (The old barn): the program did not put it on the clipboard",
        ]
    )
    assert kinds(page) == ["text", "image", "table", "text"]
    text = page.locator("[data-draftail-editor-wrapper]").first
    expect(text).to_contain_text("Written first.")
    expect(text.get_by_role("heading", name="Plan")).to_be_visible()
    expect(text.locator("li")).to_have_text(["One", "Within one", "Two"])
    expect(text.get_by_text("[1]")).to_be_visible()
    picture = page.locator("[data-contentpath=body] [data-streamfield-child]").nth(1)
    expect(picture.get_by_role("textbox", name="Alt text")).to_have_value("A rising chart")
    expect(page.get_by_role("region", name="Table Season, Both halves, 12, 18")).to_be_visible()

    page.keyboard.press("Control+z")

    expect(text).to_have_text("Written first.")
    assert kinds(page) == ["text"]


@pytest.mark.long
def test_rows_pasted_into_a_cell_are_its_lines(page):
    html = "<table><tr><td>one</td><td>two</td></tr><tr><td>three</td><td>four</td></tr></table>"
    page.evaluate(PASTE, {"html": html})
    expect(page.get_by_role("region", name="Table")).to_be_visible()
    page.locator("[data-draftail-editor-wrapper] [role=textbox]").first.click()
    page.keyboard.press("End")
    page.keyboard.type(" ")

    page.evaluate(PASTE, {"html": html, "text": "one\ttwo\r\nthree\tfour\r\n"})
    page.keyboard.type("!")
    editing.act(page, "Save draft")

    table = next(block["value"]["table"] for block in saved() if block["type"] == "table")
    cells = [[re.sub("</?p[^>]*>", "", cell) for cell in row["values"]] for row in table["rows"]]
    assert cells == [["one one two<br/>three four!", "two"], ["three", "four"]]


def test_code_begun_by_a_fence_takes_the_next_key(page):
    keys = page.keyboard
    for line in ("As it runs:", "```js"):
        keys.type(line)
        keys.press("Enter")
    keys.type("let one = 1;")
    editing.act(page, "Save draft")

    [text, code] = saved()
    assert text["value"].endswith(">As it runs:</p>")
    assert (code["value"]["language"], code["value"]["code"]) == ("js", "let one = 1;")


# As a browser hands over what is dropped on a place of the text.
# At the beginning of a paragraph, wherever it stands at that moment: lines above it come and go with autosave.
DROP = """(paragraph, file) => {
    const box = paragraph.getBoundingClientRect();
    const [x, y] = [box.left + 1, box.top + box.height / 2];
    const dropped = new DataTransfer();
    const bytes = Uint8Array.from(atob(file), (sign) => sign.charCodeAt(0));
    dropped.items.add(new File([bytes], "lines.png", {type: "image/png"}));
    document.elementFromPoint(x, y).dispatchEvent(
        new DragEvent("drop", {dataTransfer: dropped, clientX: x, clientY: y, bubbles: true, cancelable: true}));
}"""


@pytest.mark.long
def test_picture_file_dropped_into_prose_stands_where_it_was_dropped(page):
    page.keyboard.type("Before.")
    page.keyboard.press("Enter")
    page.keyboard.type("Behind.")
    expect(page.locator("[data-block=true]")).to_have_text(["Before.", "Behind."])

    file = base64.b64encode(picture_file(size=(400, 300)).read()).decode()
    page.locator("[data-block=true]", has_text="Behind.").evaluate(DROP, file)
    expect(page.get_by_text("Say what the picture shows")).to_be_visible()
    page.get_by_role("textbox", name="Alt text").fill("Three rising lines")
    editing.act(page, "Save draft")

    before, picture, behind = saved()
    assert picture["value"]["image"]["alt_text"] == "Three rising lines"
    assert (before["value"].endswith(">Before.</p>"), behind["value"].endswith(">Behind.</p>")) == (True, True)


def test_nothing_typed_while_pastes_are_on_their_way_or_after_them_is_lost(page):
    keys = page.keyboard
    keys.type("One word too many.")
    for _letter in "many.":
        keys.press("Shift+ArrowLeft")
    held = []
    page.route("**/paste/", lambda route: route.continue_() if held else held.append(route))

    with page.expect_request("**/paste/"):
        page.evaluate(PASTE, {"html": "<pre>first</pre>"})
    keys.type("over. ")
    page.evaluate(PASTE, {"html": "<pre>second</pre>"})
    keys.type("On.")
    held[0].continue_()
    expect(page.get_by_role("textbox", name="Code")).to_have_count(2)
    keys.type(" And on.")
    page.get_by_role("button", name="Undo").click()

    expect(page.get_by_role("status").filter(has_text="continued to write")).to_be_visible()
    editing.act(page, "Save draft")
    codes = [block["value"]["code"] for block in saved() if block["type"] == "code"]
    words = re.sub("<[^>]*>", "", "".join(block["value"] for block in saved() if block["type"] == "text"))
    assert codes == ["first", "second"]
    assert [part in words for part in ("One word too ", "over.", "On.", "And on.")] == [True] * 4
