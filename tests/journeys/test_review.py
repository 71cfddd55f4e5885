import pytest
from playwright.sync_api import expect

from blog.models import BlogSettings, PostPage
from blog.review.models import Approval
from tests.journeys import editing

pytestmark = pytest.mark.browser

TITLE = "Two people read this"


def person(contexts, name):
    page = contexts().new_page()
    editing.log_in(page, name)
    return page


def test_post_that_an_author_submits_goes_live_when_a_reviewer_approves(contexts):
    author = person(contexts, "wanda")
    editing.start_post(author, title=TITLE, summary="Why two people look.")
    editing.write_text(author, heading="Four eyes", paragraph="See more than two.")
    editing.act(author, "Submit for review")

    reader = contexts().new_page()
    assert reader.goto("/blog/two-people-read-this/").status == 404

    reviewer = person(contexts, "rita")
    reviewer.get_by_role("link", name=TITLE).first.click()
    expect(reviewer.get_by_role("textbox", name="Title")).to_have_value(TITLE)
    editing.approve(reviewer)

    assert reader.goto("/blog/two-people-read-this/").status == 200
    expect(reader.get_by_text("See more than two.")).to_be_visible()
    assert PostPage.objects.get(title=TITLE).live


def test_author_and_reviewer_have_no_button_to_publish(contexts):
    for name in ("wanda", "rita"):
        page = person(contexts, name)
        editing.start_post(page, title=f"By {name}", summary="")
        page.get_by_role("button", name="More actions").click()
        expect(page.get_by_role("button", name="Submit for review")).to_be_visible()
        assert page.get_by_role("button", name="Publish now", exact=True).count() == 0


def test_with_four_eyes_an_editor_submits_too_and_a_second_person_publishes(contexts):
    BlogSettings.objects.update(works_alone=False)
    editor = person(contexts, "edda")
    editing.start_post(editor, title=TITLE, summary="Why two people look.")
    editing.write_text(editor, heading="Four eyes", paragraph="See more than two.")
    assert editor.locator("[name=action-publish]").count() == 0
    editing.act(editor, "Submit for review")

    reviewer = person(contexts, "rita")
    reviewer.get_by_role("link", name=TITLE).first.click()
    editing.approve(reviewer, "Both eyes.")

    assert contexts().new_page().goto("/blog/two-people-read-this/").status == 200
    [approval] = Approval.objects.filter(kind="review")
    assert (approval.user.username, approval.note) == ("rita", "Both eyes.")


def test_draft_without_a_summary_is_not_submitted_and_comes_back_from_the_gate_without_the_dialog(contexts):
    author = person(contexts, "wanda")
    editing.start_post(author, title=TITLE, summary="")
    editing.write_text(author, heading="Four eyes", paragraph="See more than two.")
    editing.press(author, "Submit for review")
    asked = editing.last_look(author)
    expect(asked).to_contain_text("There is no summary")
    expect(asked.get_by_role("button")).to_have_text(["Back to the text"])
    author.keyboard.press("Escape")

    # As where the script of the dialog does not run.
    author.route(
        "**/*", lambda route: route.abort() if "last-look" in (route.request.post_data or "") else route.fallback()
    )
    editing.press(author, "Submit for review")
    said = author.locator(".messages .warning")
    expect(said).to_contain_text("Saved, but not in review yet")
    expect(said).to_contain_text("There is no summary")
    author.unroute_all()
    author.get_by_role("textbox", name="Summary").fill("Why two people look.")
    assert editing.act(author, "Submit for review") == f"“{TITLE}” is submitted. 2 people were asked."
    assert PostPage.objects.get(title=TITLE).workflow_in_progress
