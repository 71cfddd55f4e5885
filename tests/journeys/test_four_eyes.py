"""A blog of one person becomes a blog of two, and from then on nothing goes live unseen."""

import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from blog.models import BlogIndexPage, PostPage
from blog.review.models import Approval, FourEyes
from tests.journeys import drafts, editing
from tests.journeys.content import PASSWORD

pytestmark = pytest.mark.browser

ADDRESS = "/blog/first-tide/"
REFUSED = "“First tide” was not published. Someone other than its authors must approve this version first."


@pytest.fixture
def alone(contexts):
    """The window of ada, who works alone."""
    User.objects.update(is_active=False)
    FourEyes.objects.all().delete()
    ada = User.objects.create_user("ada", "ada@example.org", PASSWORD, first_name="Ada")
    ada.groups.add(Group.objects.get(name="Administrators"))
    page = contexts(permissions=["clipboard-read", "clipboard-write"]).new_page()
    editing.log_in(page, "ada")
    return page


def invite(page, name, *, role):
    """Gives the link that was copied."""
    page.goto("/admin/people/")
    page.get_by_role("link", name="Invite someone").click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("radio", name=role).check()
    expect(page.get_by_role("checkbox", name="Posts need approval by someone else")).to_be_checked()
    page.get_by_role("button", name="Create link").click()
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_text("Copied.")).to_be_visible()
    return page.evaluate("navigator.clipboard.readText()")


def join(page, link, *, name):
    page.goto(link)
    page.get_by_label("Username").fill(name)
    page.get_by_label("Password", exact=False).first.fill("ebb-and-flow-7")
    page.get_by_label("Password again").fill("ebb-and-flow-7")
    page.get_by_role("button", name="Join").click()
    expect(page.get_by_text("Welcome, Mo Tide.")).to_be_visible()


def test_blog_of_one_becomes_a_blog_of_two_and_every_way_past_the_review_is_refused(contexts, alone):
    reader = contexts().new_page()
    editing.start_post(alone, title="First tide", summary="What came in.")
    editing.write_text(alone, heading="Ebb", paragraph="And flow.")
    editing.act(alone, "Publish now")
    assert reader.goto(ADDRESS).status == 200
    post = PostPage.objects.get(title="First tide")

    link = invite(alone, "Mo Tide", role="Reviewers")
    other = contexts().new_page()
    join(other, link, name="mo")
    assert contexts().new_page().goto(link).status == 410
    alone.goto("/admin/people/")
    expect(alone.locator(".people__table").first).to_contain_text("used")

    drafts.edit(alone, post)
    with drafts.autosave(alone):
        drafts.write(alone, " Unseen.")
    refused = alone.locator(".messages .error")
    for moment in ("2099-01-01 09:00", ""):
        drafts.send_form(alone, **{"action-publish": "1", "go_live_at": moment})
        expect(refused).to_contain_text(REFUSED)
    blog = BlogIndexPage.objects.get()
    alone.goto(f"/admin/bulk/wagtailcore/page/publish/?id={post.pk}&next=/admin/pages/{blog.pk}/")
    alone.get_by_role("button", name="Yes, publish").click()
    expect(refused).to_contain_text(REFUSED)
    reader.goto(ADDRESS)
    expect(reader.get_by_text("And flow.")).to_be_visible()
    assert "Unseen." not in reader.content()

    drafts.edit(alone, post)
    assert alone.locator("[name=action-publish]").count() == 0
    assert editing.act(alone, "Submit for review") == "“First tide” was submitted for review. 1 person was notified."
    other.goto("/admin/")
    other.get_by_role("link", name="First tide").first.click()
    editing.approve(other, "Both eyes.")
    reader.goto(ADDRESS)
    expect(reader.get_by_text("Unseen.")).to_be_visible()
    [approval] = Approval.objects.filter(kind="review")
    assert (approval.user.username, approval.note) == ("mo", "Both eyes.")
