"""What goes wrong while a post is saved costs no word: network, server, a reload, a text that is not read yet."""

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from blog.models import PostPage
from tests.journeys import editing
from tests.journeys.drafts import (
    UNTIL_KEPT,
    autosave,
    bar,
    body_of,
    edit,
    is_autosave,
    kill,
    stored,
    until_answered,
    words_in,
    write,
)
from tests.journeys.test_markdown_typed import until_stored

pytestmark = pytest.mark.browser


@pytest.fixture
def post(site):
    return PostPage.objects.get(slug="short-post-3")


@pytest.fixture
def page(contexts, post):
    page = contexts().new_page()
    editing.log_in(page, "edda")
    return edit(page, post)


def test_text_typed_while_the_network_is_down_is_kept_and_saved_when_it_is_back(page, post):
    page.context.set_offline(True)
    write(page, " Typed offline.")
    trouble = bar(page, "The site cannot be reached")
    expect(trouble).to_be_visible()
    page.evaluate(UNTIL_KEPT, ["Typed offline.", True])

    with autosave(page):
        page.context.set_offline(False)

    expect(trouble).to_have_count(0)
    assert "Few words. Typed offline." in stored(post)


@pytest.mark.parametrize("then", ["write", pytest.param("save", marks=pytest.mark.long)])
def test_save_whose_answer_was_lost_is_no_version_of_another_window(page, post, then):
    lost = []

    def lose(route):
        if is_autosave(route.request) and not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.fallback()

    page.route("**/edit/", lose)
    summary = page.get_by_role("textbox", name="Summary")
    with page.expect_request(is_autosave):
        summary.fill("Arrived.")
    expect(bar(page, "The site cannot be reached")).to_be_visible()
    assert PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().summary == "Arrived."

    if then == "write":
        with autosave(page):
            summary.fill("Arrived. And more.")
        expect(bar(page, "another version of this post")).to_have_count(0)
        assert PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().summary == "Arrived. And more."
        return
    editing.press(page, "Save draft")
    page.get_by_role("dialog").get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages")).to_contain_text("has been updated")


def test_text_that_comes_while_autosave_is_under_way_is_saved_next(page, post):
    under_way = []
    page.route("**/edit/", lambda route: under_way.append(route) if not under_way else route.fallback())
    summary = page.get_by_role("textbox", name="Summary")
    with page.expect_request(is_autosave):
        summary.fill("One.")

    with autosave(page):
        summary.fill("One. Two.")
        under_way[0].continue_()
    with autosave(page):
        pass

    assert PostPage.objects.get(pk=post.pk).get_latest_revision_as_object().summary == "One. Two."


def test_failed_save_comes_back_with_everything_typed(page, post):
    page.get_by_role("textbox", name="Title").fill("")
    write(page, " Typed in vain.")
    editing.write_code(page, code="x = 1", language="python")
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator(".messages .error")).to_be_visible()
    expect(words_in(page)).to_have_text("Few words. Typed in vain.")
    expect(page.get_by_role("textbox", name="Code")).to_have_value("x = 1")

    page.get_by_role("textbox", name="Title").fill("A title again")
    editing.act(page, "Save draft")

    assert "Few words. Typed in vain." in stored(post)


@pytest.mark.long
def test_page_that_was_reloaded_before_its_autosave_arrived_shows_what_arrived(page, post):
    sent = []

    def hold(route):
        if is_autosave(route.request) and sent != [None]:
            # The last one has all words.
            sent[:] = [{"data": route.request.post_data_buffer, "headers": route.request.headers}]
            route.abort()
        elif "kept-text-compare" in (route.request.post_data or ""):
            # The answer to the reload is on its way: only now the server takes what autosave sent.
            if sent[0]:
                assert page.context.request.post(route.request.url, **sent[0]).ok
                sent[0] = None
            route.continue_()
        else:
            route.fallback()

    page.route("**/edit/", hold)
    with page.expect_request(is_autosave):
        write(page, " In the last second.")
    page.evaluate(UNTIL_KEPT, ["In the last second.", True])
    page.reload()

    expect(words_in(page)).to_have_text("Few words. In the last second.")
    page.unroute("**/edit/")
    with autosave(page):
        write(page, " And on.")
    expect(bar(page, "another version of this post")).to_have_count(0)
    assert "Few words. In the last second. And on." in stored(post)


def test_words_taken_back_while_they_are_saved_are_offered_without_them(page, post):
    summary = page.get_by_role("textbox", name="Summary")
    with autosave(page):
        summary.fill("Meant.")
    page.evaluate(UNTIL_KEPT, ["Meant.", False])
    sent = []
    page.route("**/edit/", lambda route: sent.append(route) if is_autosave(route.request) else route.fallback())
    with page.expect_request(is_autosave):
        summary.fill("Never meant.")
    page.evaluate(UNTIL_KEPT, ["Never meant.", True])
    summary.fill("Meant.")
    page.evaluate(UNTIL_KEPT, ["Never meant.", False])
    # The server takes what the window that was closed had sent.
    address, data, headers = sent[0].request.url, sent[0].request.post_data_buffer, sent[0].request.headers
    context = page.context
    page.close()
    assert context.request.post(address, data=data, headers=headers).ok

    page = edit(context.new_page(), post)
    bar(page, "unsaved text").get_by_role("button", name="Restore").click()

    expect(page.get_by_role("textbox", name="Summary")).to_have_value("Meant.")


def test_attempt_that_follows_a_failed_one_is_not_called_saving(page):
    saves = []

    def fail_first(route):
        saves.append(route)
        if len(saves) == 1:
            route.abort()

    page.route("**/edit/", fail_first)
    with page.expect_request(is_autosave):
        write(page, " Typed.")
    trouble = bar(page, "The site cannot be reached")
    expect(trouble).to_be_visible()

    with page.expect_request(is_autosave):
        pass

    expect(trouble).to_be_visible()
    expect(page.locator(".w-autosave-indicator__state--saving")).to_be_hidden()
    saves[1].continue_()
    expect(trouble).to_have_count(0)


@pytest.mark.long
def test_draft_is_saved_by_a_person_who_has_signed_in_again_elsewhere(page, post):
    Session.objects.all().delete()
    editing.sign_in_again(page, "edda")

    with autosave(page):
        write(page, " Typed later.")

    assert "Few words. Typed later." in stored(post)


def test_title_of_another_post_is_named_as_the_reason_why_nothing_is_saved(page):
    editing.new_post(page)

    page.get_by_role("textbox", name="Title").press_sequentially("Short post 4")

    expect(bar(page, "a title that gives the address of another post")).to_be_visible()


@pytest.mark.long
def test_blocks_are_made_without_a_safe_connection(page, post):
    page.add_init_script("delete Crypto.prototype.randomUUID; delete Navigator.prototype.locks")
    edit(page, post)
    words_in(page).first.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    page.keyboard.type("```js")
    page.keyboard.press("Enter")
    with autosave(page):
        page.keyboard.type("let one;")

    assert [block["type"] for block in body_of(post)] == ["text", "code"]


def test_markdown_that_the_server_could_not_read_survives_a_kill(page, post):
    page.get_by_role("tab", name="Markdown").click()
    field = page.get_by_role("textbox", name="The body as Markdown")
    expect(field).to_have_value("Few words.\n")
    page.route("**/blocks/", lambda route: route.abort())
    field.press("Control+End")
    page.keyboard.type("\nUnread *Markdown*.")
    expect(page.locator("[data-body-error]")).to_contain_text("The site cannot be reached")
    until_answered(page)
    newest = PostPage.objects.get(pk=post.pk).latest_revision_id or 0
    page.evaluate(UNTIL_KEPT, [f'["loaded_revision_id","{newest}"]', True])
    context = page.context
    kill(page, when_kept="Unread *Markdown*.")

    page = edit(context.new_page(), post)
    held = []
    page.route("**/blocks/", lambda route, _request: held.append(route))
    # What the form came back with is saved before the server has read the Markdown, on a slow machine by itself.
    with autosave(page):
        with page.expect_request("**/blocks/"):
            bar(page, "unsaved text").get_by_role("button", name="Restore").click()
        field = page.get_by_role("textbox", name="The body as Markdown")
        expect(field).to_have_value("Few words.\n\nUnread *Markdown*.")
        page.locator("#page-edit-form").dispatch_event("w-unsaved:add")
    held[0].continue_()

    until_stored(page, post, "Few words.\n\nUnread *Markdown*.")
