import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
BLOCKS = "Every block of the ledger"


def test_reader_searches_by_keyboard(contexts):
    page = contexts().new_page()
    page.goto("/search/")
    field = page.get_by_role("combobox", name="Search the posts")
    said = page.locator(".search-field [role=status]")
    options = page.get_by_role("option")

    field.press_sequentially("short post 1")
    expect(options).to_have_count(8)
    expect(said).to_have_text("8 suggestions. Press the down arrow key to choose one.")
    field.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    field.press("ArrowDown")
    field.press("ArrowDown")
    chosen = options.first
    expect(field).to_have_attribute("aria-activedescendant", chosen.get_attribute("id"))
    expect(chosen).to_have_attribute("aria-selected", "true")
    field.press("Escape")
    expect(options).to_have_count(0)
    expect(field).to_have_value("short post 1")
    expect(field).to_have_attribute("aria-expanded", "false")

    field.fill("every bl")
    expect(options).to_have_text([BLOCKS])
    field.press("ArrowDown")
    field.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(BLOCKS)


def test_what_is_typed_first_and_answered_last_is_not_shown(page):
    page.goto("/search/")
    field = page.get_by_label("Search the posts")
    held = []
    # Playwright cannot take the method itself, which is built in.
    page.route("**/titles/?q=short*", lambda route: held.append(route))  # noqa: PLW0108
    with page.expect_request("**/titles/?q=short*"):
        field.fill("short")

    with page.expect_event("requestfailed", lambda request: "q=short" in request.url):
        field.fill("noted")

    expect(page.get_by_role("option")).to_have_text(["Noted"])
    field.press("Enter")
    expect(page).to_have_url(re.compile(r"/search/\?q=noted$"))


@pytest.mark.parametrize("has_script", [True, False], ids=["with scripts", "without scripts"])
def test_reader_narrows_a_search_on_a_phone_and_follows_it(contexts, has_script):
    page = contexts(java_script_enabled=has_script, width=360).new_page()
    page.goto("/search/?q=ledger")

    page.get_by_text("Filter results").click()
    page.get_by_role("link", name="ink", exact=True).click()
    expect(page.get_by_label("Search the posts")).to_have_value("ledger tag:ink")
    page.get_by_role("link", name="Newest first").click()
    expect(page.locator(".result h2").first).to_have_text(BLOCKS)
    expect(page.locator(".result h2 mark").first).to_have_text("ledger")
    page.get_by_role("link", name="Remove tag:ink").click()
    expect(page).to_have_url(re.compile(r"/search/\?q=ledger&sort=date$"))
    address = page.get_by_role("link", name="Follow this search in a feed reader").get_attribute("href")
    assert BLOCKS in page.request.get(address).text()
