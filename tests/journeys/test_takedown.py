"""An editor takes a post down from a phone, and an administrator removes a phrase everywhere."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from blog.models import PostPage
from tests.journeys import editing
from tests.journeys.drafts import UNTIL_KEPT, edit
from tests.journeys.test_suggestions import post  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser


def test_post_is_taken_down_from_a_phone(contexts, post):  # noqa: F811
    reader = contexts().new_page()
    assert reader.goto(post.url).status == 200
    phone = contexts(width=390, height=844).new_page()
    editing.log_in(phone, "edda")
    edit(phone, post)
    # The browser stores the text as soon as somebody touches the form. Nothing of it is unsaved.
    phone.get_by_role("textbox", name="Title").first.click()
    phone.evaluate(UNTIL_KEPT, ["Tide tables", True])
    newest = PostPage.objects.get(pk=post.pk)
    newest.summary = "From elsewhere."
    newest.save_revision()
    phone.get_by_role("button", name="Actions", exact=True).first.click()
    phone.get_by_role("link", name="Take down").click()
    phone.get_by_label("Reason").fill("A court said so.")
    phone.get_by_role("button", name="Take down").click()

    expect(phone.get_by_text("The post was taken down.")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert reader.goto(post.url).status == 404
    assert not PostPage.objects.get(pk=post.pk).live
    phone.get_by_role("link", name="Back to the post").click()
    phone.evaluate(UNTIL_KEPT, ["Tide tables", False])
    expect(phone.locator("#safe-writing > [data-kind=offer]")).to_have_count(0)


def test_phrase_is_redacted_everywhere(contexts, post):  # noqa: F811
    reader = contexts().new_page()
    User.objects.create_superuser("root")
    desk = contexts(width=390, height=844).new_page()
    editing.log_in(desk, "root")
    desk.goto("/admin/redact/")
    desk.get_by_label("Phrase or name").fill("the ebb begnis")
    desk.get_by_role("button", name="Find").click()
    expect(desk.get_by_role("group", name="Published versions").get_by_role("checkbox")).to_be_checked()
    assert desk.evaluate("document.documentElement.scrollWidth") <= 390
    desk.get_by_label("What readers are told").select_option("personal")
    desk.get_by_label("Reason for the team").fill("Somebody asked for it.")
    desk.get_by_role("button", name="Remove permanently").click()

    expect(desk.get_by_text("The phrase was removed.")).to_be_visible()
    desk.reload()
    assert "The phrase is still in" not in desk.content()
    reader.goto(f"{post.url}history/1/")
    expect(reader.get_by_text("Reason: personal data.")).to_be_visible()
    expect(reader.locator(".post__body")).to_contain_text("█████ at two.")
    reader.goto(post.url)
    expect(reader.locator(".post__body")).to_contain_text("█████ at two.")
