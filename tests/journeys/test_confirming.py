"""Nothing is published or submitted that was not confirmed in the dialog, whatever stops the dialog."""

import base64
import re

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from blog.history.models import PublishedVersion
from blog.models import Author, BlogIndexPage, BlogSettings, PostPage
from blog.publishing.trash import move_to_trash
from tests.factories import PostPageFactory
from tests.journeys import editing
from tests.journeys.bodies import text
from tests.journeys.content import picture_file
from tests.journeys.drafts import body_of, edit, write
from tests.journeys.test_pasting import PASTE
from tests.matrix import combinations

pytestmark = pytest.mark.browser

ANSWERS = ["no network", 204, 302, 400, 500, 403, "another page", 404, 503]
NOT_DONE = "Nothing was published or submitted"


@pytest.fixture
def page(contexts):
    page = contexts().new_page()
    editing.log_in(page, "edda")
    return page


@pytest.fixture
def draft(site):
    edda = User.objects.get(username="edda")
    post = PostPageFactory(
        parent=BlogIndexPage.objects.get(), title="Tide tables", summary="When to sail.", live=False, owner=edda,
        authors=[Author.objects.get(user=edda)], body=[text("<p>Ebb and flow.</p>")],
    )  # fmt: skip
    post.save_revision(user=edda)
    return PostPage.objects.get(pk=post.pk)


def ask(page, name="Publish now"):
    editing.press(page, name)
    return editing.last_look(page)


def is_question(request):
    return "last-look" in (request.post_data or "")


def state(post):
    post = PostPage.objects.get(pk=post.pk)
    return post.live, post.scheduled_revision is not None, post.workflow_in_progress


def test_text_blocks_left_empty_by_a_paste_and_a_new_block_do_not_skip_the_dialog(page):
    editing.start_post(page, title="Tide tables", summary="When to sail.")
    editing.insert_block(page, "Text").get_by_role("textbox").click()
    page.evaluate(PASTE, {"file": base64.b64encode(picture_file(size=(400, 300)).read()).decode()})
    page.get_by_role("textbox", name="Alt text").fill("Three rising lines")
    empty = page.locator("[data-draftail-editor-wrapper] [role=textbox]").last
    for name in ("Divider", "Code"):
        empty.focus()
        page.keyboard.type(f"/{name}")
        page.get_by_role("option", name=name).first.click()
        expect(page.locator("[data-streamfield-child]").filter(has_text=name).last).to_be_visible()
        empty = page.locator("[data-draftail-editor-wrapper] [role=textbox]").last
    page.get_by_role("textbox", name="Code").fill("x = 1")

    dialog = ask(page)
    assert not PostPage.objects.filter(title="Tide tables", live=True).exists()
    dialog.get_by_role("button", name="Publish now").click()

    expect(page.locator(".messages .success")).to_contain_text("is live at")
    kinds = [block["type"] for block in body_of(PostPage.objects.get(title="Tide tables"))]
    assert sorted(kinds) == ["code", "divider", "image"]


@pytest.mark.parametrize(("answer", "name"), combinations(ANSWERS, editing.ASKS_FIRST, sample=1))
def test_question_that_fails_publishes_nothing_and_says_why(page, draft, name, answer):
    BlogSettings.objects.update(works_alone=name == "Publish now")
    edit(page, draft)

    def refuse(route):
        if not is_question(route.request):
            route.fallback()
        elif answer == "no network":
            route.abort()
        elif answer == "another page":
            route.fulfill(status=200, body="<p>Sign in to the hotel's network.</p>")
        else:
            route.fulfill(status=answer, headers={"location": "/admin/login/"} if answer == 302 else {}, body="")

    page.route("**/edit/", refuse)
    for _time in range(2):
        dialog = ask(page, name)
        expect(dialog).to_contain_text(NOT_DONE)
        expect(dialog.get_by_role("alert")).to_have_text(re.compile(".+"))
        dialog.get_by_role("button", name="Back to the editor").click()
    assert state(draft) == (False, False, False)

    page.unroute_all()
    editing.act(page, name)
    assert state(draft) == ((True, False, False) if name == "Publish now" else (False, False, True))


@pytest.mark.long
def test_question_about_a_post_that_was_deleted_says_so(page, draft):
    edit(page, draft)
    move_to_trash(draft)

    expect(ask(page)).to_contain_text("It was deleted, is in the trash")
    expect(page.get_by_role("dialog")).to_contain_text(NOT_DONE)


@pytest.mark.long
def test_question_without_an_answer_ends_after_a_while(page, draft):
    edit(page, draft)
    page.clock.install()
    held = []
    page.route("**/edit/", lambda route: held.append(route) if is_question(route.request) else route.fallback())
    with page.expect_request(is_question):
        editing.press(page, "Publish now")
    page.clock.fast_forward(31_000)

    expect(page.get_by_role("dialog")).to_contain_text("did not answer in time")
    page.keyboard.press("Escape")
    held[0].abort()
    assert state(draft) == (False, False, False)

    page.unroute_all()
    editing.act(page, "Publish now")
    assert state(draft) == (True, False, False)


@pytest.mark.parametrize("name", combinations(editing.ASKS_FIRST, sample=1))
def test_dialog_whose_script_does_not_come_publishes_nothing(page, draft, name):
    BlogSettings.objects.update(works_alone=name == "Publish now")
    page.route("**/last-look*.js", lambda route: route.abort())
    edit(page, draft)
    write(page, " Twice a day.")
    editing.press(page, name)

    expect(page.locator(".messages .warning")).to_contain_text("Saved as a draft, because")
    assert state(draft) == (False, False, False)
    assert "Twice a day." in str(body_of(draft))


@pytest.mark.long
def test_dialog_that_the_browser_does_not_show_publishes_nothing(page, draft):
    edit(page, draft)
    page.evaluate("""() => {
      const show = HTMLDialogElement.prototype.showModal;
      HTMLDialogElement.prototype.showModal = function () {
        HTMLDialogElement.prototype.showModal = show;
        throw new Error("no dialog");
      };
    }""")

    expect(ask(page)).to_contain_text(NOT_DONE)
    assert state(draft) == (False, False, False)


def test_errors_are_named_in_the_dialog_and_marked_until_they_are_mended(page, draft):
    edit(page, draft)
    block = editing.insert_block(page, "Bookmark")
    editing.open_tab(page, "Address and search")
    page.get_by_role("textbox", name="Original address").fill("nowhere")

    dialog = ask(page)

    expect(dialog).to_contain_text("Original address: Enter a valid URL.")
    expect(dialog).to_contain_text("Body: Something is missing or wrong. It is marked in the text.")
    expect(dialog.get_by_role("button")).to_have_text(["Back to the editor"])
    page.keyboard.press("Escape")
    page.get_by_role("textbox", name="Original address").fill("")
    editing.open_tab(page, "Write")
    expect(block.locator(".w-field--error").first).to_be_visible()
    for field in block.locator(".w-field--error input").all():
        field.fill("https://example.org/")
    expect(block.locator(".w-field--error, .error-message")).to_have_count(0)
    editing.act(page, "Publish now")
    assert state(draft) == (True, False, False)


def test_schedule_asks_in_the_dialog_and_by_keyboard_nothing_skips_it(page, draft):
    edit(page, draft)
    page.get_by_role("button", name="Toggle status").click()
    page.get_by_role("button", name="Set schedule").click()
    page.get_by_role("dialog", name="Set publishing schedule").get_by_label("Go live date/time").fill(
        "2099-01-01 09:00"
    )
    page.keyboard.press("Enter")
    page.get_by_role("dialog", name="Set publishing schedule").get_by_role("button", name="Save schedule").press(
        "Enter"
    )
    expect(page.get_by_text("Once scheduled")).to_be_visible()
    assert state(draft) == (False, False, False)

    page.get_by_role("button", name="More actions", expanded=False).press("Enter")
    page.locator("[name=action-publish]").focus()
    for _time in range(2):
        page.keyboard.press("Enter")
    dialog = editing.last_look(page)
    expect(dialog).to_contain_text("1 Jan 2099")
    assert state(draft) == (False, False, False)
    dialog.get_by_role("button", name="Schedule for").press("Enter")

    expect(page.locator(".messages .success")).to_contain_text("is scheduled for")
    assert state(draft) == (False, True, False)


def test_confirmed_publication_that_never_arrives_is_not_sent_by_the_next_save(page, draft):
    edit(page, draft)
    page.route("**/edit/", lambda route: route.fulfill(status=204) if is_confirmed(route.request) else route.fallback())
    with page.expect_request(is_confirmed):
        ask(page).get_by_role("button", name="Publish now").click()

    editing.act(page, "Save draft")

    assert state(draft) == (False, False, False)


def is_confirmed(request):
    return "=confirmed" in (request.post_data or "") or 'name="action-publish"' in (request.post_data or "")


def test_key_that_saves_does_nothing_behind_the_dialog(page, draft):
    edit(page, draft)
    dialog = ask(page)
    page.evaluate("() => document.addEventListener('click', () => { window.wasPressed = true; }, true)")

    page.keyboard.press("Control+s")

    assert not page.evaluate("window.wasPressed")
    expect(dialog).to_be_visible()


def test_person_who_has_signed_in_again_elsewhere_can_publish(page, draft):
    edit(page, draft)
    Session.objects.all().delete()
    expect(ask(page)).to_contain_text("You are signed out")
    page.keyboard.press("Escape")
    editing.sign_in_again(page, "edda")

    editing.act(page, "Publish now")

    assert state(draft) == (True, False, False)


def test_button_at_the_top_says_what_the_editor_can_do_next(page, draft):
    top = page.locator("header .main-action")
    for works_alone, name in ((True, "Publish now"), (False, "Submit for review")):
        BlogSettings.objects.update(works_alone=works_alone)
        edit(page, draft)
        expect(top).to_have_text(name)
        expect(page.locator("header .page-status-tag")).to_have_text("Draft")
        top.click()
        expect(editing.last_look(page).get_by_role("heading", name=name)).to_be_visible()
        page.keyboard.press("Escape")
    BlogSettings.objects.update(works_alone=True)
    live_and_open(page, draft)
    expect(top).to_have_text("Publish changes")
    page.goto(reverse("wagtailadmin_pages:edit", args=[draft.get_parent().pk]))
    expect(page.locator("header .main-action")).to_be_hidden()


def live_and_open(page, draft):
    draft.get_latest_revision().publish()
    edit(page, draft)


def changes(post):
    recorded = PublishedVersion.objects.filter(post_uuid=post.uuid, number__gt=1).order_by("number")
    return [version.record["change"] for version in recorded]


def test_typo_on_a_live_post_costs_two_keys_more_than_its_letters(page, draft):
    live_and_open(page, draft)
    write(page, " Floow.")
    page.keyboard.press("Control+Enter")
    dialog = editing.last_look(page)
    expect(dialog.get_by_label("Kind of change")).to_have_value("wording")
    page.keyboard.press("Enter")
    expect(page.locator(".messages .success")).to_be_visible()

    edit(page, draft)
    page.locator(".public-DraftEditor-content").first.click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Backspace")
    page.keyboard.press("Backspace")
    page.keyboard.type("d.")
    page.keyboard.press("Control+Enter")
    expect(editing.last_look(page).get_by_label("Kind of change")).to_have_value("typo")
    page.keyboard.press("Enter")
    expect(page.locator(".messages .success")).to_be_visible()

    assert [change["kind"] for change in changes(draft)] == ["wording", "typo"]


def test_correction_asks_what_was_wrong_and_what_is_right(page, draft):
    live_and_open(page, draft)
    write(page, " At four.")
    dialog = ask(page, "Publish changes")
    expect(dialog.get_by_label("What was wrong")).to_be_hidden()
    dialog.get_by_label("Kind of change").select_option("correction")
    dialog.get_by_role("button", name="Publish changes").click()
    expect(dialog).to_be_visible()
    dialog.get_by_label("What was wrong").fill("At two.")
    dialog.get_by_label("What is right").fill("At four.")
    dialog.get_by_label("Why it changed").fill("A reader told us.")
    page.keyboard.press("Enter")
    expect(page.locator(".messages .success")).to_be_visible()

    [change] = changes(draft)
    assert (change["kind"], change["wrong"], change["right"], change["note"]) == (
        "correction", "At two.", "At four.", "A reader told us.",
    )  # fmt: skip
