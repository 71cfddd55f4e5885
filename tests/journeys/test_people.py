import pytest
from django.contrib.auth.models import Group, User
from playwright.sync_api import expect

from blog.models import PostPage
from tests.journeys import editing
from tests.journeys.content import PASSWORD

pytestmark = pytest.mark.browser


def test_stranger_joins_by_a_copied_link_and_writes_a_draft(contexts):
    User.objects.create_user("ada", password=PASSWORD).groups.add(Group.objects.get(name="Administrators"))
    window = contexts(permissions=["clipboard-read", "clipboard-write"])
    admin = window.new_page()
    editing.log_in(admin, "ada", at="/admin/people/")
    admin.get_by_role("link", name="Invite somebody").click()
    admin.get_by_role("textbox", name="Name").fill("Mo Tide")
    admin.get_by_role("button", name="Make the link").click()
    admin.get_by_role("button", name="Copy link").click()
    expect(admin.get_by_text("Copied.")).to_be_visible()
    link = admin.evaluate("navigator.clipboard.readText()")

    stranger = contexts().new_page()
    stranger.goto(link)
    stranger.get_by_label("Name to sign in with").fill("mo")
    stranger.get_by_label("Password", exact=False).first.fill("ebb-and-flow-7")
    stranger.get_by_label("Password again").fill("ebb-and-flow-7")
    stranger.get_by_role("button", name="Join").click()
    expect(stranger.get_by_text("Welcome, Mo Tide.")).to_be_visible()
    editing.start_post(stranger, title="First tide", summary="What came in.")
    editing.write_text(stranger, heading="Ebb", paragraph="And flow.")
    editing.act(stranger, "Save draft")

    assert PostPage.objects.get(title="First tide").owner.username == "mo"
    assert stranger.goto(link).status == 410
    admin.goto("/admin/people/")
    expect(admin.locator(".people__table").first).to_contain_text("used")
