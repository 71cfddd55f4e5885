"""Nothing that was typed is lost: by a crash, an old session, a missing title, a second editor or a wrong click."""

import re

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import expect
from wagtail.models import Comment, CommentReply

from blog.models import PostPage
from blog.publishing.trash import move_to_trash
from tests.journeys import editing
from tests.journeys.bodies import code, text
from tests.journeys.drafts import (
    KINDS,
    UNTIL_KEPT,
    autosave,
    bar,
    body_of,
    edit,
    is_autosave,
    kill,
    stored,
    words_in,
    write,
)

pytestmark = pytest.mark.browser


@pytest.fixture
def window(contexts):
    context = contexts()
    editing.log_in(context.new_page(), "edda")
    return context


@pytest.fixture
def post(site):
    return PostPage.objects.get(slug="short-post-3")


def test_text_of_a_killed_browser_is_offered_back(window, post):
    page = edit(window.pages[0], post)
    page.route("**/edit/", lambda route: route.abort() if is_autosave(route.request) else route.fallback())
    write(page, " Typed in mid-sent")
    kill(page, when_kept="mid-sent")

    page = edit(window.new_page(), post)
    offer = bar(page, "unsaved text")
    offer.get_by_role("button", name="Show text").click()
    expect(offer.locator("pre")).to_contain_text("Few words. Typed in mid-sent")
    with autosave(page):
        offer.get_by_role("button", name="Restore").click()

    expect(words_in(page)).to_have_text("Few words. Typed in mid-sent")
    assert "Few words. Typed in mid-sent" in stored(post)
    edit(page, post).evaluate(UNTIL_KEPT, ["mid-sent", False])


def test_words_typed_without_a_pause_stand_in_the_form(window, post):
    page = edit(window.pages[0], post)
    words_in(page).first.click()
    page.keyboard.press("End")

    page.keyboard.type(" Typed fast and without any pause", delay=100)

    assert "Typed fast" in page.evaluate(
        "document.querySelector('[data-draftail-editor-wrapper]').parentNode.querySelector('input').value"
    )


def test_last_words_are_not_left_without_a_question(window, post):
    page = edit(window.pages[0], post)
    page.wait_for_timeout(2_500)
    asked = []
    page.on("dialog", lambda dialog: asked.append(dialog.type) or dialog.dismiss())
    write(page, " Last words")

    page.get_by_role("link", name="Images").click(no_wait_after=True)

    page.evaluate(UNTIL_KEPT, ["Last words", True])
    assert asked == ["beforeunload"]


def test_text_typed_after_the_session_ended_survives_a_kill_and_is_saved_after_signing_in(window, post):
    page = edit(window.pages[0], post)
    Session.objects.all().delete()
    write(page, " Typed too late")
    with window.expect_page() as opened:
        bar(page, "You are signed out").get_by_role("link", name="Sign in").click()
    door = opened.value
    kill(page, when_kept="too late")

    editing.sign_in(door, "edda")
    expect(door.get_by_text("Return to the tab with your text")).to_be_visible()
    page = edit(window.new_page(), post)
    with autosave(page):
        bar(page, "unsaved text").get_by_role("button", name="Restore").click()

    assert "Few words. Typed too late" in stored(post)


def test_form_that_a_script_of_wagtail_submits_is_checked_like_a_button(window, post):
    """The dialogs of a review submit by jQuery, past the form's own listeners."""
    page = edit(window.pages[0], post)
    Session.objects.all().delete()

    page.evaluate("() => { window.jQuery('[data-edit-form]').submit(); }")

    expect(bar(page, "You are signed out")).to_be_visible()


@pytest.mark.long
def test_saving_goes_on_in_a_window_whose_person_has_signed_in_again(window, post):
    page = edit(window.pages[0], post)
    Session.objects.all().delete()
    write(page, " Typed too late")
    away = bar(page, "You are signed out")
    expect(away).to_be_visible()
    page.get_by_role("button", name="Save draft").click()
    with window.expect_page() as opened:
        away.get_by_role("link", name="Sign in").click()
    editing.sign_in(opened.value, "edda")
    expect(opened.value.get_by_text("Return to the tab with your text")).to_be_visible()

    with autosave(page):
        page.evaluate("() => window.dispatchEvent(new Event('focus'))")

    expect(away).to_have_count(0)
    assert "Few words. Typed too late" in stored(post)


def test_body_without_a_title_is_offered_back_on_new_post(window):
    page = window.pages[0]
    editing.new_post(page)
    editing.write_text(page, heading="No title yet", paragraph="But a beginning.")
    kill(page, when_kept="But a beginning.")

    page = window.new_page()
    editing.new_post(page)
    bar(page, "unsaved text").get_by_role("button", name="Restore").click()
    expect(words_in(page)).to_contain_text("But a beginning.")
    with autosave(page):
        page.get_by_role("textbox", name="Title").fill("A title at last")

    assert "But a beginning." in stored(PostPage.objects.get(title="A title at last"))
    page.evaluate(UNTIL_KEPT, ["But a beginning.", False])


def test_removed_block_comes_back_with_its_comment(window, post):
    place = f"body.{post.body.raw_data[0]['id']}"
    user = User.objects.get(username="edda")
    Comment.objects.create(page=post, user=user, text="Is this true?", contentpath=place, position="[]")
    page = edit(window.pages[0], post)
    expect(page.get_by_text("Is this true?").first).to_be_attached()

    page.locator("[data-streamfield-child]").get_by_role("button", name="Delete").first.click()
    expect(words_in(page)).to_have_count(0)
    bar(page, "was removed").get_by_role("button", name="Undo").click()

    expect(words_in(page)).to_have_text("Few words.")
    editing.act(page, "Save draft")
    assert "Few words." in stored(post)
    assert [(comment.text, comment.contentpath) for comment in Comment.objects.all()] == [("Is this true?", place)]


@pytest.mark.long
def test_moved_block_goes_back_with_its_comment(window, post):
    post.body = [text("<p>First.</p>"), code("x = 1"), text("<p>Last.</p>")]
    post.save_revision().publish()
    place = f"body.{post.body.raw_data[0]['id']}"
    user = User.objects.get(username="edda")
    Comment.objects.create(page=post, user=user, text="Is this true?", contentpath=place, position="[]")
    page = edit(window.pages[0], post)

    page.locator("[data-streamfield-child]").get_by_role("button", name="Move down").first.click()
    expect(words_in(page)).to_have_text(["First.", "Last."])
    moved = page.evaluate(KINDS)
    bar(page, "was moved").get_by_role("button", name="Undo").click()

    assert (moved, page.evaluate(KINDS)) == (["code", "text", "text"], ["text", "code", "text"])
    editing.act(page, "Save draft")
    assert [block["type"] for block in body_of(post)] == ["text", "code", "text"]
    assert [(comment.text, comment.contentpath) for comment in Comment.objects.all()] == [("Is this true?", place)]


@pytest.mark.parametrize("is_sent", [True, pytest.param(False, marks=pytest.mark.long)])
def test_reply_written_while_autosave_is_under_way_is_kept(window, post, is_sent):
    place = f"body.{post.body.raw_data[0]['id']}"
    user = User.objects.get(username="rita")
    Comment.objects.create(page=post, user=user, text="Is this true?", contentpath=place, position="[]")
    page = edit(window.pages[0], post)
    page.get_by_role("button", name="Toggle comments").click()
    comment = page.locator(".comment", has_text="Is this true?")
    under_way = []
    page.route("**/edit/", lambda route: route.fallback() if under_way else under_way.append(route))
    with page.expect_request(is_autosave):
        write(page, " It is.")

    editing.reply_field(comment).fill("See above.")
    reply = comment.get_by_role("button", name="Reply")
    # The box moves when it gets the focus, so that a click could miss its button.
    if is_sent:
        reply.press("Enter")
    with autosave(page):
        under_way[0].continue_()
    if not is_sent:
        reply.press("Enter")
    editing.act(page, "Save draft")

    assert [(one.text, one.comment.text) for one in CommentReply.objects.all()] == [("See above.", "Is this true?")]


def test_reply_that_is_being_written_stays_while_the_post_is_saved(window, post):
    place = f"body.{body_of(post)[0]['id']}"
    user = User.objects.get(username="rita")
    Comment.objects.create(page=post, user=user, text="Is this true?", contentpath=place, position="[]")
    page = edit(window.pages[0], post)
    page.get_by_role("button", name="Toggle comments").click()
    comment = page.locator(".comment", has_text="Is this true?")
    under_way = []
    page.route("**/edit/", lambda route: route.fallback() if under_way else under_way.append(route))
    field = editing.reply_field(comment)
    field.fill("See above.")
    with page.expect_request(is_autosave):
        comment.get_by_role("button", name="Reply").press("Enter")
    field.fill("And below.")

    with autosave(page):
        under_way[0].continue_()

    expect(comment).to_contain_text("See above.")
    page.wait_for_timeout(500)
    expect(field).to_have_value("And below.")


# Notes whether each autosave was let through; for as long as the window lasts, longer than the page.
NOTE_AUTOSAVES = """() => document.addEventListener("w-autosave:save", (event) => {
  sessionStorage.saves = `${sessionStorage.saves ?? ""}${event.defaultPrevented ? "held back" : "sent"}, `;
})"""


def test_own_autosave_is_no_other_version(window, post):
    page = edit(window.pages[0], post)
    page.evaluate(NOTE_AUTOSAVES)
    under_way = []
    page.route("**/edit/", lambda route: under_way.append(route) if is_autosave(route.request) else route.fallback())
    with page.expect_request(is_autosave):
        write(page, " One.")
    write(page, " Two.")
    expect(page.locator("[data-contentpath=body] input[name$='-value']")).to_have_value(re.compile(r"One\. Two\."))
    # Wagtail's word that there is more to save.
    page.locator("#page-edit-form").dispatch_event("w-unsaved:add")
    page.get_by_role("button", name="Save draft").click()
    under_way[0].continue_()

    expect(page.locator(".messages .success")).to_be_visible()
    saves = page.evaluate("sessionStorage.saves")
    assert saves.startswith("sent, held back")
    assert saves.count("sent") == 1
    expect(bar(page, "another version of this post")).to_have_count(0)
    assert "Few words. One. Two." in stored(post)


def test_key_saves_without_leaving_the_page(window, post):
    page = edit(window.pages[0], post)
    page.evaluate("window.wasHere = true")
    for words in (" Once.", " Twice."):
        write(page, words)
        with autosave(page):
            page.keyboard.press("Control+s")
        expect(indicator(page, "Saved")).to_be_visible()
        expect(indicator(page, "Autosave is paused")).to_be_hidden()
        assert f"Few words.{words}" in stored(post) or f"Once.{words}" in stored(post)
    page.get_by_role("tab", name="Markdown").click()
    page.get_by_role("textbox", name="The body as Markdown").fill("Thrice.")
    with autosave(page):
        page.keyboard.press("Control+s")

    assert ">Thrice.</p>" in stored(post)
    assert page.evaluate("window.wasHere")


def test_key_says_why_nothing_could_be_saved(window, post):
    page = edit(window.pages[0], post)
    write(page, " Saved.")
    with autosave(page):
        page.keyboard.press("Control+s")

    page.get_by_role("textbox", name="Title").fill("")
    page.keyboard.press("Control+s")

    expect(bar(page, "something in this form is missing or not valid")).to_be_visible()
    expect(indicator(page, "Autosave is paused")).to_be_visible()
    expect(indicator(page, "Saved")).to_be_hidden()
    with autosave(page):
        page.get_by_role("textbox", name="Title").fill("A title")
    expect(indicator(page, "Saved")).to_be_visible()
    expect(bar(page, "something in this form is missing")).to_have_count(0)


def indicator(page, words):
    return page.locator("#w-autosave-indicator").get_by_text(words)


def test_post_goes_to_the_trash_and_comes_back(window, contexts, post):
    page = window.pages[0]
    page.goto(f"/admin/pages/{post.pk}/delete/")
    page.get_by_role("button", name="Move to trash").click()
    reader = contexts().new_page()
    assert reader.goto("/blog/short-post-3/").status == 404

    page.goto("/admin/posts/trash/")
    page.get_by_role("link", name="Put back “Short post 3”").click()
    page.get_by_role("button", name="Put back").click()

    expect(page.locator(".messages .success")).to_contain_text("was put back")
    assert reader.goto("/blog/short-post-3/").status == 200


def lock(post):
    type(post).objects.filter(pk=post.pk).update(locked=True)


@pytest.mark.parametrize(
    ("close", "words"),
    [
        (lock, "The post may be locked"),
        pytest.param(move_to_trash, "It was deleted, is in the trash", marks=pytest.mark.long),
        pytest.param(PostPage.delete, "It was deleted, is in the trash", marks=pytest.mark.long),
    ],
    ids=["locked", "trashed", "deleted"],
)
def test_post_that_is_closed_while_it_is_written_says_so_and_keeps_the_text(window, post, close, words):
    page = edit(window.pages[0], post)
    close(post)

    write(page, " Too late")

    expect(bar(page, words)).to_be_visible()
    page.evaluate(UNTIL_KEPT, ["Too late", True])
    page.get_by_role("button", name="Save draft").click()
    page.wait_for_timeout(500)
    expect(words_in(page).first).to_have_text("Few words. Too late")
    if close is not lock:
        expect(bar(page, words)).to_be_visible()
        page.get_by_role("tab", name="Markdown").click()
        expect(page.get_by_text("This post cannot be changed now. It is in the trash")).to_be_visible()


def test_tags_that_nobody_touched_stay_as_they_are(window, post):
    names = ["C++", "Paris, France", '5" floppy']
    post.tags.set(names)
    post.save_revision()
    page = edit(window.pages[0], post)

    with autosave(page):
        write(page, " Typed.")

    stored_post = PostPage.objects.get(pk=post.pk).get_latest_revision_as_object()
    assert set(stored_post.tags.names()) == set(names)


STORED_WHILE_THE_LAST_TEXT_IS_REMOVED = """async () => {
  const { Keeper } = await import("/static/blog/admin/safe-writing/keeper.js");
  const { keptAt } = await import("/static/blog/admin/safe-writing/store.js");
  const { fieldsOf, textOf } = await import("/static/blog/admin/safe-writing/fields.js");
  const form = document.createElement("form");
  const title = Object.assign(document.createElement("input"), { name: "title", value: "First" });
  form.append(title);
  const keeper = new Keeper({ form, place: () => "here", names: Promise.resolve({ own: "window" }) });
  await keeper.keep();
  const first = textOf(fieldsOf(form));
  title.value = "Second";
  await Promise.all([keeper.keep(), keeper.forget(first)]);
  await keeper.keep();
  return (await keptAt("here")).map(({ fields }) => fields[0][1]);
}"""


def test_text_that_is_being_stored_is_not_removed_with_the_saved_one(window, post):
    page = edit(window.pages[0], post)

    assert page.evaluate(STORED_WHILE_THE_LAST_TEXT_IS_REMOVED) == ["Second"]
