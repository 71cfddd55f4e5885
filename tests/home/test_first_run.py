from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client, override_settings
from django.urls import reverse
from PIL import Image
from wagtail.models import Site

from blog.exchange.models import ImportedSource
from blog.models import BlogIndexPage, BlogSettings
from blog.review.approval.second_approver import requires_second_approver
from home.accent import DARK_BACKGROUND, LIGHT_BACKGROUND, contrast, parse_colour
from home.first_run.checklist import steps
from home.models import DemoItem, SiteSettings
from tests.factories import PostPageFactory

pytestmark = pytest.mark.database("sqlite")

ADDRESS = "/admin/first-run/"
ANSWERS = {
    "name": "The Tide Table", "language": "de", "time_zone": "Europe/Berlin", "accent": "#224488",
    "licence": "cc-by-4.0", "company": "alone",
}  # fmt: skip


@pytest.fixture(scope="module")
def fresh_once(module_db):
    call_command("create_groups", verbosity=0)
    call_command("load_demo", address="http://testserver", without_posts=True)
    User.objects.create_superuser("admin")
    for name in ("Administrators", "Editors"):
        User.objects.create_user(name.lower()).groups.add(Group.objects.get(name=name))
    # Three who may approve have turned four-eyes on.
    BlogSettings.objects.update(works_alone=True)


@pytest.fixture
def fresh(db, fresh_once):
    """A site as the first start leaves it."""


def signed_in(name="admin"):
    client = Client()
    client.force_login(User.objects.get(username=name))
    return client


def soup(answer):
    return BeautifulSoup(answer.content, "html.parser")


@pytest.mark.parametrize(("name", "address"), [("admin", ADDRESS), ("administrators", ADDRESS), ("editors", None)])
def test_first_screen_leads_whoever_may_set_the_site_up_to_the_first_page(fresh, name, address):
    assert signed_in(name).get("/admin/").get("Location") == address


def test_other_addresses_of_the_admin_lead_nowhere_else(fresh):
    assert signed_in().get("/admin/posts/").status_code == 200


def test_answers_become_the_settings_and_the_page_does_not_come_back(fresh):
    client = signed_in()

    assert client.post(ADDRESS, ANSWERS)["Location"] == "/admin/"

    site, blog = SiteSettings.objects.get(), BlogSettings.objects.get()
    assert (site.name, site.language, site.accent) == ("The Tide Table", "de", "#224488")
    assert (blog.time_zone, blog.licence, blog.works_alone) == ("Europe/Berlin", "cc-by-4.0", True)
    assert client.get("/admin/").status_code == 200
    assert client.get(ADDRESS)["Location"] == "/admin/"
    assert soup(client.get("/")).select_one(".site-header__name").get_text(strip=True) == "The Tide Table"


@pytest.mark.parametrize("ticked", [[], ["shows_history"], ["shows_history", "shows_names", "shows_log"]])
def test_readers_see_what_was_ticked(fresh, ticked):
    signed_in().post(ADDRESS, {**ANSWERS, "readers_see": ticked})

    shown = BlogSettings.objects.values("shows_history", "shows_names", "shows_reviews", "shows_log").get()
    assert [name for name, is_shown in shown.items() if is_shown] == ticked


def test_whoever_works_alone_begins_with_the_history_and_suggestions(fresh):
    boxes = soup(signed_in().get(ADDRESS)).select("[name=readers_see]")

    assert [box["value"] for box in boxes if box.has_attr("checked")] == ["shows_history", "takes_suggestions"]


def test_skipped_page_leaves_the_history_on_and_an_upgraded_site_has_it_off(fresh):
    signed_in().post(ADDRESS, {**ANSWERS, "skip": "skip"})

    assert BlogSettings.objects.get().shows_history
    upgraded = BlogSettings()
    assert (upgraded.shows_history, upgraded.shows_log) == (False, False)


def test_name_becomes_the_author_of_the_posts_that_its_person_starts(fresh):
    client = signed_in()

    client.post(ADDRESS, {**ANSWERS, "author": "Ada Pell"})

    user = User.objects.get(username="admin")
    assert (user.get_full_name(), user.author.name) == ("Ada Pell", "Ada Pell")
    form = soup(client.get(reverse("posts:choose_parent"), follow=True))
    assert form.select_one("[name=post_authors-0-author]")["value"] == str(user.author.pk)


def test_skipping_changes_nothing_and_the_page_does_not_come_back(fresh):
    client = signed_in()
    before = SiteSettings.objects.values("name", "language", "accent", "logo").get()

    client.post(ADDRESS, {**ANSWERS, "skip": "skip"})

    assert SiteSettings.objects.values("name", "language", "accent", "logo").get() == before
    assert client.get("/admin/").status_code == 200


def test_site_that_was_not_made_by_the_first_start_is_not_asked(fresh):
    SiteSettings.objects.all().delete()
    SiteSettings.for_site(Site.objects.get())

    assert signed_in().get("/admin/").status_code == 200


def test_only_who_may_change_the_settings_sets_up(fresh):
    client = signed_in("editors")

    client.post(ADDRESS, ANSWERS)

    assert SiteSettings.objects.get().name == "Openbook"
    assert SiteSettings.objects.get().is_fresh


@pytest.mark.parametrize(
    ("field", "value"),
    [("name", ""), ("accent", "blue"), ("language", "tlh"), ("time_zone", "Mars/Olympus"), ("company", "")],
)
def test_wrong_answer_is_said_at_its_field_and_changes_nothing(fresh, field, value):
    answer = signed_in().post(ADDRESS, {**ANSWERS, field: value})

    fields = soup(answer).select(".w-field__wrapper:has(.error-message)")
    assert [one.select_one("[name]")["name"] for one in fields] == [field]
    assert SiteSettings.objects.get().is_fresh


def test_logo_stands_in_the_head_of_every_page(fresh):
    file = BytesIO()
    Image.new("RGB", (200, 100), "#224488").save(file, "PNG")
    logo = SimpleUploadedFile("logo.png", file.getvalue(), "image/png")
    client = signed_in()

    client.post(ADDRESS, {**ANSWERS, "logo_file": logo})

    assert SiteSettings.objects.get().logo.title == "The Tide Table"
    assert soup(client.get("/")).select_one(".site-header__name img")


def test_logo_that_is_no_picture_is_refused_in_words(fresh):
    logo = SimpleUploadedFile("logo.png", b"no picture", "image/png")

    answer = signed_in().post(ADDRESS, {**ANSWERS, "logo_file": logo})

    assert soup(answer).select_one(".w-field__wrapper:has([name=logo_file]) .error-message")
    assert SiteSettings.objects.get().is_fresh


def test_with_others_leads_to_the_invitation_and_blocks_nobody_before_they_come(fresh):
    answer = signed_in().post(ADDRESS, {**ANSWERS, "company": "others"})

    assert answer["Location"] == "/admin/people/invite/"
    assert not requires_second_approver()


def test_demo_is_asked_about_only_where_there_is_one(fresh):
    assert not soup(signed_in().get(ADDRESS)).select("[name=demo]")
    DemoItem.objects.create(item=BlogIndexPage.objects.get())

    assert [one["value"] for one in soup(signed_in().get(ADDRESS)).select("[name=demo][checked]")] == ["keep"]
    assert not soup(signed_in("administrators").get(ADDRESS)).select("[name=demo]")


@pytest.mark.parametrize("colour", ["ffff00", "000000", "ffffff", "808080"])
def test_preview_names_colours_that_can_be_read(fresh, colour):
    preview = soup(signed_in().get(f"{ADDRESS}accent-{colour}/"))

    light, dark = [word for word in preview.p.get_text().split() if word.startswith("#")]
    assert contrast(parse_colour(light), parse_colour(LIGHT_BACKGROUND)) >= 4.5
    assert contrast(parse_colour(dark), parse_colour(DARK_BACKGROUND)) >= 4.5
    assert preview.link["href"] == f"/accent-{colour}.css"


def ticked():
    return [step.title for step in steps() if step.is_done]


def test_nothing_is_ticked_on_a_new_site(fresh):
    User.objects.exclude(username="admin").delete()

    assert ticked() == []


def test_demo_post_is_not_a_post_that_somebody_wrote(fresh):
    post = PostPageFactory(parent=BlogIndexPage.objects.get())
    DemoItem.objects.create(item=post)
    assert "Write your first post" not in ticked()

    PostPageFactory(parent=BlogIndexPage.objects.get(), live=False)

    assert "Write your first post" in ticked()


def test_steps_tick_themselves(fresh):
    User.objects.exclude(username="admin").delete()
    post = PostPageFactory(parent=BlogIndexPage.objects.get())
    ImportedSource.objects.create(source_name="old", source_id="1", post=post, source_hash="a", written_hash="b")
    signed_in().post("/admin/people/invite/", {"name": "Mo", "role": Group.objects.get(name="Authors").pk})

    with override_settings(SENDS_MAIL=True, IS_LOCAL_TRIAL=False):
        assert ticked() == ["Write your first post", "Invite someone", "Import your posts", "Set up mail", "Go live"]


def test_each_step_has_a_page_that_opens_or_a_command(fresh):
    client = signed_in()
    client.post(ADDRESS, {"skip": "skip"})

    panel = soup(client.get("/admin/")).select_one(".first-steps")

    for step in panel.select("li"):
        link = step.select_one("a")
        assert client.get(link["href"], follow=True).status_code == 200 if link else step.select_one("pre")


def test_checklist_is_for_those_who_may_set_up_until_they_dismiss_it(fresh):
    client = signed_in()
    client.post(ADDRESS, {"skip": "skip"})
    assert soup(client.get("/admin/")).select_one(".first-steps")
    assert not soup(signed_in("editors").get("/admin/")).select_one(".first-steps")

    client.patch("/admin/dismissibles/", '{"first_steps": true}')

    assert not soup(client.get("/admin/")).select_one(".first-steps")
    assert soup(signed_in("administrators").get("/admin/")).select_one(".first-steps")
