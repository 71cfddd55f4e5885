"""The guides in the admin: they are what ``docs/`` says, and the help leads nowhere else."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.test import Client, RequestFactory
from wagtail.admin.menu import help_menu

from tests.factories import make_site

DOCS = Path(settings.BASE_DIR) / "docs"
ADDRESS = "/admin/guide/editors.md"


@pytest.fixture(scope="module")
def author_once(module_db):
    call_command("create_groups", verbosity=0)
    make_site()
    User.objects.create_user("wanda").groups.add(Group.objects.get(name="Authors"))


@pytest.fixture
def author(db, author_once):
    client = Client()
    client.force_login(User.objects.get(username="wanda"))
    return client


def headings(text):
    return re.findall(r"^## (.+)$", text, re.MULTILINE)


@pytest.mark.database("sqlite")
def test_help_leads_to_our_guides_and_to_no_other_site(author):
    request = RequestFactory().get("/admin/")
    request.user = User.objects.get(username="wanda")

    items = help_menu.menu_items_for_request(request)

    assert [str(item.label) for item in items] == [
        "Editor’s guide",
        "Markdown in posts",
        "Search",
        "Operator’s guide",
        "Shortcuts",
    ]
    assert items[0].url == ADDRESS
    assert all(item.url.startswith(("/admin/", "#")) for item in items)


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("name", ["editors", "search", "operators"])
def test_guide_has_every_section_of_its_file_and_a_way_to_it(name, author):
    page = BeautifulSoup(author.get(f"/admin/guide/{name}.md").content, "html.parser")
    sections = page.select(".guide__text h2")
    wanted = headings((DOCS / f"{name}.md").read_text())

    assert [section.get_text() for section in sections] == [re.sub(r"[`*]", "", heading) for heading in wanted]
    assert [link["href"] for link in page.select(".guide__contents a")] == [f"#{one['id']}" for one in sections]


@pytest.mark.database("sqlite")
def test_every_picture_and_link_of_the_editors_guide_is_there(author):
    page = BeautifulSoup(author.get(ADDRESS).content, "html.parser").select_one(".guide__text")
    pictures, links = page.select("img"), page.select("a[href$='.md']")

    assert len(pictures) > 10
    assert all(len(picture["alt"]) > 20 for picture in pictures)
    addresses = [picture["src"] for picture in pictures] + [link["href"] for link in links]
    assert {author.get(f"/admin/guide/{address}").status_code for address in addresses} == {200}


@pytest.mark.database("sqlite")
@pytest.mark.parametrize("name", ["guide/secrets.md", "guide/pictures/nothing.webp"])
def test_nothing_else_is_read_there(name, author):
    assert author.get(f"/admin/{name}").status_code == 404


@pytest.mark.database("sqlite")
def test_strangers_are_asked_to_sign_in(author):
    assert Client().get(ADDRESS)["Location"].startswith("/admin/login/")
