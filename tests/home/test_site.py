from itertools import product

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.management import CommandError, call_command
from wagtail.models import Site
from wagtail.models.sites import SITE_ROOT_PATHS_CACHE_KEY, SITE_ROOT_PATHS_CACHE_VERSION

from blog.models import BlogSettings
from home.accent import DARK_BACKGROUND, LIGHT_BACKGROUND, contrast, parse_colour, readable_on
from home.first_site import ensure_site
from home.middleware import load_sites, match_site
from home.models import HomePage, MenuLink, SiteSettings
from tests.factories import InfoPageFactory, PostPageFactory, make_site

COLOURS = ["#000000", "#ffffff", "#ffff00", "#b3401f", "#0000ff", "#808080", "#00ff88"]


@pytest.mark.parametrize("colour", COLOURS)
def test_any_accent_can_be_read_on_both_papers(colour):
    for paper in (LIGHT_BACKGROUND, DARK_BACKGROUND):
        assert contrast(parse_colour(readable_on(paper, colour)), parse_colour(paper)) >= 4.5


def test_accent_that_is_readable_stays_as_it_is():
    assert readable_on(LIGHT_BACKGROUND, "#7a1f0a") == "#7a1f0a"


@pytest.mark.django_db
def test_accent_of_the_settings_is_the_stylesheet_of_every_page(client):
    site, *_ = make_site()
    settings = SiteSettings.for_site(site)
    settings.accent = "#123456"
    settings.save()

    html = BeautifulSoup(client.get("/").content, "html.parser")
    sheet = client.get("/accent-123456.css")

    assert html.find("link", href="/accent-123456.css")
    assert sheet["Content-Type"].startswith("text/css")
    assert "immutable" in sheet["Cache-Control"]


@pytest.mark.django_db
@pytest.mark.parametrize("accent", ["", "red", "#fff"])
def test_accent_that_is_no_colour_is_the_default_one(client, accent):
    site, *_ = make_site()
    SiteSettings.objects.create(site=site, accent=accent)

    assert 'href="/accent-b3401f.css"' in client.get("/").text


@pytest.mark.django_db
def test_page_is_not_found_in_words_without_a_site(client):
    make_site()
    Site.objects.all().delete()

    assert client.get("/").status_code == 404


@pytest.mark.django_db
def test_first_site_answers_where_none_is_the_default_one(client, settings, capsys):
    settings.ALLOWED_HOSTS = ["*"]
    make_site()
    Site.objects.update(is_default_site=False)

    assert client.get("/blog/", headers={"host": "other.example"}).status_code == 200
    with pytest.raises(CommandError):
        call_command("doctor")
    assert "No site is the default one" in capsys.readouterr().out


@pytest.mark.django_db
def test_site_of_a_request_is_the_one_that_wagtail_finds(rf, settings):
    settings.ALLOWED_HOSTS = ["*"]
    _site, home, _blog = make_site()
    for hostname, port in [("a.example", 80), ("a.example", 8000), ("b.example", 80), ("testserver", 8000)]:
        Site.objects.create(hostname=hostname, port=port, root_page=home)
    for hostname, port in product(["testserver", "a.example", "b.example", "other.example"], ["80", "8000", "1"]):
        request = rf.get("/", SERVER_NAME=hostname, SERVER_PORT=port)

        assert match_site(request, load_sites()) == Site.find_for_request(request), (hostname, port)


@pytest.mark.django_db
def test_addresses_are_right_after_another_process_changed_the_site(client):
    site, home, _blog = make_site()
    client.get("/sitemap-pages.xml")
    kept = cache.get(SITE_ROOT_PATHS_CACHE_KEY, version=SITE_ROOT_PATHS_CACHE_VERSION)
    home.slug = "start"
    home.save()
    site.port = 443
    site.save()
    # This process was told; another one was not.
    cache.set(SITE_ROOT_PATHS_CACHE_KEY, kept, version=SITE_ROOT_PATHS_CACHE_VERSION)

    assert "/blog/</loc>" in client.get("/sitemap-pages.xml").text
    assert Site.get_site_root_paths()[0].root_url == "https://testserver"


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["/accent-12345.css", "/accent-zzzzzz.css", "/accent-1234567.css"])
def test_accent_that_is_no_colour_is_not_found(client, address):
    make_site()

    assert client.get(address).status_code == 404


@pytest.mark.django_db
def test_site_language_and_time_zone_are_those_of_the_page(client):
    site, _home, blog = make_site()
    PostPageFactory(parent=blog, slug="late", published_on="2026-03-31T23:30:00Z")
    settings = SiteSettings.for_site(site)
    settings.language = "he"
    settings.save()
    blog_settings = BlogSettings.for_site(site)
    blog_settings.time_zone = "Asia/Jerusalem"
    blog_settings.save()

    html = BeautifulSoup(client.get("/blog/late/").content, "html.parser").html

    assert (html["lang"], html["dir"]) == ("he", "rtl")
    date = html.find("time")
    assert (date["datetime"], date.text[:2]) == ("2026-03-31T23:30:00+00:00", "1 ")


@pytest.mark.django_db
def test_menu_shows_live_pages_in_their_place(client):
    site, home, _blog = make_site()
    settings = SiteSettings.for_site(site)
    for order, (title, place, live) in enumerate(
        [("About", "header", True), ("Privacy", "footer", True), ("Secret", "header", False)]
    ):
        page = InfoPageFactory(parent=home, title=title, live=live)
        MenuLink.objects.create(settings=settings, page=page, place=place, sort_order=order)

    html = BeautifulSoup(client.get("/").content, "html.parser")

    assert [link.text.strip() for link in html.header.nav.find_all("a")] == ["About"]
    assert html.footer.find("a", string="Privacy")
    assert "Secret" not in html.text


@pytest.mark.django_db
def test_page_under_a_draft_information_page_is_not_found(client):
    _site, home, _blog = make_site()
    parent = InfoPageFactory(parent=home, title="Parent", slug="parent")
    InfoPageFactory(parent=parent, title="Child", slug="child")
    found = client.get("/parent/child/").status_code

    parent.unpublish()

    assert (found, client.get("/parent/child/").status_code) == (200, 404)


@pytest.mark.django_db
def test_first_site_is_made_once():
    first = ensure_site("http://127.0.0.1:8000")
    again = ensure_site("http://127.0.0.1:8123")

    assert (first.pk, first.root_page_id) == (again.pk, again.root_page_id)
    assert HomePage.objects.count() == 1
    assert Site.objects.get().root_url == "http://127.0.0.1:8123"
