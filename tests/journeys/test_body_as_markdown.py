import re

import pytest
from playwright.sync_api import expect

from blog.models import BlogImage, PostPage
from tests.journeys import editing
from tests.journeys.bodies import code, image, text

pytestmark = pytest.mark.browser


@pytest.fixture
def post(contexts):
    """A draft with a picture whose settings stand in no sentence."""
    post = PostPage.objects.get(slug="short-post-3")
    picture = BlogImage.objects.get(title="Plate")
    post.body = [text("<p>First words.</p>"), image(picture, alt_text="Lines", width="wide", credit="Ada"), code("x")]
    post.save_revision()
    return post


def draft_of(post):
    return PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().body.get_prep_value()


def test_body_is_edited_as_markdown_on_a_phone_and_keeps_what_did_not_change(contexts, post):
    page = contexts(width=360, height=740).new_page()
    editing.log_in(page, "edda")
    page.goto(f"/admin/pages/{post.pk}/edit/")
    before = draft_of(post)

    page.get_by_role("tab", name="Markdown").click()
    field = page.get_by_role("textbox", name="The body as Markdown")
    expect(field).to_have_value(re.compile("^First words"))
    field.press("Control+Home")
    page.keyboard.type("Typed *first*. ")
    field.press("Control+End")
    page.keyboard.type("\n\n<form>x</form>\n")

    expect(page.get_by_role("button", name="Line")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    field.press("Tab")
    expect(field).not_to_be_focused()

    views = page.get_by_role("tablist", name="How the body is shown")
    views.get_by_role("tab", name="Preview").click()
    expect(page.frame_locator("iframe[title='Preview of the body']").get_by_text("Typed first.")).to_be_visible()
    views.get_by_role("tab", name="Write").click()
    expect(page.locator("[data-draftail-editor-wrapper]").first).to_contain_text("Typed first. First words.")
    editing.act(page, "Save draft")

    after = draft_of(post)
    assert [block["type"] for block in after] == ["text", "image", "code", "markdown"]
    assert [block["id"] for block in after[:3]] == [block["id"] for block in before]
    assert after[1] == before[1]


def test_saving_from_the_markdown_view_saves_what_was_just_typed(contexts, post):
    page = contexts().new_page()
    editing.log_in(page, "edda")
    page.goto(f"/admin/pages/{post.pk}/edit/")
    page.get_by_role("tab", name="Markdown").click()
    page.get_by_role("textbox", name="The body as Markdown").fill("Only *this*.\n")

    editing.act(page, "Save draft")

    (block,) = draft_of(post)
    assert block["type"] == "text"
    assert "Only <i>this</i>." in block["value"]
