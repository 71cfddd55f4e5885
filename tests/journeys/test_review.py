import pytest
from playwright.sync_api import expect

from blog.models import PostPage
from tests.journeys import editing

pytestmark = pytest.mark.browser

TITLE = "Two people read this"


def person(contexts, name):
    page = contexts().new_page()
    editing.log_in(page, name)
    return page


def test_post_that_an_author_submits_goes_live_when_a_reviewer_approves(contexts):
    author = person(contexts, "wanda")
    editing.start_post(author, title=TITLE, summary="")
    editing.write_text(author, heading="Four eyes", paragraph="See more than two.")
    editing.act(author, "Submit to Review")

    reader = contexts().new_page()
    assert reader.goto("/blog/two-people-read-this/").status == 404

    reviewer = person(contexts, "rita")
    reviewer.get_by_role("link", name=TITLE).first.click()
    expect(reviewer.get_by_role("textbox", name="Title")).to_have_value(TITLE)
    editing.act(reviewer, "Approve and Publish")

    assert reader.goto("/blog/two-people-read-this/").status == 200
    expect(reader.get_by_text("See more than two.")).to_be_visible()
    assert PostPage.objects.get(title=TITLE).live


def test_author_and_reviewer_have_no_button_to_publish(contexts):
    for name in ("wanda", "rita"):
        page = person(contexts, name)
        editing.start_post(page, title=f"By {name}", summary="")
        page.get_by_role("button", name="More actions").click()
        expect(page.get_by_role("button", name="Submit to Review")).to_be_visible()
        assert page.get_by_role("button", name="Publish", exact=True).count() == 0
