import pytest
from playwright.sync_api import expect

from tests.journeys import editing

pytestmark = pytest.mark.browser


def test_editor_sees_findings_lengths_and_previews_while_writing(contexts):
    page = contexts().new_page()
    editing.log_in(page, "edda")
    editing.start_post(page, title="Kept in ink", summary="")
    editing.insert_block(page, "Code").get_by_role("textbox", name="Code").fill("x = 1")
    editing.act(page, "Save draft")
    # The button works when the page's scripts have come.
    page.wait_for_load_state()
    page.get_by_role("button", name="Toggle checks").click()

    found = page.locator("[data-post-findings]")
    expect(found).to_contain_text("The code has no language")
    expect(found).to_contain_text("There is no summary.")
    found.get_by_role("link", name="Show the block").click()
    assert page.locator(":target").get_attribute("id") in page.url

    page.get_by_role("textbox", name="Summary").fill("What ink is for 🖋")
    expect(page.get_by_text("17 of 300")).to_be_visible()
    expect(found).not_to_contain_text("There is no summary.")
    editing.open_tab(page, "Address and search")
    page.get_by_role("textbox", name="Title tag").fill("Ink")
    result = page.locator(".search-preview__result")
    expect(result).to_contain_text("/blog/kept-in-ink/")
    expect(result.locator(".search-preview__title")).to_have_text("Ink")
    expect(result.locator(".search-preview__words")).to_have_text("What ink is for 🖋")
    expect(page.locator(".search-preview__card")).to_contain_text("Kept in ink")
