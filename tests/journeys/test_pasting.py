import base64
from pathlib import Path

import pytest
from playwright.sync_api import expect

from blog.models import PostPage
from tests.journeys import editing
from tests.journeys.content import picture_file

pytestmark = pytest.mark.browser

SAMPLES = Path(__file__).resolve().parents[1] / "blog" / "pasting" / "samples"
# As a browser hands over what lies on the clipboard.
PASTE = """({html, file}) => {
    const clipboard = new DataTransfer();
    if (html) clipboard.setData("text/html", html);
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
    for line in ("## Before", "It rose and fell.", "## After", "- one"):
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
    assert "(see above) fell.</p>" in after["value"]
    assert after["value"].count("<li") == 2


def test_google_doc_is_all_there_or_named_and_can_be_taken_back(page):
    page.keyboard.type("Written first.")

    page.evaluate(PASTE, {"html": (SAMPLES / "google_docs.html").read_text()})

    notice = page.get_by_role("status").filter(has_text="Pasted.")
    expect(notice).to_contain_text("joined cells of a table")
    expect(notice.get_by_role("link")).to_have_count(2)
    assert kinds(page) == ["text", "table", "text"]
    text = page.locator("[data-draftail-editor-wrapper]").first
    expect(text).to_contain_text("Written first.")
    expect(text.get_by_role("heading", name="The quarterly ledger")).to_be_visible()
    expect(text.locator("li")).to_have_text(["Bread", "Rye", "Dark", "Salt"])

    page.keyboard.press("Control+z")

    expect(text).to_have_text("Written first.")
    assert kinds(page) == ["text"]


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
