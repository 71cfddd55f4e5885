"""What readers are told about corrections and new information, and what never."""

import json
import re
from functools import partial
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import TestCase
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from blog.history.doctor import examine
from blog.history.models import PublishedVersion, ShownHistory, SignificantChange
from blog.history.redaction.versions import redact
from blog.models import BlogSettings, PostPage
from blog.review.takedown.action import take_down
from tests.blog.history.test_public_history import hide_in_every_way, publish, show, soup, words_of
from tests.factories import PostPageFactory, make_site, restrict, text

pytestmark = pytest.mark.django_db

capture_commits = partial(TestCase.captureOnCommitCallbacks, execute=True)
ATOM = "{http://www.w3.org/2005/Atom}"
LIST, FEED = "/blog/corrections/", "/blog/corrections/feed/"
PLACES = ("/", "/blog/", LIST, FEED, "/blog/feed/", "/blog/tides/", "/blog/tides.md")


def change(kind, *, wrong="", right="", note=""):
    key = f"00000000-0000-4000-8000-{PublishedVersion.objects.count():012}"
    return {"id": key, "kind": kind, "note": note, "wrong": wrong, "right": right}


def correct(post, right, *, wrong="The ebb is at two."):
    return publish(post, f"<p>{right}</p>", change=change("correction", wrong=wrong, right=right))


@pytest.fixture(scope="module")
def site_once(module_db):
    """A public post with a correction, and a corrected post of each kind that readers may not see now."""
    site, home, blog = make_site()
    BlogSettings.objects.create(site=site)
    tides = PostPageFactory(parent=blog, title="Tides & ships", slug="tides", body=text("<p>The ebb is at two.</p>"))
    publish(tides, "<p>The ebb is at twoo.</p>")
    correct(tides, "The ebb is at <four>.")
    publish(tides, "<p>The ebb is at four.</p>", change=change("typo", note="A secret typo."))

    def post(slug, parent):
        found = PostPageFactory(parent=parent, slug=slug, title=f"Secret {slug}", body=text("<p>Secret</p>"))
        return correct(found, f"Secret of {slug}", wrong="Secret claim")

    hide_in_every_way(home, blog, post)


@pytest.fixture
def tides(site_once):
    show()
    return PostPage.objects.get(slug="tides")


def corrections_on(client, address="/blog/tides/"):
    return [words_of(note) for note in soup(client, address).select(".correction .correction__claims")]


def listed(client, address=LIST):
    return [words_of(item.dl) for item in soup(client, address).select(".versions__item")]


def entries(client, address="/blog/feed/"):
    return ET.fromstring(client.get(address).content).findall(f"{ATOM}entry")


def content_of(entry):
    return BeautifulSoup(entry.find(f"{ATOM}content").text, "html.parser")


CLAIMS = "What was wrong The ebb is at two. What is right The ebb is at <four>."


def test_list_names_date_post_and_both_claims(client, tides):
    page = soup(client, LIST)
    [item] = page.select(".versions__item")

    assert (words_of(item.h2), words_of(item.dl)) == ("Tides & ships", CLAIMS)
    assert item.time is not None
    assert [link["href"] for link in item.select("a")] == [
        "/blog/tides/",
        "/blog/tides/history/3/against/2/",
        "/blog/tides/history/",
    ]
    assert page.head.find("link", type="application/atom+xml")["href"] == "feed/"
    assert client.get(item.select("a")[1]["href"]).status_code == 200


def test_list_is_newest_first_and_has_pages(client, tides):
    for number in range(20):
        correct(tides, f"Right {number}.")

    pages = [listed(client, f"{LIST}?page={number}") for number in (1, 2)]

    assert [len(page) for page in pages] == [20, 1]
    assert pages[0][0].endswith("Right 19.")
    assert pages[1] == [CLAIMS]
    assert client.get(f"{LIST}?page=3").status_code == 404


def test_feed_has_an_entry_for_each_correction_with_an_id_of_its_own(client, tides):
    [entry] = entries(client, FEED)

    assert entry.find(f"{ATOM}title").text == "Correction: Tides & ships"
    assert entry.find(f"{ATOM}id").text.startswith("urn:uuid:00000000-0000-4000-8000-")
    assert entry.find(f"{ATOM}link").get("href") == "http://testserver/blog/tides/history/3/against/2/"
    html = content_of(entry)
    assert [html.find(tag).text for tag in ("del", "ins")] == ["The ebb is at two.", "The ebb is at <four>."]


def test_post_shows_its_correction_above_the_text(client, tides):
    page = soup(client, "/blog/tides/")
    note = page.select_one(".correction")

    assert words_of(note.dl) == CLAIMS
    assert [link["href"] for link in note.select("a")] == ["/blog/tides/history/3/against/2/", LIST]
    assert page.select_one(".correction ~ .post__body") is not None


def test_post_shows_three_corrections_and_leads_to_earlier_ones(client, tides):
    for number in range(3):
        correct(tides, f"Right {number}.")

    note = soup(client, "/blog/tides/").select_one(".correction")

    assert [words_of(claims)[-8:] for claims in note.select("dl")] == ["Right 2.", "Right 1.", "Right 0."]
    assert note.find("a", href="/blog/tides/history/") is not None


def test_post_tells_programs_of_its_correction(client, tides):
    data = json.loads(soup(client, "/blog/tides/").find("script", type="application/ld+json").string)

    [note] = data["correction"]
    assert (data["@type"], data["headline"], note["@type"]) == ("BlogPosting", "Tides & ships", "CorrectionComment")
    assert note["text"] == "Wrong: The ebb is at two. Right: The ebb is at <four>."
    assert note["url"] == "http://testserver/blog/tides/history/3/against/2/"
    assert b"</four" not in client.get("/blog/tides/").content


def test_markdown_file_has_its_correction_in_front(client, tides):
    front = client.get("/blog/tides.md").content.decode().partition("\n---\n")[0]

    assert re.search(r"corrections:\n- version: 3\n  date: .+\n  wrong: The ebb is at two\.\n  right: The ebb", front)


def test_entry_of_the_post_has_its_correction_and_one_line_about_its_version(client, tides):
    [entry] = entries(client)
    html = content_of(entry)

    assert html.find("ins").text == "The ebb is at <four>."
    assert words_of(html.find_all("p")[-1]).startswith("Version 4 of ")
    assert "Typo. A secret typo." in words_of(html.find_all("p")[-1])
    assert [link["href"] for link in html.find_all("p")[-1].find_all("a")] == [
        "http://testserver/blog/tides/history/4/against/3/",
        "http://testserver/blog/tides/history/since/4/",
    ]


@pytest.mark.parametrize("is_shown", [True, False])
def test_entry_is_new_only_after_a_correction_or_new_information(client, tides, is_shown):
    BlogSettings.objects.update(shows_history=is_shown)

    def updated():
        return entries(client)[0].find(f"{ATOM}updated").text

    moments = [PublishedVersion.objects.get(post_uuid=tides.uuid, number=3).published_at.isoformat()]
    assert updated() == moments[0]
    publish(tides, "<p>The ebb is at four, I think.</p>", change=change("wording"))
    assert updated() == moments[0]
    publish(tides, "<p>It moved to five.</p>", change=change("information"))
    assert updated() == PublishedVersion.objects.get(post_uuid=tides.uuid, number=6).published_at.isoformat()


def test_home_page_shows_the_newest_correction_or_information_in_one_line(client, tides):
    def line():
        found = soup(client, "/").select_one(".news-line")
        return found.b.text, found.a["href"], found.a.text

    assert line() == ("Correction", "/blog/tides/history/3/against/2/", "Tides & ships")
    publish(tides, "<p>It moved to five.</p>", change=change("information"))
    assert line() == ("New information", "/blog/tides/history/5/against/4/", "Tides & ships")


@pytest.mark.parametrize("address", PLACES)
def test_no_place_says_anything_of_hidden_posts_or_of_typos(client, tides, address):
    assert SignificantChange.objects.count() > 1
    content = client.get(address).content.decode()

    assert "ecret" not in content.replace("A secret typo.", "" if address == "/blog/feed/" else "!ecret")


def test_nothing_is_said_before_the_site_shows_its_history(client, tides):
    BlogSettings.objects.update(shows_history=False)

    assert [client.get(address).status_code for address in (LIST, FEED)] == [404, 404]
    for address in ("/", "/blog/feed/", "/blog/tides/", "/blog/tides.md"):
        assert "ebb is at two" not in client.get(address).content.decode()
        assert "history/" not in client.get(address).content.decode()


def test_reader_of_the_feeds_gets_a_choice_of_shown_versions_and_a_redaction(client, tides):
    def tags():
        return {client.get(address)["ETag"] for address in (FEED, "/blog/feed/")}

    with capture_commits():
        tags()
    before = tags()
    with capture_commits():
        version = PublishedVersion.objects.get(post_uuid=tides.uuid, number=3)
        redact(version, {"record/change": None}, reason="A name")
    redacted = tags()
    with capture_commits():
        ShownHistory.objects.create(page_uuid=tides.uuid, first_number=4)

    assert before.isdisjoint(redacted)
    assert redacted.isdisjoint(tags())


def nothing_is_said(client):
    assert listed(client) == []
    assert entries(client, FEED) == []
    assert corrections_on(client) == []
    assert soup(client, "/").select(".news-line") == []
    assert content_of(entries(client)[0]).find("ins") is None
    assert "corrections:" not in client.get("/blog/tides.md").content.decode()


def test_correction_from_before_the_shown_history_is_not_public(client, tides):
    ShownHistory.objects.create(page_uuid=tides.uuid, first_number=4)

    nothing_is_said(client)


def test_correction_that_was_taken_down_stays_hidden(client, tides):
    take_down(tides, user=None)
    publish(tides, "<p>The ebb is at six.</p>")

    nothing_is_said(client)


def test_redacted_correction_is_told_nowhere(client, tides):
    correct(tides, "The ebb is at six.")
    for version in PublishedVersion.objects.filter(post_uuid=tides.uuid, number__in=(3, 5)):
        redact(version, {"record/change": {**version.record["change"], "wrong": "█"}}, reason="A name")

    nothing_is_said(client)
    assert "Correction" not in content_of(entries(client)[0]).text


def test_correction_of_a_version_with_another_redaction_stays(client, tides):
    version = PublishedVersion.objects.get(post_uuid=tides.uuid, number=3)
    redact(version, {"text/0": "█\n"}, reason="A name")

    assert listed(client) == [CLAIMS]


def test_correction_for_a_restricted_section_stays_hidden(client, tides):
    restriction = restrict(tides.get_parent())
    correct(tides, "Secret ebb")
    PageViewRestriction.objects.filter(pk=restriction.pk).delete()
    publish(tides, "<p>The ebb is at five.</p>")

    assert listed(client) == [CLAIMS]
    assert soup(client, "/").select_one(".news-line a")["href"] == "/blog/tides/history/3/against/2/"


def test_blog_without_corrections_says_so(client, tides):
    SignificantChange.objects.all().delete()

    assert "No post had to be corrected yet." in soup(client, LIST).main.text


def test_post_that_has_the_address_of_the_list_keeps_it(client, tides):
    post = PostPageFactory(parent=tides.get_parent(), slug="old", title="Our corrections")
    Page.objects.filter(pk=post.pk).update(slug="corrections", url_path=post.url_path.replace("old", "corrections"))
    publish(post, "<p>What we got wrong.</p>")

    assert soup(client, LIST).h1.text == "Our corrections"
    assert client.get(FEED).status_code == 404
    assert listed(client, "/blog/archive/corrections/") == [CLAIMS]
    assert len(entries(client, "/blog/archive/corrections/feed/")) == 1
    assert soup(client, "/blog/tides/").select(".correction a")[1]["href"] == "/blog/archive/corrections/"


def test_list_has_one_address(client, tides):
    PostPageFactory(parent=tides.get_parent(), tags=["corrections"])

    assert client.get("/blog/archive/corrections/").status_code == 404
    assert soup(client, "/blog/tags/corrections/").h1.text != "Corrections"
    assert client.post(LIST).status_code == 405


def test_list_of_a_restricted_blog_is_for_its_members(client, tides):
    assert client.get("/members/corrections/").status_code == 302


def count_queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        client.get(address)
    return len(captured)


def test_corrections_cost_few_queries_however_many_there_are(client, tides):
    counted = []
    for _ in range(2):
        counted.append([count_queries(client, address) for address in (LIST, "/", "/blog/tides/")])
        for number in range(4):
            correct(tides, f"Right {number}.")

    assert counted[0] == counted[1]
    assert counted[0][0] <= 8
    BlogSettings.objects.update(shows_history=False)
    # Which change is the newest, and what it says.
    assert counted[0][1] - count_queries(client, "/") == 2
    # The changes, and the address of the list.
    assert counted[0][2] - count_queries(client, "/blog/tides/") == 2


def test_doctor_puts_a_lost_change_back_into_the_index(client, tides):
    indexed = SignificantChange.objects.count()
    SignificantChange.objects.all().delete()

    findings, repaired = examine(repair=True)

    assert (findings[0].split()[0], repaired) == (str(indexed), indexed)
    assert listed(client) == [CLAIMS]
    assert examine(repair=False) == ([], 0)


@pytest.mark.parametrize(
    "odd",
    [
        {"kind": "correction"},
        {"kind": "correction", "wrong": None, "right": 5, "note": [], "id": None},
        {"kind": ["correction"]},
        {"kind": "other"},
    ],
)
def test_incomplete_change_of_a_script_costs_no_page_and_no_feed(client, tides, odd):
    publish(tides, "<p>The ebb is at six.</p>", change=odd)

    assert [client.get(address).status_code for address in PLACES] == [200] * len(PLACES)
    below = ("", "5/", "5/against/4/", "since/1/")
    assert [client.get(f"/blog/tides/history/{name}").status_code for name in below] == [200] * 4
    assert len(entries(client)) == 1
