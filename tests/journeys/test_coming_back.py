"""Words are not lost when something comes back: a page by the Back button, a stored text, a body before an import."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import expect

from blog.models import PostPage
from tests.journeys import editing
from tests.journeys.drafts import UNTIL_KEPT, autosave, bar, edit, is_autosave, kill, until_answered, words_in, write

pytestmark = pytest.mark.browser

FULL = "IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); }"
LAST_YEAR = "{ const now = Date.now; Date.now = () => now() - 400 * 24 * 3600 * 1000; }"


@pytest.fixture
def post(site):
    return PostPage.objects.get(slug="short-post-3")


@pytest.fixture
def page(contexts, post):
    page = contexts().new_page()
    editing.log_in(page, "edda")
    return page


def lose_autosaves(page):
    page.route("**/edit/", lambda route: route.abort() if is_autosave(route.request) else route.fallback())


def summary(page):
    return page.get_by_role("textbox", name="Summary")


def test_back_button_shows_the_newest_version(page, post):
    edit(page, post)
    with autosave(page):
        summary(page).fill("Mine.")
    until_answered(page)
    page.goto(reverse("wagtailadmin_home"))
    newest = PostPage.objects.get(pk=post.pk).get_latest_revision_as_object()
    newest.summary = "Theirs."
    newest.save_revision(user=User.objects.get(username="wanda"))

    page.go_back()

    expect(words_in(page).first).to_be_visible()
    expect(summary(page)).to_have_value("Theirs.")


def test_restored_text_does_not_replace_what_was_typed_since(page):
    address = reverse("posts:choose_parent")
    page.goto(address)
    summary(page).fill("Before the crash.")
    kill(page, when_kept="Before the crash.")
    page = page.context.new_page()
    page.goto(address)
    offer = bar(page, "unsaved text")
    expect(offer).to_be_visible()
    # At once: nothing of it is stored yet.
    summary(page).fill("After the crash.")
    offer.get_by_role("button", name="Restore").click()
    expect(summary(page)).to_have_value("Before the crash.")

    kill(page, when_kept="Before the crash.")
    page = page.context.new_page()
    page.goto(address)
    bar(page, "unsaved text").get_by_role("button", name="Discard").click()

    bar(page, "unsaved text").get_by_role("button", name="Restore").click()
    expect(summary(page)).to_have_value("After the crash.")


def test_restored_text_stays_stored_where_no_other_can_be(page, post):
    lose_autosaves(page)
    write(edit(page, post), " Only copy.")
    kill(page, when_kept="Only copy.")
    page = page.context.new_page()
    page.add_init_script(FULL)
    lose_autosaves(page)
    edit(page, post)

    bar(page, "unsaved text").get_by_role("button", name="Restore").click()

    expect(bar(page, "cannot store a copy")).to_be_visible()
    page.evaluate(UNTIL_KEPT, ["Only copy.", True])


def test_text_is_offered_that_was_stored_while_the_clock_was_wrong(page, post):
    page.add_init_script(LAST_YEAR)
    lose_autosaves(page)
    write(edit(page, post), " Last year.")
    kill(page, when_kept="Last year.")

    page = edit(page.context.new_page(), post)

    expect(bar(page, "unsaved text")).to_be_visible()


@pytest.mark.parametrize("is_written_on", [True, False])
def test_import_is_undone_unless_something_was_written_since(page, post, is_written_on):
    edit(page, post)
    page.get_by_role("button", name="Import Markdown").click()
    dialog = page.locator("[data-import]")
    dialog.locator("[data-import-text]").fill("Imported.")
    dialog.locator("[data-import-act=append]").click()
    expect(dialog).to_be_hidden()
    if is_written_on:
        write(page, " Typed.")
    else:
        words_in(page).first.click()

    page.locator("[data-notice]").get_by_role("button", name="Undo").click()

    if is_written_on:
        expect(page.locator("[data-notice]")).to_contain_text("nothing was undone")
        expect(words_in(page)).to_contain_text(["Few words. Typed.", "Imported."])
    else:
        expect(words_in(page)).to_have_text(["Few words."])
