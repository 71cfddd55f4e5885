import pytest
from playwright.sync_api import expect

from tests.blog.fake_remote_site import another_site
from tests.journeys import editing
from tests.journeys.content import picture_file

pytestmark = pytest.mark.browser
PAGE = b'<title>One page elsewhere</title><meta property="og:image" content="/one.png">'


def test_editor_fetches_title_and_picture_and_keeps_what_was_typed(contexts, monkeypatch):
    page = contexts().new_page()
    editing.log_in(page, "edda")
    editing.start_post(page, title="A post with links", summary="")
    block = editing.insert_block(page, "Embed")
    fetch = block.get_by_role("button", name="Fetch title and picture")
    answers = {"/one": ("text/html", PAGE), "/one.png": ("image/png", picture_file(size=(800, 450)).read())}

    with another_site(monkeypatch, answers):
        block.get_by_label("Address").fill("http://elsewhere.example/gone")
        fetch.click()
        expect(block.get_by_role("status")).to_contain_text("answered with status 404. You can keep the link.")
        block.get_by_label("Address").fill("http://elsewhere.example/one")
        fetch.click()
        expect(block.get_by_label("Title")).to_have_value("One page elsewhere")
        block.get_by_label("Title").fill("My own title")
        fetch.click()
        expect(fetch).to_be_enabled()

    expect(block.get_by_label("Title")).to_have_value("My own title")
    expect(block.locator("[data-chooser-title]")).to_have_text("one")
    preview = editing.open_preview(page)
    expect(preview.get_by_role("link", name="My own title")).to_be_visible()
    expect(preview.locator(".embed-block__poster img")).to_be_visible()
