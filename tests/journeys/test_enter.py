"""Enter in a field of one line sends nothing, and no text is offered back that the site has."""

import re

import pytest
from playwright.sync_api import expect

from blog.models import PostPage
from tests.journeys import editing
from tests.journeys.drafts import autosave, bar, edit, words_in

pytestmark = pytest.mark.browser

FOCUSED = "document.activeElement.name || document.activeElement.closest('[data-contentpath]')?.dataset.contentpath"


@pytest.fixture
def page(contexts):
    page = contexts().new_page()
    editing.log_in(page, "edda")
    page.sent = []
    page.on("request", lambda asked: page.sent.append(asked) if is_form(asked) else None)
    return page


def is_form(request):
    return request.method == "POST" and request.is_navigation_request()


def test_enter_in_a_title_goes_to_the_summary_and_sends_nothing(page):
    editing.new_post(page)
    title = page.get_by_role("textbox", name="Title")
    title.fill("Tide tables")
    for keys in ("Enter", "Shift+Enter", "NumpadEnter"):
        title.press(keys)
        assert page.evaluate(FOCUSED) == "summary"
    page.keyboard.type("When to sail.")

    page.wait_for_url(editing.EDITED)
    assert page.sent == []
    title.press("Enter")
    assert page.evaluate(FOCUSED) == "summary"


def test_enter_sends_nothing_from_any_field_of_a_post(page):
    post = PostPage.objects.get(slug="every-block")
    edit(page, post)
    for tab in ("", "About this post", "Address and search"):
        if tab:
            editing.open_tab(page, tab)
        fields = page.locator("[data-edit-form] input:not([type=hidden], [type=file], [type=submit]):visible")
        # Of the fields that many blocks have, one.
        kinds = {re.sub(r"\d+", "", field.get_attribute("name") or ""): field for field in fields.element_handles()}
        for field in kinds.values():
            field.focus()
            page.keyboard.press("Enter")
            page.keyboard.press("Escape")
    assert page.sent == []
    assert PostPage.objects.get(pk=post.pk).live


def test_enter_adds_a_tag_and_leaves_an_empty_field(page):
    edit(page, PostPage.objects.get(slug="short-post-3"))
    editing.open_tab(page, "About this post")
    editing.add_tag(page, "wind")
    page.locator("li.tagit-new input").press("Enter")
    assert page.sent == []


@pytest.mark.parametrize("way", ["saved by a button", pytest.param("published", marks=pytest.mark.long)])
def test_new_post_offers_nothing_back_that_the_site_has(page, way):
    editing.new_post(page)
    page.route("**/*", lambda route: route.abort() if "json" in route.request.headers["accept"] else route.fallback())
    page.get_by_role("textbox", name="Title").fill("Tide tables")
    page.get_by_role("textbox", name="Summary").fill("When to sail.")
    editing.act(page, "Save draft" if way == "saved by a button" else "Publish now")
    page.unroute_all()
    editing.write_text(page, heading="Ebb", paragraph="And flow.")
    with autosave(page):
        page.get_by_role("textbox", name="Title").press_sequentially(" of May")

    for _time in range(2):
        editing.new_post(page)
        expect(page.get_by_role("textbox", name="Title")).to_have_value("")
        page.wait_for_load_state("networkidle")
        expect(bar(page, "unsaved text")).to_have_count(0)
    assert words_in(page).count() == 0
