"""Nothing is wider than the screen, however small the screen and however large the letters."""

import pytest

from tests.journeys.bodies import LONG_WORD
from tests.journeys.content import READER_PAGES, TOO_WIDE
from tests.matrix import combinations

pytestmark = pytest.mark.browser

PAGES = {**READER_PAGES, "wide post": TOO_WIDE, "neighbour of the wide post": "/blog/short-post-21/"}
SIZES = [(320, 16), (320, 32), (1280, 32)]

# Boxes that reach past the screen and stand in nothing that scrolls by itself.
STICKING_OUT = """() => {
  const screen = document.documentElement.clientWidth;
  const scrolls = (box) => box !== document.body && box !== document.documentElement && box !== null
    && (["auto", "scroll"].includes(getComputedStyle(box).overflowX) || scrolls(box.parentElement));
  const out = [...document.body.querySelectorAll("*")].filter((box) => {
    const place = box.getBoundingClientRect();
    return place.width > 1 && (place.right > screen + 1 || place.left < -1) && !scrolls(box.parentElement);
  });
  const found = out.map((box) => `${box.localName}.${box.className.baseVal ?? box.className}`);
  const page = document.documentElement.scrollWidth;
  return page > screen ? [`the page is ${page} px wide on ${screen}`, ...found] : found;
}"""
# Of the bars that name something: the parts that stand on one another.
OVERLAPPING = """() => [...document.querySelectorAll(".code-block__plate")].flatMap((plate) => {
  const parts = [...plate.querySelectorAll(".code-block__file, .code-block__language, .code-block__copy")]
    .filter((part) => part.textContent.trim());
  const places = parts.length < 2 ? [] : parts.flatMap((part) => {
    const range = document.createRange();
    range.selectNodeContents(part.matches("button") ? part.firstElementChild ?? part : part);
    return [...range.getClientRects()].map((place) => ({ part, place }));
  });
  return places.flatMap(({ part: one, place: a }) => places
    .filter(({ part: other, place: b }) => one !== other && a.left < b.right - 1 && b.left < a.right - 1
      && a.top < b.bottom - 1 && b.top < a.bottom - 1)
    .map(({ part: other }) => `${one.textContent} / ${other.textContent}`));
})"""
# Not wait_for_function: it evaluates a string again and again, which the page's policy forbids.
UNTIL_SCROLLED = """box => new Promise((done, failed) => {
  const look = left => box.scrollLeft > 0 ? done() : left ? setTimeout(look, 20, left - 1) : failed("not scrolled");
  look(150);
})"""


def set_letters(page, pixels):
    """Sets the size that a reader chose in the browser's settings, which media queries follow, too."""
    sizes = {"standard": pixels, "fixed": round(pixels * 13 / 16)}
    page.context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": sizes})


@pytest.mark.parametrize(("name", "size"), combinations(PAGES, SIZES, always={"post", "wide post"}))
def test_page_fits_on_the_screen(name, size, page):
    width, letters = size
    page.set_viewport_size({"width": width, "height": 900})
    set_letters(page, letters)
    page.goto(PAGES[name])
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == f"{letters}px"

    sticking_out = page.evaluate(STICKING_OUT)

    assert not sticking_out, "\n".join(sticking_out[:8])


def test_wide_post_holds_what_is_too_wide(page):
    page.goto(TOO_WIDE)

    assert len(LONG_WORD) >= 120
    assert LONG_WORD in page.locator("h1").inner_text()
    assert page.locator("pre", has_text="1" * 196).count() == 1
    assert page.locator("thead th").count() == 8


@pytest.mark.parametrize("name", ["post", "wide post"])
def test_name_of_a_program_and_its_button_stand_apart(name, contexts):
    page = contexts(permissions=["clipboard-read", "clipboard-write"]).new_page()
    for width, letters in SIZES:
        page.set_viewport_size({"width": width, "height": 900})
        set_letters(page, letters)
        page.goto(PAGES[name])
        page.locator(".code-block__copy").first.wait_for(state="visible")
        assert page.evaluate(OVERLAPPING) == [], f"{width} px, letters of {letters} px"


@pytest.mark.parametrize("kind", ["code-block", "table-block"])
def test_wide_block_scrolls_by_the_keyboard(kind, contexts):
    page = contexts(width=320).new_page()
    page.goto(TOO_WIDE)
    plate = page.locator(f".{kind}__scroll").first

    plate.focus()
    page.keyboard.press("ArrowRight")

    plate.evaluate(UNTIL_SCROLLED)
