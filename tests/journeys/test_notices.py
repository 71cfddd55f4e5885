"""What the editor says stands where it can be read and clicked, and goes when it is mended."""

import base64

import pytest
from playwright.sync_api import expect

from blog.models import PostPage
from tests.journeys import editing
from tests.journeys.content import picture_file
from tests.journeys.drafts import bar, edit, words_in
from tests.journeys.test_pasting import PASTE
from tests.matrix import combinations

pytestmark = pytest.mark.browser

WIDTHS = (1366, 1024, 820, 390)
PANELS = ("status", "preview", "checks")
SAY = "Say what the picture shows"
# Whether all of it lies on top.
IS_FREE = """element => {
  const { left, right, top, bottom, width } = element.getBoundingClientRect();
  const corners = [[left + 3, top + 3], [right - 3, top + 3], [left + 3, bottom - 3], [right - 3, bottom - 3]];
  return width > 200 && corners.every(([x, y]) => element.contains(document.elementFromPoint(x, y)));
}"""


def paste_picture(page):
    editing.insert_block(page, "Text").get_by_role("textbox").click()
    page.evaluate(PASTE, {"file": base64.b64encode(picture_file(size=(400, 300)).read()).decode()})
    alt = page.get_by_role("textbox", name="Alt text")
    expect(alt).to_be_visible()
    return alt


@pytest.mark.parametrize(("width", "panel"), combinations(WIDTHS, PANELS, sample=1))
def test_notices_and_bars_can_be_clicked_beside_an_open_side_panel(contexts, width, panel):
    page = contexts(width=width, height=768).new_page()
    editing.log_in(page, "edda")
    edit(page, PostPage.objects.get(slug="short-post-3"))
    alt = paste_picture(page)
    page.locator("[data-streamfield-child]").get_by_role("button", name="Delete").first.click()
    removed = bar(page, "was removed")
    page.get_by_role("button", name=f"Toggle {panel}").click()
    expect(page.locator(".form-side--open")).to_be_visible()

    notice = page.locator("[data-notice]")
    describe = page.get_by_role("button", name="Describe the picture")
    assert notice.evaluate(IS_FREE)
    describe.click()
    expect(alt).to_be_focused()
    assert removed.evaluate(IS_FREE)
    removed.get_by_role("button", name="Undo").click()
    expect(words_in(page).first).to_have_text("Few words.")


@pytest.fixture
def page(contexts):
    page = contexts().new_page()
    editing.log_in(page, "edda")
    edit(page, PostPage.objects.get(slug="short-post-3"))
    return page


def test_call_for_words_goes_with_the_words_and_not_before(page):
    alt = paste_picture(page)
    said = page.locator("[data-contentpath=body] .error-message", has_text=SAY)
    expect(said).to_be_visible()
    page.get_by_role("textbox", name="Summary").fill("About lines.")
    alt.press_sequentially(" ")
    expect(alt).to_have_value(" ")
    # Until the scripts have answered the key.
    page.evaluate("new Promise((resolve) => setTimeout(resolve))")
    expect(said).to_be_visible()

    alt.press_sequentially("Lines")

    expect(said).to_have_count(0)
    expect(page.locator("[data-contentpath=body] .w-field--error")).to_have_count(0)


def test_call_for_words_goes_with_the_mark_that_there_is_nothing_to_say(page):
    paste_picture(page)
    said = page.locator("[data-contentpath=body] .error-message", has_text=SAY)
    expect(said).to_be_visible()

    page.get_by_label("Image is decorative").check()

    expect(said).to_have_count(0)
    expect(page.locator("[data-contentpath=body] .w-field--error")).to_have_count(0)
