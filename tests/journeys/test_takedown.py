"""An editor takes a post down from a phone."""

import pytest
from playwright.sync_api import expect

from blog.models import PostPage
from tests.journeys import editing
from tests.journeys.drafts import edit
from tests.journeys.test_suggestions import post  # noqa: F401 - a fixture

pytestmark = pytest.mark.browser


def test_post_is_taken_down_from_a_phone(contexts, post):  # noqa: F811
    reader = contexts().new_page()
    assert reader.goto(post.url).status == 200
    phone = contexts(width=390, height=844).new_page()
    editing.log_in(phone, "edda")
    edit(phone, post)
    phone.get_by_role("button", name="Actions", exact=True).first.click()
    phone.get_by_role("link", name="Take down").click()
    phone.get_by_label("Reason").fill("A court said so.")
    phone.get_by_role("button", name="Take down").click()

    expect(phone.get_by_text("The post was taken down.")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390
    assert reader.goto(post.url).status == 404
    assert not PostPage.objects.get(pk=post.pk).live
