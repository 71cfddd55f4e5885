import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from home.models import SiteSettings
from tests.journeys import editing
from tests.journeys.content import PASSWORD, picture_file

pytestmark = pytest.mark.browser


def test_first_login_sets_the_site_up_and_ends_at_the_first_steps(contexts):
    SiteSettings.objects.update(is_fresh=True)
    User.objects.create_superuser("admin", password=PASSWORD)
    page = contexts(timezone_id="Asia/Kolkata").new_page()
    page.goto("/admin/")
    editing.sign_in(page, "admin")
    page.wait_for_url("**/admin/first-run/")

    expect(page.get_by_label("Time zone")).to_have_value(re.compile("Asia/(Kolkata|Calcutta)"))
    page.get_by_label("Name of the site").fill("The Tide Table")
    plate = page.locator(".first-run__plate--light")
    expect(plate).to_contain_text("The Tide Table")
    logo = {"name": "logo.png", "mimeType": "image/png", "buffer": picture_file(size=(200, 100)).read()}
    page.get_by_label("Logo").set_input_files(logo)
    expect(plate.locator("img")).to_be_visible()
    page.get_by_label("Accent colour").fill("#ffe000")
    # Yellow cannot be read on a light background, so it is made darker.
    expect(page.locator(".first-run__contrast")).to_contain_text("Dark background: #ffe000")
    expect(plate.locator(".first-run__link")).to_have_css("color", "rgb(130, 114, 0)")
    for choice, names_authors in (("With others", True), ("I work alone", False)):
        page.get_by_label(choice).check()
        expect(page.get_by_label("Earlier versions of posts")).to_be_checked()
        expect(page.get_by_label("Who wrote each version")).to_be_checked(checked=names_authors)
    page.get_by_role("button", name="Set up my site").click()

    steps = page.locator(".first-steps")
    expect(steps).to_contain_text("First steps")
    expect(steps.get_by_role("listitem").filter(has_text="Write your first post")).to_contain_text("Done")
    with page.expect_response("**/dismissibles/"):
        steps.get_by_role("button", name="Do not show this again").click()
    page.goto("/admin/")
    expect(page.get_by_role("link", name="New post").first).to_be_visible()
    assert steps.count() == 0
    page.goto("/")
    expect(page.locator(".site-header__name")).to_contain_text("The Tide Table")
