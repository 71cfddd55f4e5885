"""An editor alone sends no reader to another site, by whichever way a redirect is stored."""

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Site

from blog.models import BlogSettings
from tests.blog.review.people import again, decide, draft, submit

AWAY = "https://elsewhere.example.com/"


def signed_in(user):
    client = Client()
    client.force_login(user)
    return client


def add(user, target, old_path="/blog/tides/", **fields):
    sent = {"old_path": old_path, "redirect_link": target, "is_permanent": "on", **fields}
    return signed_in(user).post("/admin/redirects/add/", sent)


def targets():
    return set(Redirect.objects.values_list("old_path", "redirect_link"))


@pytest.fixture(autouse=True)
def named_site(team):
    Site.objects.update(hostname="blog.example.org")


@pytest.fixture
def live(team):
    post = draft(team, team.wanda, title="Tides", slug="tides")
    submit(post, team.wanda)
    decide(post, team.rita)
    assert again(post).live
    return again(post)


def test_editor_withdraws_a_post_and_leads_nobody_elsewhere(team, live):
    edda = signed_in(team.edda)
    edda.post(f"/admin/pages/{live.pk}/unpublish/")

    answer = add(team.edda, AWAY)

    assert not again(live).live
    words = BeautifulSoup(answer.content, "html.parser").get_text(" ", strip=True)
    assert "only administrators can redirect there" in words
    assert f'value="{AWAY}"' in answer.content.decode()
    assert Client().get("/blog/tides/").status_code == 404
    assert not targets()


@pytest.mark.parametrize(
    "target",
    [
        AWAY, "HTTPS://elsewhere.example.com", "https://blog.example.org@elsewhere.example.com/", "ftp://blog.example.org/x",
        "https://blog.example.org.elsewhere.example.com/", "http://blog.example.org:8000/x", "http://blog.example.org/partner",
        "http://blog.example.org/partner/", "http://blog.example.org/x/../partner", "http://blog.example.org/%70artner",
        "http://blog.example.org/x/%2e%2e/partner", "http://blog.example.org/partner?a=b", "http://blog.example.org/partner#x",
        "http://blog.example.org/review/a/", "http://blog.example.org//review/a/", "http://blog.example.org/%72eview/a/",
        "/documents/1/a.pdf", "/media/a.jpg", "/x/../admin/login/?next=/blog/", "/_util/login/",
    ],
)  # fmt: skip
def test_target_that_leads_away_is_refused(team, target):
    Redirect.objects.create(old_path="/partner", redirect_link=AWAY)

    add(team.edda, target)

    assert targets() == {("/partner", AWAY)}


@pytest.mark.parametrize(
    "target", ["http://blog.example.org/blog/", "http://blog.example.org/blog/topics/tides/?page=2"]
)
def test_editor_redirects_within_the_site(team, target):
    add(team.edda, target)

    assert targets() == {("/blog/tides", target)}


def test_editor_redirects_to_a_page(team):
    add(team.edda, "", redirect_page=team.blog.pk)

    assert Redirect.objects.get().redirect_page_id == team.blog.pk


@pytest.mark.parametrize("name", ["ada", "root"])
def test_administrator_redirects_to_another_site(team, name):
    add(getattr(team, name), AWAY)

    assert targets() == {("/blog/tides", AWAY)}


def test_editor_does_so_where_one_works_alone(team):
    BlogSettings.objects.update(works_alone=True)

    add(team.edda, AWAY)

    assert targets() == {("/blog/tides", AWAY)}


def test_editor_does_not_take_the_redirect_of_an_administrator_for_another_address(team):
    redirect = Redirect.objects.create(old_path="/partner", redirect_link=AWAY)

    sent = {"old_path": "/blog/tides/", "redirect_link": AWAY, "is_permanent": "on"}
    signed_in(team.edda).post(f"/admin/redirects/{redirect.pk}/", sent)

    assert targets() == {("/partner", AWAY)}


def test_import_refuses_the_rows_that_lead_away_and_takes_the_others(team):
    edda = signed_in(team.edda)
    rows = f"from,to\n/blog/tides,{AWAY}\n/blog/lamps,http://blog.example.org/blog/\n"
    page = edda.post("/admin/redirects/import/", {"import_file": SimpleUploadedFile("r.csv", rows.encode())})
    hidden = {
        field["name"]: field["value"]
        for field in BeautifulSoup(page.content, "html.parser").select(
            "input[type=hidden][name^=import_], [name=input_format]"
        )
    }

    answer = edda.post(
        "/admin/redirects/import/process/", {**hidden, "from_index": 0, "to_index": 1, "permanent": "on"}
    )

    assert targets() == {("/blog/lamps", "http://blog.example.org/blog/")}
    assert "only administrators" in answer.content.decode()
