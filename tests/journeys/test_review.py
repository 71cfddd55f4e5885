import pytest
from playwright.sync_api import expect

from blog.models import PostPage
from tests.journeys import drafts, editing

pytestmark = pytest.mark.browser

TITLE = "Two people read this"


def person(contexts, name):
    page = contexts().new_page()
    editing.log_in(page, name)
    return page


def test_draft_without_a_summary_is_not_submitted_and_comes_back_from_the_gate_without_the_dialog(contexts):
    author = person(contexts, "wanda")
    editing.start_post(author, title=TITLE, summary="")
    editing.write_text(author, heading="Four eyes", paragraph="See more than two.")
    editing.press(author, "Submit for review")
    asked = editing.last_look(author)
    expect(asked).to_contain_text("There is no summary")
    expect(asked.get_by_role("button")).to_have_text(["Back to the editor"])
    author.keyboard.press("Escape")

    drafts.send_form(author, **{"action-submit": "1"})
    said = author.locator(".messages .warning")
    expect(said).to_contain_text("Saved, but not submitted for review")
    expect(said).to_contain_text("There is no summary")
    author.get_by_role("textbox", name="Summary").fill("Why two people look.")
    assert editing.act(author, "Submit for review") == f"“{TITLE}” was submitted for review. 2 people were notified."
    assert PostPage.objects.get(title=TITLE).workflow_in_progress


def test_dialog_of_an_approval_knows_what_the_reviewer_has_just_typed(contexts):
    author = person(contexts, "wanda")
    editing.start_post(author, title=TITLE, summary="Why two people look.")
    editing.write_text(author, heading="Four eyes", paragraph="See more than two.")
    editing.act(author, "Submit for review")
    reviewer = person(contexts, "rita")
    drafts.edit(reviewer, PostPage.objects.get(title=TITLE))
    reviewer.wait_for_timeout(2_500)

    drafts.write(reviewer, " Mine.")
    dialog = editing.open_approval(reviewer)

    expect(dialog).to_contain_text("Rita")
    assert "Mine." in drafts.stored(PostPage.objects.get(title=TITLE))
