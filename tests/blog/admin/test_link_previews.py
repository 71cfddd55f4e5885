import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse
from wagtail.models import Site

from blog.models import BlogImage, BlogSettings
from tests.blog.fake_remote_site import another_site
from tests.blog.media_files import drawn, saved
from tests.factories import make_site

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]

PAGE = (
    b'<title>One</title><meta name="description" content="Of one.">'
    b'<meta property="og:site_name" content="Elsewhere"><meta property="og:image" content="/one.php?size=3">'
)
HTML = "text/html; charset=utf-8"
ADDRESS = "http://elsewhere.example/one"


@pytest.fixture
def site():
    make_site()


def ask(client, url=ADDRESS):
    response = client.post(reverse("blog_link_card"), {"url": url})
    assert response.status_code == 200
    return response.json()


def test_editor_gets_title_and_picture_of_a_page(site, admin_client, admin_user, monkeypatch):
    answers = {"/one": (HTML, PAGE), "/one.php?size=3": ("image/png", saved(drawn(), "PNG"))}

    with another_site(monkeypatch, answers):
        said = ask(admin_client)

    picture = BlogImage.objects.get()
    assert {name: said[name] for name in ("title", "description", "site_name")} == {
        "title": "One", "description": "Of one.", "site_name": "Elsewhere",
    }  # fmt: skip
    assert said["poster"]["id"] == picture.pk
    assert (picture.title, picture.uploaded_by_user) == ("one", admin_user)
    assert picture.file.name.endswith(".png")
    assert "message" not in said


def test_same_picture_is_kept_once(site, admin_client, monkeypatch):
    answers = {"/one": (HTML, PAGE), "/one.php?size=3": ("image/png", saved(drawn(), "PNG"))}

    with another_site(monkeypatch, answers):
        first, second = ask(admin_client), ask(admin_client)

    assert first["poster"]["id"] == second["poster"]["id"] == BlogImage.objects.get().pk


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (None, "answered with status 404"),
        (("text/html", b"<html>"), "leads to text/html, not to a picture"),
        (("image/svg+xml", b"<svg/>"), "The picture format of"),
        (("image/png", saved(drawn(), "PNG")[:60]), "damaged or incomplete"),
    ],
)
def test_title_comes_without_a_picture_that_cannot_be_kept(site, admin_client, monkeypatch, picture, words):
    answers = {"/one": (HTML, PAGE)} | ({"/one.php?size=3": picture} if picture else {})

    with another_site(monkeypatch, answers):
        said = ask(admin_client)

    assert said["title"] == "One"
    assert words in said["message"]
    assert not BlogImage.objects.exists()


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("http://elsewhere.example/gone", "The server answered with status 404. You can keep the link."),
        ("http://nowhere.invalid/", "Nothing was fetched. The server did not answer. You can keep the link."),
        ("http://elsewhere.example/nameless", "The page has no title"),
        ("http://elsewhere.example/paper", "leads to application/pdf, not to a web page"),
        ("http://127.0.0.1/", "leads into a private network"),
        ("http://169.254.169.254/latest/meta-data/", "leads into a private network"),
        ("http://elsewhere.example:8080/one", "uses port 8080"),
        ("ftp://elsewhere.example/one", "does not begin with http"),
        ("", "Enter the address first"),
        ("javascript:alert(1)", "Enter the address first"),
    ],
)
def test_what_cannot_be_fetched_is_said_in_calm_words(site, admin_client, monkeypatch, url, words):
    answers = {"/nameless": (HTML, b"<p>Hello"), "/paper": ("application/pdf", b"%PDF-")}

    with another_site(monkeypatch, answers):
        said = ask(admin_client, url)

    assert list(said) == ["message"]
    assert words in said["message"]


def test_nothing_is_asked_where_the_settings_say_no(site, admin_client, monkeypatch):
    BlogSettings.objects.create(site=Site.objects.get(), asks_other_sites=False)

    with another_site(monkeypatch, {"/one": (HTML, PAGE)}) as asked:
        said = ask(admin_client)

    assert "is switched off" in said["message"]
    assert asked == []


def test_button_is_offered_only_where_the_site_asks_others(site, admin_client):
    new_post = reverse("posts:choose_parent")
    offered = 'id="link-card-address"'
    assert offered in admin_client.get(new_post, follow=True).content.decode()

    BlogSettings.objects.create(site=Site.objects.get(), asks_other_sites=False)

    assert offered not in admin_client.get(new_post, follow=True).content.decode()


def test_only_people_who_write_may_let_the_server_ask(site, client, monkeypatch):
    User.objects.create_user("reader", password="reader")
    client.login(username="reader", password="reader")

    with another_site(monkeypatch, {"/one": (HTML, PAGE)}) as asked:
        response = client.post(reverse("blog_link_card"), {"url": ADDRESS})

    assert response.status_code == 302
    assert asked == []


def test_another_site_cannot_use_an_editor_to_ask(site, admin_user, monkeypatch):
    client = Client(enforce_csrf_checks=True)
    client.force_login(admin_user)

    with another_site(monkeypatch, {"/one": (HTML, PAGE)}) as asked:
        response = client.post(reverse("blog_link_card"), {"url": ADDRESS})

    assert response.status_code == 403
    assert asked == []


def test_link_card_is_not_read_by_a_plain_request(site, admin_client):
    assert admin_client.get(reverse("blog_link_card")).status_code == 405
