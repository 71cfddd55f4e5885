"""What readers see of the history of a post, and what they do not."""

import json
from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection
from django.test import TestCase, override_settings
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import PageViewRestriction

from blog.history.models import PublishedVersion, ShownHistory
from blog.history.redaction.versions import redact
from blog.models import Author, BlogImage, BlogIndexPage, BlogSettings, PostAuthor, PostPage
from blog.publishing.trash import move_to_trash
from tests.blog.history.test_format_two import VERIFIER, in_first_format, without_triggers
from tests.blog.media_files import drawn, saved
from tests.factories import (
    AuthorFactory,
    BlogIndexPageFactory,
    InfoPageFactory,
    PostPageFactory,
    expire,
    make_site,
    restrict,
    text,
)

pytestmark = [pytest.mark.django_db]

WORDS = ("<p>One ship sails.</p>", "<p>Two ships sail.</p>", "<p>Two ships sail at dawn.</p>")
PAGES = ("", "1/", "2/", "2/against/1/", "since/1/", "since/2/")
FILE = "/blog/ships/history.json"
HIDDEN = ("draft", "scheduled", "expired", "withdrawn", "members", "buried", "captured", "locked", "trashed")


def publish(post, words, **changed):
    post = PostPage.objects.get(pk=post.pk)
    post.body = text(words)
    for name, value in changed.items():
        setattr(post, name, value)
    post.save_revision().publish()
    return PostPage.objects.get(pk=post.pk)


def show(*names):
    BlogSettings.objects.update(**dict.fromkeys(("shows_history", *names), True))


@pytest.fixture(scope="module")
def posts_once(module_db):
    """A public post with three versions, and posts of two versions each that readers may not see now."""
    site, home, blog = make_site()
    BlogSettings.objects.create(site=site)
    ships = PostPageFactory(
        parent=blog, title="Ships", slug="ships", body=text(WORDS[0]), authors=[AuthorFactory(name="Ada Holt")]
    )
    for words in WORDS[1:]:
        publish(ships, words)

    def post(slug, parent):
        found = PostPageFactory(parent=parent, slug=slug, title=slug, body=text(f"<p>Secret of {slug}</p>"))
        return publish(found, f"<p>Another secret of {slug}</p>")

    hide_in_every_way(home, blog, post)


def hide_in_every_way(home, blog, post):
    """Makes a post of each kind of HIDDEN. ``post(slug, parent)`` publishes one."""
    members = BlogIndexPageFactory(parent=home, title="Members blog", slug="members")
    restrict(members)
    drafted = BlogIndexPageFactory(parent=home, title="Draft blog", slug="drafted")
    post("draft", blog).unpublish()
    scheduled = post("scheduled", blog)
    scheduled.unpublish()
    scheduled.go_live_at = timezone.now() + timedelta(days=1)
    scheduled.save_revision().publish()
    expire(post("expired", blog))
    post("withdrawn", blog).unpublish()
    post("members", members)
    drafted.unpublish()
    post("buried", drafted)
    post("captured", blog).move(members, pos="last-child")
    restrict(post("locked", blog))
    move_to_trash(post("trashed", blog))


@pytest.fixture
def ships(posts_once):
    show()
    return PostPage.objects.get(slug="ships")


def soup(client, address):
    response = client.get(address)
    assert response.status_code == 200, address
    return BeautifulSoup(response.content, "html.parser")


def words_of(element):
    return " ".join(element.get_text(" ").split())


def history(*parts):
    return f"/blog/ships/history/{''.join(parts)}"


def found(client, *addresses):
    return [client.get(history(address)).status_code for address in addresses]


def versions_of(post):
    return list(PublishedVersion.objects.filter(post_uuid=post.uuid).order_by("number"))


def file_of(client):
    """The history as a file, which is verified without the application."""
    file = json.loads(b"".join(client.get(FILE).streaming_content))
    assert list(VERIFIER["problems"](file)) == []
    return file


def heads_of(client):
    return json.loads(client.get("/heads.json").content)["heads"]


def numbers(client):
    return [int(item["value"]) for item in soup(client, history()).select(".versions__item")]


def test_list_says_of_each_version_how_much_changed(client, ships):
    items = soup(client, history()).select(".versions__item")

    assert [words_of(item.h2) for item in items] == ["Version 3", "Version 2", "Version 1: First publication"]
    assert words_of(items[0].select_one(".history-facts")) == "2 words added"
    assert [link["href"] for link in items[0].select("a")] == [history("3/against/2/"), history("3/")]
    assert [link["href"] for link in items[2].select("a")] == [history("1/")]


def test_version_is_the_post_as_it_was(client, ships):
    page = soup(client, history("1/"))

    assert words_of(page.select_one(".post__body")) == "One ship sails."
    assert page.h1.text == "Ships"
    assert "changed since" in page.select_one(".version-note__title").text
    assert [link["href"] for link in page.select(".version-note a")] == ["/blog/ships/", history()]
    assert page.select(".post-end") == []


def test_changes_are_those_of_one_step_or_since_a_version(client, ships):
    step, since = soup(client, history("3/against/2/")), soup(client, history("since/1/"))

    assert words_of(step.select_one(".post-diff__body ins")) == "[inserted] at dawn [end of inserted]"
    assert words_of(since.select_one(".post-diff__body")) == "Removed One ship sails. Added Two ships sail at dawn."


def test_whoever_read_the_newest_version_is_told_that_nothing_changed(client, ships):
    page = soup(client, history("since/3/"))

    assert "version 3 is still the newest" in page.header.find_next("header").text
    assert page.select(".post-diff") == []


def test_only_neighbours_and_known_versions_are_compared(client, ships):
    unknown = ("3/against/1/", "2/against/3/", "2/against/2/", "1/against/0/", "4/against/3/", "since/4/", "since/0/")

    assert found(client, *unknown, "0/", "4/", "9999999999999999999999/", "?page=2") == [404] * 11


@pytest.mark.database("sqlite", "postgresql")
@pytest.mark.parametrize(
    "name", ["history/", "history.json", "history/1/", "corrections/", "how-we-publish/", "suggest/"]
)
def test_address_that_the_database_does_not_take_is_not_found(client, ships, name):
    too_large = f"/blog/ships/history/since/{2**63}/"
    addresses = [f"/%00/{name}", f"/blog/a%00b/{name}", f"/blog/ships%0a/{name}", too_large]

    assert [client.get(address).status_code for address in addresses] == [404] * 4


def test_nothing_is_shown_before_the_site_shows_it(client, ships):
    BlogSettings.objects.update(shows_history=False)

    assert found(client, *PAGES) == [404] * len(PAGES)
    assert client.get(FILE).status_code == 404


@pytest.mark.parametrize("slug", HIDDEN)
def test_hidden_post_has_no_history(client, ships, slug):
    post = PostPage.objects.get(title=slug)
    assert PublishedVersion.objects.filter(post_uuid=post.uuid).count() == 2
    ShownHistory.objects.create(page_uuid=post.uuid)

    place = post.url_path.removeprefix("/home")
    for address in ("history.json", *(f"history/{page}" for page in PAGES)):
        response = client.get(f"{place}{address}")
        assert response.status_code == 404
        assert b"ecret" not in response.content


def test_member_finds_no_history_of_a_restricted_post(client, ships, django_user_model):
    client.force_login(django_user_model.objects.create_user("member"))

    assert client.get("/members/members/").status_code == 200
    assert client.get("/members/members/history/").status_code == 404


def test_version_for_a_restricted_section_stays_hidden(client, ships):
    restriction = restrict(ships.get_parent())
    publish(ships, "<p>Secret sails.</p>")
    PageViewRestriction.objects.filter(pk=restriction.pk).delete()
    publish(ships, "<p>Three ships sail.</p>")
    ShownHistory.objects.create(page_uuid=ships.uuid)

    assert numbers(client) == [5, 3, 2, 1]
    assert found(client, "4/", "4/against/3/", "5/against/4/", "since/4/", "5/against/3/") == [*[404] * 4, 200]
    pages = [client.get(history(address)).content for address in ("", "5/", "5/against/3/", "since/1/")]
    assert not any(b"Secret" in page for page in pages)
    assert [row for row in file_of(client)["versions"] if row.get("hidden")] == [
        {"number": 4, "hash": versions_of(ships)[3].hash, "hidden": True}
    ]


def test_heads_are_those_of_every_public_history(client, ships):
    [head] = heads_of(client)
    assert head == {
        "page": str(ships.uuid),
        "number": 3,
        "hash": versions_of(ships)[2].hash,
        "history": f"http://testserver{FILE}",
    }
    assert file_of(client)["versions"][-1]["hash"] == head["hash"]

    show("shows_names")
    ShownHistory.objects.create(page_uuid=ships.uuid, first_number=4, last_taken_down=3)
    assert heads_of(client) == []
    BlogSettings.objects.update(shows_history=False)
    assert client.get("/heads.json").status_code == 404


def test_page_about_publishing_leads_to_the_heads(client, ships):
    assert soup(client, "/blog/how-we-publish/").find("a", string="heads.json")["href"] == "/heads.json"


def test_heads_are_sent_again_only_after_a_publication(client, ships):
    first = client.get("/heads.json")
    headers = {"If-None-Match": first["ETag"]}
    assert client.get("/heads.json", headers=headers).status_code == 304

    with TestCase.captureOnCommitCallbacks(execute=True):
        publish(ships, "<p>Four ships sail.</p>")

    assert client.get("/heads.json", headers=headers).status_code == 200


def test_heads_cost_the_same_queries_for_any_number_of_posts(client, ships):
    counted = [count_queries(client, "/heads.json")]
    PostPageFactory.create_batch(3, parent=ships.get_parent())
    counted.append(count_queries(client, "/heads.json"))

    assert len(heads_of(client)) == 4
    assert counted == [counted[0]] * 2
    assert counted[0] <= 8


def test_history_that_was_made_anew_does_not_fit_heads_noted_before(client, ships):
    noted, history = {"heads": heads_of(client)}, file_of(client)
    made_anew = {**history, "versions": history["versions"][:2]}
    publish(ships, "<p>Four ships sail.</p>")

    assert list(VERIFIER["problems_with_head"](file_of(client), noted)) == []
    assert list(VERIFIER["problems"](made_anew)) == []
    assert list(VERIFIER["problems_with_head"](made_anew, noted)) == ["Version 3 is not the one whose hash was noted."]


def test_version_that_was_published_in_a_draft_section_stays_hidden(client, ships):
    """Nobody read it there, and it may be what somebody tried before the section went live."""
    BlogIndexPage.objects.get(slug="drafted").save_revision().publish()
    buried = PostPage.objects.get(title="buried")
    first = client.get("/drafted/buried/").status_code, client.get("/drafted/buried/history/").status_code
    publish(buried, "<p>Words for everybody</p>")

    assert first == (200, 404)
    assert [item["value"] for item in soup(client, "/drafted/buried/history/").select(".versions__item")] == ["3"]


def test_versions_of_an_earlier_release_stay_private_until_an_editor_shows_them(client, ships):
    previous = ""
    with without_triggers():
        for version in versions_of(ships)[:2]:
            version.previous_hash = previous
            previous = in_first_format(version).hash
            version.save()
    by_default = numbers(client)
    choice = ShownHistory.objects.create(page_uuid=ships.uuid, first_number=2)
    from_the_second = numbers(client)
    choice.first_number = 1
    choice.save()

    assert (by_default, from_the_second, numbers(client)) == ([3], [3, 2], [3, 2, 1])
    assert found(client, "2/against/1/", "since/1/") == [200, 200]


def test_versions_before_the_first_shown_one_are_hidden(client, ships):
    complete = words_of(soup(client, history()).select_one("main header"))
    ShownHistory.objects.create(page_uuid=ships.uuid, first_number=3)

    assert numbers(client) == [3]
    assert "numbers are missing" in words_of(soup(client, history()).select_one("main header"))
    assert "numbers are missing" not in complete
    assert found(client, "2/", "3/against/2/", "since/2/", "since/3/") == [404, 404, 404, 200]


def test_information_page_may_be_called_history(client, ships):
    home = BlogIndexPage.objects.get(slug="blog").get_parent()
    about = InfoPageFactory(parent=home, title="About", slug="about")
    InfoPageFactory(parent=about, title="Our history", slug="history")
    InfoPageFactory(parent=home, title="All history", slug="history")

    assert soup(client, "/about/history/").h1.text == "Our history"
    assert soup(client, "/history/").h1.text == "All history"
    assert client.get("/about/history/2/").status_code == 404
    assert client.get("/blog/history/").status_code == 404


@pytest.mark.parametrize("address", PAGES)
def test_browser_asks_each_time_and_gets_no_cookie(client, ships, address):
    first = client.get(history(address))
    again = client.get(history(address), headers={"if-none-match": first["ETag"]})
    redact(versions_of(ships)[0], {"shown/title": "█████"}, reason="Asked for.")
    redact(versions_of(ships)[1], {"shown/title": "█████"}, reason="Asked for.")
    after = client.get(history(address), headers={"if-none-match": first["ETag"]})

    assert (first["Cache-Control"], first.cookies) == ("no-cache", {})
    assert (again.status_code, after.status_code) == (304, 200)
    assert client.head(history(address)).status_code == 200
    assert client.post(history(address)).status_code == 405
    assert ("X-Robots-Tag" in first) == bool(address)


def test_redaction_is_shown_with_the_kind_of_its_reason(client, ships):
    redact(versions_of(ships)[1], {"text/0": "Two █████ sail.\n"}, reason="legal")
    listed = soup(client, history()).select(".versions__item")[1]
    page = soup(client, history("2/"))

    for place in (listed, page.select_one(".version-note")):
        assert "Reason: legal." in place.select_one(".history-redaction").text
    assert words_of(page.select_one(".post__body")) == "Two █████ sail."
    assert "█████" in soup(client, history("2/against/1/")).select_one(".post-diff").text


def test_redacted_version_of_the_first_format_has_neither_text_nor_diff(client, ships):
    previous = ""
    with without_triggers():
        for version in versions_of(ships)[:2]:
            version.previous_hash = previous
            previous = in_first_format(version).hash
            version.save()
    version.text, version.shown, version.files = "", {}, {}
    version.redacted_at, version.redaction_reason = timezone.now(), "A court asked for it."
    version.save()
    ShownHistory.objects.create(page_uuid=ships.uuid)

    assert numbers(client) == [3, 2, 1]
    page = soup(client, history("2/"))
    note = page.select_one(".version-note").text
    assert "The text of this version was removed on" in note
    assert "A court" not in note
    assert page.select(".post__body") == []
    assert found(client, "2/against/1/", "3/against/2/", "since/2/", "3/against/1/", "since/1/") == [*[404] * 4, 200]
    links = [link["href"] for place in ("", "2/", "3/") for link in soup(client, history(place)).main.select("a")]
    assert [link for link in links if "against" in link] == []
    assert soup(client, "/blog/ships/").select_one(".record__more a")["href"] == history()


def test_authors_are_named_only_if_the_site_names_them(client, ships):
    authors = [Author.objects.get(), AuthorFactory(name="Ben Lund")]
    rows = [PostAuthor(author=author, sort_order=place) for place, author in enumerate(authors)]
    publish(ships, WORDS[2], post_authors=rows)
    addresses = ("", "1/", "4/", "4/against/3/")
    without = [client.get(history(address)).content.decode() for address in addresses]
    show("shows_names")
    named = [soup(client, history(address)).main for address in addresses]

    assert not any(name in page for page in without for name in ("Ada Holt", "Ben Lund"))
    assert words_of(named[0].select_one(".history-facts")) == "by Ada Holt, Ben Lund"
    assert [words_of(page.select_one(".page-head__byline")) for page in named[1:3]] == [
        "Ada Holt",
        "Ada Holt, Ben Lund",
    ]
    assert words_of(named[3].select_one(".post-diff__names")) == "[inserted] Ben Lund [end of inserted]"


def test_deleted_author_is_a_former_author(client, ships):
    show("shows_names")
    ships.post_authors.all().delete()
    Author.objects.all().delete()

    assert words_of(soup(client, history("1/")).select_one(".page-head__byline")) == "Former author"


def test_change_and_correction_stand_in_the_list(client, ships):
    change = {"kind": "correction", "note": "A reader <wrote>.", "wrong": "At noon", "right": "At dawn"}
    record_with(ships, change=change)

    for place in (soup(client, history()).select_one(".versions__item"), soup(client, history("4/")).aside):
        assert words_of(place.select_one(".history-note")) == "A reader <wrote>."
        assert [words_of(place.select_one(f".correction__claims {tag}")) for tag in ("del", "ins")] == [
            "At noon",
            "At dawn",
        ]
    assert words_of(soup(client, history("since/1/")).select_one(".history-step del")) == "At noon"


def test_approval_is_said_only_if_the_site_says_it(client, ships):
    record_with(ships, review={"approved": "0" * 64, "at": "2026-05-04T08:00:00.000000Z", "roles": ["Reviewers"]})
    without = [words_of(soup(client, history(address)).main) for address in ("", "4/")]
    show("shows_reviews")
    shown = [words_of(soup(client, history(address)).main) for address in ("", "4/")]

    sentence = "Approved on 4 May 2026 by somebody who did not write it (Reviewers)."
    assert [sentence in words for words in (*without, *shown)] == [False, False, True, True]


def record_with(post, **members):
    """Publishes the post with these members of the version's record."""
    TO_RECORD.update(members)
    steps = [*settings.PUBLISH_STEPS]
    steps.insert(-1, f"{__name__}.add_to_record")
    with override_settings(PUBLISH_STEPS=steps):
        publish(post, WORDS[0])
    TO_RECORD.clear()


TO_RECORD = {}


def add_to_record(publication):
    publication.record |= TO_RECORD


def test_file_has_every_version_and_is_read_again_only_when_something_changed(client, ships):
    first = client.get(FILE)
    again = client.get(FILE, headers={"if-none-match": first["ETag"]})
    redact(versions_of(ships)[1], {"text/0": "Two █████ sail.\n"}, reason="Asked for.")
    after = client.get(FILE, headers={"if-none-match": first["ETag"]})

    assert [row["text"] for row in file_of(client)["versions"]] == [
        *("One ship sails.\n", "Two █████ sail.\n", "Two ships sail at dawn.\n")
    ]
    assert (again.status_code, after.status_code) == (304, 200)
    assert (first["Cache-Control"], first["X-Robots-Tag"], first.cookies) == ("no-cache", "noindex", {})


def test_file_has_approvals_only_if_the_site_says_them(client, ships):
    review = {"approved": "0" * 64, "at": "2026-05-04T08:00:00.000000Z", "roles": ["Reviewers"]}
    record_with(ships, review=review)
    file = file_of(client)
    show("shows_reviews")

    assert "Reviewers" not in json.dumps(file)
    assert file["versions"][3]["redacted"].keys() == {"record/review", "record/declaration"}
    shown = json.loads(b"".join(client.get(FILE).streaming_content))
    assert shown["versions"][3]["record"]["review"] == review


def test_file_has_versions_of_the_first_format_only_where_authors_are_named(client, ships):
    """Their names are part of what is hashed."""
    with without_triggers():
        for version in versions_of(ships)[1:]:
            version.delete()
        in_first_format(versions_of(ships)[0]).save()
    publish(ships, WORDS[1])
    ShownHistory.objects.create(page_uuid=ships.uuid)

    assert "Ada Holt" not in json.dumps(file_of(client))
    show("shows_names")
    assert "Ada Holt" in json.dumps(file_of(client))


@pytest.fixture
def thousand(ships):
    """The post with 1,000 versions."""
    [newest] = PublishedVersion.objects.filter(post_uuid=ships.uuid).order_by("-number")[:1]
    rows = [
        PublishedVersion(
            **{field.attname: getattr(newest, field.attname) for field in PublishedVersion._meta.fields}
            | {"id": None, "number": number, "hash": f"{number:064}", "text": f"{number} ships sail.\n"}
        )
        for number in range(4, 1001)
    ]
    PublishedVersion.objects.bulk_create(rows)


def count_queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        response = client.get(address)
        b"".join(response)
    assert response.status_code == 200
    return len(captured)


def test_number_of_versions_costs_no_queries(client, ships, request):
    show("shows_names", "shows_reviews", "takes_suggestions")
    counted = {}
    for versions in (3, 1000):
        if versions == 1000:
            request.getfixturevalue("thousand")
        addresses = (history(), history("2/"), history("3/against/2/"), history("since/1/"), FILE)
        counted[versions] = [count_queries(client, address) for address in addresses]

    # Every page below a blog asks for the site, the blog, the post and the menu.
    frame = 4
    assert counted[1000] == counted[3]
    assert [count - frame for count in counted[1000]] == [5, 2, 2, 3, 2]


def test_list_of_a_thousand_versions_has_pages(client, ships, thousand):
    pages = [soup(client, f"{history()}?page={page}").select(".versions__item") for page in (1, 50)]

    assert [[page[0]["value"], page[-1]["value"]] for page in pages] == [["1000", "981"], ["20", "1"]]


def test_version_says_that_its_picture_was_replaced(client, ships):
    image = BlogImage.objects.create(title="Sea", file=ContentFile(saved(drawn(), "PNG"), name="sea.png"))
    chosen = {"image": image.pk, "alt_text": "The sea", "decorative": False}
    block = {"type": "image", "value": {"image": chosen, "caption": "", "credit": "", "width": "text", "link": ""}}
    ships.body = [*text("<p>Look</p>"), block]
    ships.save_revision().publish()
    pages = [soup(client, history("4/")).main]
    image.file = ContentFile(saved(drawn(mark="blue"), "PNG"), name="other.png")
    image.save()
    pages.append(soup(client, history("4/")).main)

    assert [page.img["alt"] for page in pages] == ["The sea"] * 2
    assert ["A picture was replaced since" in page.text for page in pages] == [False, True]


def test_titles_of_pictures_stay_in_the_library(client, ships):
    for place, mark in enumerate(("red", "blue")):
        file = ContentFile(saved(drawn(mark=mark), "PNG"), name="sea.png")
        ships.cover = BlogImage.objects.create(title=f"Secret {place}", file=file)
        ships.save_revision().publish()

    changes = soup(client, history("5/against/4/")).main
    assert [words_of(caption) for caption in changes.select("figcaption")] == ["Before", "Now"]
    assert "Secret" not in str(changes)


@pytest.mark.parametrize("title", ["draft", "members"])
def test_link_to_a_hidden_post_names_nothing_of_it(client, ships, title):
    hidden, other = PostPage.objects.get(title=title), PostPageFactory(parent=ships.get_parent(), slug="other")
    links = [f'<a linktype="page" id="{post.pk}">a post</a>' for post in (other, hidden)]
    for link in links:
        publish(ships, f"<p>See {link}.</p>")
    hidden.title = "Unheard of"
    hidden.save()

    changes = soup(client, history("5/against/4/")).main

    assert "now leads to a post that is not public, before to /blog/other/" in words_of(changes)
    assert "Unheard of" not in changes.text
    assert [link.get("href") for link in soup(client, history("5/")).select(".post__body a")] == [None]


def test_post_says_that_it_was_changed_once_readers_saw_two_versions(client, ships):
    once = PostPageFactory(parent=ships.get_parent(), slug="once", body=text("<p>Once</p>"))
    publish(once, "<p>Once</p>")

    link = soup(client, "/blog/ships/").select_one(".record__more a")

    assert link["href"] == history("since/2/")
    once_again = soup(client, "/blog/once/")
    assert once_again.select(".record__more") == []
    assert [entry.dt.text for entry in once_again.select(".record__entry")] == ["Published", "Reading time"]
    assert once_again.find("meta", property="article:modified_time") is None
    BlogSettings.objects.update(shows_history=False)
    assert soup(client, "/blog/ships/").select(".record__more") == []


def test_post_needs_one_query_more_at_most(client, ships):
    def queries():
        client.get("/blog/ships/")
        with CaptureQueriesContext(connection) as captured:
            client.get("/blog/ships/")
        return len(captured)

    shown = queries()
    BlogSettings.objects.update(shows_history=False)

    assert shown - queries() == 1
