"""Versions of information pages and introductions: what is recorded, who sees it, and what the tools do with it."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from blog.history.doctor import backfill_texts, pages_not_matching_version
from blog.history.models import PublishedVersion, ShownHistory
from blog.history.redaction.phrase import Phrase
from blog.history.redaction.removal import remove_phrase
from blog.history.verification import broken_chains
from blog.models import BlogIndexPage, BlogSettings
from blog.scheduling.worker_status import record_heartbeat
from home.models import HomePage, InfoPage
from tests.blog.history.test_format_two import VERIFIER, without_triggers
from tests.factories import InfoPageFactory, restrict, text

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]

PAGES = ("history/", "history/1/", "history/2/", "history/2/against/1/", "history/since/1/", "history.json")


def publish(page, **changed):
    page = type(page).objects.get(pk=page.pk)
    for name, value in changed.items():
        setattr(page, name, value)
    page.save_revision().publish()
    return type(page).objects.get(pk=page.pk)


def versions(page):
    return list(PublishedVersion.objects.filter(post_uuid=page.uuid).order_by("number"))


@pytest.fixture
def about(site):
    shown, home, _blog = site
    BlogSettings.objects.update_or_create(site=shown, defaults={"shows_history": True})
    page = InfoPageFactory(parent=home, title="About", slug="about", summary="Who.", body=text("<p>One ship.</p>"))
    return publish(page, body=text("<p>Two ships.</p>"))


def statuses(client, page="/about/"):
    return {client.get(f"{page}{part}").status_code for part in PAGES}


def test_version_has_the_text_and_what_is_shown_around_it(about, site):
    first, second = versions(about)

    assert (first.text, second.text) == ("One ship.\n", "Two ships.\n")
    assert second.shown == {
        "title": "About",
        "slug": "about",
        "summary": "Who.",
        "seo_title": "",
        "search_description": "",
        "language": "en",
        "around": {"address": "http://testserver/about/"},
    }
    assert (second.record["page_kind"], second.record["audience"]) == ("information", "everybody")
    assert list(broken_chains()) == []


@pytest.mark.parametrize("model", [HomePage, BlogIndexPage])
def test_introduction_is_recorded_as_markdown(site, model):
    page = model.objects.get()
    link = f'<p data-block-key="a1">We <b>sail</b>, <a linktype="page" id="{page.pk}">here</a>.</p>'

    page = publish(page, introduction=link)

    newest = versions(page)[-1]
    assert newest.text == f"We **sail**, [here](page:{page.translation_key}).\n"
    assert newest.record["page_kind"] == "introduction"


def test_nothing_is_recorded_if_readers_see_the_same(about):
    count = PublishedVersion.objects.count()

    publish(about)
    again = InfoPage.objects.get(pk=about.pk)
    again.body = text('<p data-block-key="zzzz9">Two ships.</p>')
    again.save()
    again.has_unpublished_changes = True
    again.save(update_fields=["has_unpublished_changes"])

    assert PublishedVersion.objects.count() == count


def test_move_changes_the_address_alone(about, site, client):
    other = InfoPageFactory(parent=site[1], title="Us", slug="us")
    count = PublishedVersion.objects.count()

    InfoPage.objects.get(pk=about.pk).move(InfoPage.objects.get(pk=other.pk), pos="last-child")

    assert PublishedVersion.objects.count() == count
    assert statuses(client, "/us/about/") == {200}
    newest = versions(publish(about, summary="We."))[-1]
    assert newest.shown["around"]["address"] == "http://testserver/us/about/"


def test_readers_see_the_history_of_an_information_page(about, client):
    assert statuses(client) == {200}
    listed = BeautifulSoup(client.get("/about/history/").content, "html.parser")
    changed = BeautifulSoup(client.get("/about/history/2/against/1/").content, "html.parser")
    old = BeautifulSoup(client.get("/about/history/1/").content, "html.parser")

    assert [item["value"] for item in listed.select(".versions__item")] == ["2", "1"]
    assert [part.text.strip() for part in changed.select(".post-diff__p")] == ["One ship.", "Two ships."]
    assert old.select_one(".post__body").text.strip() == "One ship."
    history = json.loads(b"".join(client.get("/about/history.json").streaming_content))
    assert list(VERIFIER["problems"](history)) == []
    assert client.get("/about/history/3/").status_code == 404
    assert client.post("/about/history/").status_code == 405


def test_page_links_to_its_history_where_there_are_two_public_versions(about, site, client):
    single = InfoPageFactory(parent=site[1], title="Single", slug="single")

    def links(address):
        return BeautifulSoup(client.get(address).content, "html.parser").select(f'a[href="{address}history/"]')

    assert len(links("/about/")) == 1
    assert links(single.get_url()) == []
    ShownHistory.objects.create(page_uuid=about.uuid, first_number=2)
    assert links("/about/") == []
    BlogSettings.objects.update(shows_history=False)
    assert links("/about/") == []


def below_a_draft(about, home):
    draft = InfoPageFactory(parent=home, title="Us", slug="us", live=False)
    InfoPage.objects.get(pk=about.pk).move(draft, pos="last-child")


HIDDEN = {
    "no history is shown": lambda about, home: BlogSettings.objects.update(shows_history=False),
    "unpublished": lambda about, home: about.unpublish(),
    "expired": lambda about, home: Page.objects.filter(pk=about.pk).update(expire_at=timezone.now()),
    "restricted": lambda about, home: restrict(about),
    "below a restricted home": lambda about, home: restrict(home),
    "below a draft": below_a_draft,
}


@pytest.mark.parametrize("way", HIDDEN)
def test_history_is_hidden_with_the_page(about, client, way):
    HIDDEN[way](about, HomePage.objects.get())

    assert statuses(client, InfoPage.objects.get(pk=about.pk).get_url()) <= {404}
    heads = client.get("/heads.json")
    assert heads.status_code == 404 or str(about.uuid) not in heads.content.decode()


@pytest.mark.parametrize("restricted", [True, False])
def test_version_for_some_readers_is_never_shown_later(site, client, restricted):
    shown, home, _blog = site
    BlogSettings.objects.update_or_create(site=shown, defaults={"shows_history": True})
    parent = InfoPageFactory(parent=home, title="Us", slug="us", live=restricted)
    if restricted:
        restrict(parent)
    page = InfoPageFactory(parent=parent, title="Inner", slug="inner", body=text("<p>Secret.</p>"))
    assert versions(page)[-1].record["audience"] == ("restricted" if restricted else "nobody")

    parent.view_restrictions.all().delete()
    publish(parent)
    publish(page, body=text("<p>Open.</p>"))

    assert client.get("/us/inner/history/2/").status_code == 200
    assert client.get("/us/inner/history/1/").status_code == 404
    assert "Secret" not in b"".join(client.get("/us/inner/history.json").streaming_content).decode()


def test_introductions_have_no_public_pages(about, site, client):
    _shown, home, blog = site
    publish(blog, introduction="<p>Ships.</p>")
    publish(home, introduction="<p>Ships.</p>")

    assert statuses(client, "/") == {404}
    assert statuses(client, "/blog/") == {404}


def test_page_below_has_its_address(about, client):
    child = InfoPageFactory(parent=about, title="Of the house", slug="history", body=text("<p>Built long ago.</p>"))

    assert "Built long ago." in client.get("/about/history/").content.decode()
    child.unpublish()
    assert "versions__item" in client.get("/about/history/").content.decode()


def test_heads_list_the_page(about, client):
    heads = {head["page"]: head for head in client.get("/heads.json").json()["heads"]}

    newest = versions(about)[-1]
    assert heads[str(about.uuid)] == {
        "page": str(about.uuid),
        "number": 2,
        "hash": newest.hash,
        "history": "http://testserver/about/history.json",
    }
    assert list(heads) == sorted(heads)


def test_heads_take_as_many_queries_for_many_pages(about, site, client, django_assert_max_num_queries):
    for number in range(5):
        InfoPageFactory(parent=site[1], title=f"Page {number}", slug=f"page-{number}")

    with django_assert_max_num_queries(16):
        heads = client.get("/heads.json").json()["heads"]

    assert len(heads) == 6


def test_phrase_is_removed_from_the_page_and_its_versions_together(site):
    _shown, home, blog = site
    page = InfoPageFactory(
        parent=home, title="About Cleo Marsh", slug="cleo-marsh", body=text("<p>By <b>Cleo</b> Marsh.</p>")
    )
    page = publish(page, summary="Cleo Marsh writes.")
    home = publish(home, introduction="<p>Cleo Marsh and others.</p>")
    publish(blog, introduction="<p>Cleo Marsh again.</p>")

    result, _entry = remove_phrase(Phrase("Cleo Marsh"), kind="personal", reason="A request.", user=None)

    assert result.left == []
    assert "Marsh" not in str([[row.text, row.shown] for row in PublishedVersion.objects.all()])
    assert not Revision.objects.filter(content__icontains="Marsh").exists()
    assert HomePage.objects.get().introduction == "<p>█████ and others.</p>"
    assert InfoPage.objects.get().title == "About █████"
    assert list(broken_chains()) == []
    assert list(pages_not_matching_version()) == []
    count = PublishedVersion.objects.count()
    publish(InfoPage.objects.get())
    publish(home)
    assert PublishedVersion.objects.count() == count


def test_page_from_before_there_were_versions_gets_its_first(about, capsys):
    record_heartbeat()
    InfoPage.objects.filter(pk=about.pk).update(last_published_at=timezone.now() - timedelta(days=9))
    with without_triggers():
        PublishedVersion.objects.all().delete()

    with pytest.raises(CommandError):
        call_command("doctor")
    said = capsys.readouterr().out
    count = backfill_texts()

    assert f"Page {about.pk} “About” is live, but has no version in its history." in said
    assert count == 3
    [version] = versions(about)
    assert version.published_at < version.recorded_at - timedelta(days=8)
    assert version.record == {"page_kind": "information", "audience": "everybody", "change": None, "declaration": None}
    call_command("doctor")
    assert backfill_texts() == 0


def test_upgrade_of_a_site_with_a_second_approver_records_what_was_live(about):
    with without_triggers():
        PublishedVersion.objects.all().delete()
    BlogSettings.objects.update(works_alone=False)

    assert backfill_texts() == 3
    InfoPage.objects.filter(pk=about.pk).update(summary="Slipped in.")
    [(page, finding)] = pages_not_matching_version()
    assert (page.pk, "summary" in finding) == (about.pk, True)


def test_version_that_was_changed_is_named(about, capsys):
    with without_triggers():
        PublishedVersion.objects.filter(post_uuid=about.uuid, number=2).update(text="Three ships.\n")

    with pytest.raises(CommandError):
        call_command("verify_history")

    assert f"Version 2 of page {about.uuid} was changed after it was recorded" in capsys.readouterr().out


@pytest.mark.parametrize("kind", ["information", "home", "blog"])
def test_admin_shows_the_versions(about, site, client, kind):
    page = {"information": about, "home": site[1], "blog": site[2]}[kind]
    if kind != "information":
        publish(page, introduction="<p>One ship.</p>")
        page = publish(page, introduction="<p>Two ships.</p>")
    client.force_login(User.objects.create_superuser("owner"))
    newest = versions(page)[-1].number

    listed = BeautifulSoup(client.get(reverse("shown_history", args=[page.pk])).content, "html.parser")
    address = reverse("post_version_changes", args=[page.pk, newest - 1, newest])
    changed = BeautifulSoup(client.get(address).content, "html.parser")
    editor = client.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()

    assert [row.td.text for row in listed.select("tbody tr")] == [str(n) for n in range(newest, 0, -1)]
    assert listed.select_one(f'a[href="{address}"]')
    assert "Two" in changed.select_one(".post-diff").text
    assert reverse("shown_history", args=[page.pk]) in editor
    assert bool(listed.select('[name="first_number"]')) is (kind == "information")


def test_editor_chooses_the_first_version_that_readers_see(about, client):
    client.force_login(User.objects.create_superuser("owner"))

    client.post(reverse("shown_history", args=[about.pk]), {"first_number": "2"})

    assert client.get("/about/history/1/").status_code == 404
    assert client.get("/about/history/2/").status_code == 200


def test_draft_from_before_the_update_has_the_uuid_of_its_page(about):
    draft = InfoPage.objects.get(pk=about.pk)
    draft.body = text("<p>Three ships.</p>")
    revision = draft.save_revision()
    Revision.objects.filter(pk=revision.pk).update(
        content={name: value for name, value in revision.content.items() if name != "uuid"}
    )

    Revision.objects.get(pk=revision.pk).publish()

    assert InfoPage.objects.get(pk=about.pk).uuid == about.uuid
    assert [version.text for version in versions(about)][-1] == "Three ships.\n"


def test_editor_of_an_information_page_asks_for_no_findings(about, admin_client):
    page = admin_client.get(reverse("wagtailadmin_pages:edit", args=[about.pk]))

    assert page.status_code == 200
    assert "data-post-findings" not in page.text
