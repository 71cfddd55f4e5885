"""A reader on a phone suggests an edit, an editor accepts it and publishes, and the reader sees what became of it."""

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from blog.models import Author, BlogIndexPage, BlogSettings, PostPage
from blog.suggestions.models import Suggestion
from tests.factories import PostPageFactory
from tests.journeys import drafts, editing
from tests.journeys.bodies import text
from tests.journeys.test_accessibility import assert_no_barrier
from tests.journeys.test_review import person

pytestmark = pytest.mark.browser


@pytest.fixture
def post(site):
    edda = User.objects.get(username="edda")
    post = PostPageFactory(
        parent=BlogIndexPage.objects.get(), title="Tide tables", summary="When to sail.", live=False, owner=edda,
        authors=[Author.objects.get(user=edda)], body=[text("<p>The ebb begnis at two.</p><p>Ships wait.</p>")],
    )  # fmt: skip
    post.save_revision(user=edda).publish(user=edda)
    return PostPage.objects.get(pk=post.pk)


def stops(page):
    """The marks, links and places to tab to in the text of the post."""
    return page.evaluate("document.querySelectorAll('.post__body :is(a, button, input, [tabindex])').length")


def open_form(phone, *, has_script):
    """Opens the form at the passage with the typo. Without a script, the reader finds it in the list."""
    before = stops(phone)
    if has_script:
        expect(phone.locator(".suggest-selection")).to_be_hidden()
        phone.evaluate(
            "getSelection().selectAllChildren([...document.querySelectorAll('.post__body p')]"
            ".find((p) => p.textContent.includes('begnis')))"
        )
        expect(phone.locator(".suggest-selection")).to_be_visible()
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390
        assert stops(phone) == before
        phone.locator(".suggest-selection").click()
        expect(phone.locator("textarea:focus")).to_have_value("The ebb begnis at two.")
    else:
        phone.get_by_role("link", name="Suggest an edit").click()
        phone.get_by_text("The ebb begnis at two.").first.click()


def publish(desk, contexts, post, *, works_alone):
    """Publishes what was accepted. Where posts need a second approver, somebody else does."""
    desk.keyboard.press("Escape")
    if works_alone:
        editing.act(desk, "Publish changes")
        return
    assert desk.locator("[name=action-publish]").count() == 0
    editing.act(desk, "Submit for review")
    other = person(contexts, "rita")
    drafts.edit(other, post)
    editing.approve(other)


@pytest.mark.parametrize(("has_script", "works_alone"), [(True, True), (False, False)])
def test_reader_suggests_and_sees_the_edit_published(contexts, post, has_script, works_alone):
    BlogSettings.objects.update(works_alone=works_alone)
    reader = contexts(width=390, height=844, java_script_enabled=has_script)
    phone = reader.new_page()
    phone.goto(post.url)
    # Three actions from the typo to the thanks, and the words between them.
    open_form(phone, has_script=has_script)
    phone.get_by_role("textbox", name="Paragraph").first.fill("The ebb begins at two.")
    phone.get_by_text("Ships wait.").first.click()
    phone.get_by_role("textbox", name="Paragraph").nth(1).fill("Ships sail.")
    phone.get_by_label("Your name").fill("Ann Tern")
    phone.get_by_label("Name me in the history").check()
    # What is sent within two seconds is held as possible spam.
    phone.wait_for_timeout(2100)
    phone.get_by_role("button", name="Send").click()
    expect(phone.get_by_role("heading", name="Thank you")).to_be_visible()
    assert phone.evaluate("document.documentElement.scrollWidth") <= 390 if has_script else True
    assert reader.cookies() == []
    assert Suggestion.objects.get().state == "open"

    desk = contexts().new_page()
    editing.log_in(desk, "edda")
    desk.goto("/admin/")
    desk.get_by_role("link", name="Suggestions (1)", exact=True).click()
    desk.get_by_role("link", name="Tide tables").click()
    expect(desk.locator(".post-diff__body ins").first).to_contain_text("begins")
    desk.get_by_role("checkbox", name="Ships sail.").uncheck()
    expect(desk.locator("[data-difference]")).not_to_contain_text("sail")
    expect(desk.locator("[data-difference]")).to_contain_text("begins")
    desk.get_by_label("Your words to the reader").fill("Well seen!")
    desk.get_by_role("button", name="Accept").click()
    expect(desk.locator(".messages .success")).to_contain_text("Accepted")
    publish(desk, contexts, post, works_alone=works_alone)

    phone.reload()
    expect(phone.get_by_text("is part of the post")).to_be_visible()
    expect(phone.get_by_text("Well seen!")).to_be_visible()
    if has_script:
        assert_no_barrier(phone)
    phone.goto(f"{post.url}history/")
    expect(phone.get_by_text("with a suggestion by Ann Tern")).to_be_visible()
    phone.goto(post.url)
    expect(phone.get_by_text("Ships wait.").first).to_be_visible()


def test_declined_reader_sees_why(contexts, post):
    phone = contexts(width=390, height=844, java_script_enabled=False).new_page()
    phone.goto(f"{post.url}suggest/")
    phone.get_by_label("What is wrong, or a question").fill("Is this summer time?")
    phone.get_by_role("button", name="Send").click()
    desk = contexts().new_page()
    editing.log_in(desk, "edda")
    desk.goto("/admin/suggestions/?state=held")
    desk.get_by_role("link", name="Tide tables").click()
    desk.get_by_label("Reason").select_option("The text is correct.")
    desk.get_by_label("What the reader is told").fill("It is, as the head of the table says.")
    desk.get_by_role("button", name="Decline").click()
    expect(desk.locator(".messages .success")).to_contain_text("Declined")

    phone.reload()

    expect(phone.get_by_text("as the head of the table says")).to_be_visible()
