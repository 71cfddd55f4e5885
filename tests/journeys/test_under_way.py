"""What is on its way into the form when somebody saves, or opens the body as Markdown, is part of both."""

import pytest
from playwright.sync_api import expect

from blog.models import BlogSettings, PostPage
from home.models import InfoPage
from tests.blog.fake_remote_site import another_site
from tests.factories import PostPageFactory, text
from tests.journeys import drafts, editing
from tests.journeys.test_markdown_typed import field_of, followed, open_view
from tests.journeys.test_pasting import PASTE

pytestmark = pytest.mark.browser

PASTED = "<h2>Pasted</h2><ul><li>a</li></ul><pre>code</pre>"


@pytest.fixture
def page(contexts):
    page = contexts().new_page()
    editing.log_in(page, "edda")
    return page


@pytest.fixture
def post(site):
    blog = PostPage.objects.first().get_parent()
    post = PostPageFactory(parent=blog, title="Haste", body=text("<p>Before.</p>"), live=False)
    post.save_revision()
    return post


@pytest.fixture
def held(page):
    """The questions of this page that wait until they are let go, by the end of their address."""
    found = {}

    def hold(end):
        page.route(f"**/admin/**/{end}/", lambda route: found.update({end: route}))

    hold.let_go = lambda end: found.pop(end).continue_()
    hold.is_asked = lambda end: end in found
    return hold


def until(page, is_so):
    for _ in range(200):
        if is_so():
            return
        page.wait_for_timeout(50)
    pytest.fail("It never came.")


def paste_slowly(page, post, held):
    drafts.edit(page, post)
    drafts.words_in(page).first.click()
    page.keyboard.press("End")
    held("paste")
    page.evaluate(PASTE, {"html": PASTED})
    until(page, lambda: held.is_asked("paste"))


@pytest.mark.long
def test_paste_that_comes_while_the_markdown_is_opened_stands_in_it(page, post, held):
    paste_slowly(page, post, held)

    page.get_by_role("tab", name="Markdown").click()
    page.wait_for_timeout(500)
    held.let_go("paste")

    expect(field_of(page)).to_have_value("Before.\n\n## Pasted\n\n- a\n\n```\ncode\n```\n")
    expect(page.get_by_role("button", name="Undo")).to_have_count(0)
    field_of(page).press("Control+End")
    page.keyboard.type("More.")
    followed(page)
    editing.act(page, "Save draft")
    assert "Pasted" in drafts.stored(post)
    assert "More." in drafts.stored(post)


def test_paste_that_is_read_is_saved(page, post, held):
    paste_slowly(page, post, held)

    editing.press(page, "Save draft")
    page.wait_for_timeout(500)
    held.let_go("paste")

    expect(page.locator(".messages .success")).to_be_visible()
    assert "Pasted" in drafts.stored(post)


@pytest.mark.long
def test_title_that_is_fetched_while_the_markdown_is_opened_stands_in_it(page, post, held, monkeypatch):
    drafts.edit(page, post)
    block = editing.insert_block(page, "Embed")
    block.get_by_label("Address").fill("http://elsewhere.example/one")
    held("link-card")

    with another_site(monkeypatch, {"/one": ("text/html", b"<title>One page elsewhere</title>")}):
        block.get_by_role("button", name="Fetch title and picture").click()
        until(page, lambda: held.is_asked("link-card"))
        page.get_by_role("tab", name="Markdown").click()
        page.wait_for_timeout(500)
        held.let_go("link-card")
        expect(field_of(page)).to_be_visible()

    assert "One page elsewhere" in field_of(page).input_value()


def test_nothing_is_typed_between_the_confirmation_and_the_sending(page, post):
    BlogSettings.objects.update(works_alone=True)
    drafts.edit(page, post)
    page.wait_for_timeout(2_500)
    editing.press(page, "Publish now")
    dialog = editing.last_look(page)
    asked = []
    page.route("**/session/**", lambda route: asked.insert(0, route))
    dialog.get_by_role("button", name="Publish now").click()
    until(page, lambda: asked)

    expect(page.locator("#page-edit-form[inert]")).to_have_count(1)
    asked[0].continue_()

    expect(page.locator(".messages .success")).to_be_visible()
    post.refresh_from_db()
    assert post.live


def test_nothing_is_typed_into_an_import_that_is_under_way(page, post, held):
    drafts.edit(page, post)
    page.get_by_role("button", name="Import Markdown").click()
    dialog = page.locator("[data-import]")
    dialog.locator("[data-import-text]").fill("Imported.")
    expect(dialog.locator("[data-import-act=append]")).to_be_enabled()
    held("blocks")
    dialog.locator("[data-import-act=append]").click()
    until(page, lambda: held.is_asked("blocks"))

    expect(page.locator("[data-import][inert]")).to_have_count(1)
    held.let_go("blocks")

    expect(dialog).to_be_hidden()
    expect(page.locator("[data-import][inert]")).to_have_count(0)
    expect(drafts.words_in(page)).to_contain_text(["Before.", "Imported."])


@pytest.mark.long
def test_nothing_is_typed_into_blocks_behind_the_markdown_that_is_being_fetched(page, post, held):
    drafts.edit(page, post)
    held("markdown")
    page.get_by_role("tab", name="Markdown").click()
    until(page, lambda: held.is_asked("markdown"))

    expect(page.locator("#body-view-write[inert]")).to_have_count(1)
    held.let_go("markdown")

    expect(field_of(page)).to_have_value("Before.\n")
    open_view(page, "Write")
    drafts.write(page, " Typed.")
    editing.act(page, "Save draft")
    assert "Before. Typed." in drafts.stored(post)


def test_last_words_of_a_page_that_is_no_post_are_saved(page, site):
    about = InfoPage.objects.live().first()
    page.goto(f"/admin/pages/{about.pk}/edit/")
    words = page.locator("[data-draftail-editor-wrapper]:visible [role=textbox]").first
    words.click()
    page.wait_for_timeout(2_500)
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(" Last words.")
    page.get_by_role("button", name="Save draft").click()

    expect(page.locator(".messages .success")).to_be_visible()
    assert "Last words." in str(InfoPage.objects.get(pk=about.pk).get_latest_revision_as_object().body)


def test_words_typed_into_an_old_version_are_kept_and_asked_about_before_they_are_published(page, post):
    old = post.latest_revision
    post.body = text("<p>New.</p>")
    post.save_revision()
    address = f"/admin/pages/{post.pk}/revisions/{old.pk}/revert/"
    page.goto(address)
    drafts.write(page, " Kept words.")
    page.evaluate(drafts.UNTIL_KEPT, ["Kept words.", True])
    drafts.kill(page, when_kept="Kept words.")
    page = page.context.new_page()
    page.goto(address)
    drafts.bar(page, "unsaved text").get_by_role("button").first.click()
    expect(drafts.words_in(page).first).to_have_text("Before. Kept words.")

    page.get_by_role("button", name="More actions", expanded=False).click()
    page.locator("[name=action-publish]:visible").click()
    editing.last_look(page).get_by_role("button", name="Publish").click()

    expect(page.locator(".messages .success")).to_be_visible()
    post.refresh_from_db()
    assert post.live
    assert "Kept words." in str(post.body)
