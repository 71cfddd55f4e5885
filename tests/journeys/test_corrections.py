"""An editor corrects a fact of a live post, and readers see it on the post, in its difference, feeds and the list."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from blog.models import Author, BlogIndexPage, PostPage
from tests.factories import PostPageFactory
from tests.journeys import editing
from tests.journeys.bodies import text
from tests.journeys.drafts import edit, write

pytestmark = pytest.mark.browser

WRONG, RIGHT = "The ebb is at two.", "The ebb is at four."


@pytest.fixture
def post(site):
    edda = User.objects.get(username="edda")
    post = PostPageFactory(
        parent=BlogIndexPage.objects.get(), title="Tide tables", summary="When to sail.", live=False, owner=edda,
        authors=[Author.objects.get(user=edda)], body=[text(f"<p>{WRONG}</p>")],
    )  # fmt: skip
    post.save_revision(user=edda).publish(user=edda)
    return PostPage.objects.get(pk=post.pk)


def correct(page, post):
    editing.log_in(page, "edda")
    edit(page, post)
    write(page, " Or at four?")
    page.locator("header").get_by_role("button", name="Publish changes").click()
    dialog = editing.last_look(page)
    dialog.get_by_label("Kind of change").select_option("correction")
    dialog.get_by_label("What was wrong").fill(WRONG)
    dialog.get_by_label("What is right").fill(RIGHT)
    dialog.get_by_role("button", name="Publish changes").click()
    expect(page.locator(".messages .success")).to_be_visible()


@pytest.mark.parametrize(("width", "has_script"), [(390, False), (1280, True)])
def test_readers_see_a_correction_everywhere(contexts, post, width, has_script):
    correct(contexts().new_page(), post)
    reader = contexts(width=width, java_script_enabled=has_script)
    page = reader.new_page()

    page.goto("/")
    expect(page.locator(".news-line")).to_contain_text("Tide tables")
    page.goto(post.url)
    note = page.get_by_role("complementary", name="Correction")
    expect(note.locator("del")).to_have_text(WRONG)
    expect(note.locator("ins")).to_have_text(RIGHT)
    note.get_by_role("link", name="What changed in version 2").click()
    expect(page.locator(".post-diff__body")).to_contain_text("four")
    page.go_back()
    note.get_by_role("link", name="All corrections").click()
    expect(page.get_by_role("heading", name="Tide tables")).to_be_visible()
    expect(page.locator(".versions del").first).to_have_text(WRONG)
    for feed in ("/blog/feed/", "/blog/corrections/feed/"):
        assert RIGHT in reader.request.get(feed).text()
    assert reader.cookies() == []
