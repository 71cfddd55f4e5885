"""What readers search for is counted, cheaply and without a trace of them, and editors see it."""

from datetime import date, timedelta

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group, User
from django.db import DatabaseError
from django.urls import reverse
from django.utils import timezone

from blog.review.roles.groups import make_groups
from search.analytics import query_log
from search.analytics.bar_chart import days_until, make_bars, round_up
from search.models import AskedQuery, SearchSettings
from tests.factories import PostPageFactory

READER = {"user-agent": "Mozilla/5.0 (X11; Linux x86_64) Firefox/150.0"}
DAY = date(2026, 11, 24)


@pytest.fixture(autouse=True)
def nothing_pending():
    query_log._pending.clear()


@pytest.fixture
def counted(client, blog):
    """Searches as a reader does and says what was kept."""
    PostPageFactory(parent=blog, title="Harbour")

    def search(*queries, headers=READER, **parameters):
        for query in queries:
            client.get("/search/", {"q": query, **parameters}, headers=headers)
        query_log.flush()
        return sorted(AskedQuery.objects.values_list("query", "times", "in_vain"))

    return search


@pytest.mark.django_db
def test_words_are_counted_by_day(counted):
    with time_machine.travel("2026-11-24T12:00Z", tick=False):
        assert counted("Harbour ", "harbour", "zebra") == [("harbour", 2, 0), ("zebra", 1, 1)]
        assert counted("zebra") == [("harbour", 2, 0), ("zebra", 2, 2)]
    with time_machine.travel("2026-11-25T12:00Z", tick=False):
        counted("zebra")

    assert set(AskedQuery.objects.values_list("day", "query")) == {
        (DAY, "harbour"),
        (DAY, "zebra"),
        (DAY + timedelta(days=1), "zebra"),
    }


@pytest.mark.django_db
def test_nothing_but_words_day_and_numbers_is_kept(db):
    names = {field.name for field in AskedQuery._meta.get_fields()}

    assert names == {"id", "day", "query", "times", "in_vain"}


@pytest.mark.parametrize(
    "query",
    [
        "ada@example.org",
        "0171 234 56 78",
        "4111-1111-1111-1111",
        "https://example.org/reset?key=1",
        "ghp_16C7e42F292c6912E7710c838347Ae178B4a",
        "DE89370400440532013000",
        "x" * 25,
        "one two three four five six seven eight nine ten eleven",
        "word " * 17,
        "s3cr3tP4ssw0rdX9",
    ],
)
def test_what_may_be_of_a_person_or_a_secret_is_not_kept(query):
    assert query_log.looks_private(query_log.normalize_query(query))


@pytest.mark.parametrize(
    "query",
    ["no-unused-vars", "version 1.55.0 of 2024", "std::vec", "tag:sea harbour", "日本語", "continuous-integration"],
)
def test_words_to_look_for_are_kept(query):
    assert not query_log.looks_private(query_log.normalize_query(query))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("headers", "parameters"),
    [
        ({"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1)"}, {}),
        ({}, {}),
        ({**READER, "sec-purpose": "prefetch"}, {}),
        (READER, {"page": "2"}),
    ],
)
def test_robots_and_further_pages_are_not_counted(counted, headers, parameters):
    assert counted("harbour", headers=headers, **parameters) == []


@pytest.mark.django_db
def test_page_writes_nothing_and_has_no_cookie(client, blog, django_assert_num_queries, monkeypatch):
    monkeypatch.setattr(query_log, "_last_flush", query_log.monotonic())
    with django_assert_num_queries(0):
        query_log.flush_if_due()
    response = client.get("/search/", {"q": "harbour"}, headers=READER)

    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert query_log._pending == {("harbour", False): 1}
    assert not AskedQuery.objects.exists()

    monkeypatch.setattr(query_log, "_last_flush", query_log.monotonic() - query_log.FLUSH_INTERVAL)
    client.get("/robots.txt")

    assert AskedQuery.objects.get().query == "harbour"


@pytest.mark.django_db
def test_number_of_rows_is_bounded(counted, monkeypatch):
    monkeypatch.setattr(query_log, "MAX_QUERIES_PER_DAY", 2)
    monkeypatch.setattr(query_log, "MAX_PENDING_QUERIES", 3)

    assert counted("one", "two", "three", "four") == [("one", 1, 1), ("two", 1, 1)]
    assert counted("five", "two") == [("one", 1, 1), ("two", 2, 2)]


@pytest.mark.django_db
def test_search_is_answered_where_nothing_can_be_counted(client, blog, monkeypatch, caplog):
    def failing(pending):
        raise DatabaseError("disk full: zebra")

    monkeypatch.setattr(query_log, "add_counts", failing)
    monkeypatch.setattr(query_log, "_last_flush", -query_log.FLUSH_INTERVAL)

    assert client.get("/search/", {"q": "zebra"}, headers=READER).status_code == 200
    assert "could not be counted: DatabaseError" in caplog.text
    assert "zebra" not in caplog.text
    assert query_log._pending == {}


@pytest.mark.django_db
def test_switching_it_off_forgets_everything(counted):
    counted("zebra")
    settings = SearchSettings.load()
    settings.counts_searches = False
    settings.save()

    assert counted("zebra", "harbour") == []


@pytest.mark.django_db
def test_what_is_older_than_a_year_is_forgotten(db):
    today = timezone.localdate()
    for days in (364, 366):
        AskedQuery.objects.create(day=today - timedelta(days=days), query=f"{days}")

    query_log.delete_old_queries()

    assert [row.query for row in AskedQuery.objects.all()] == ["364"]


def test_bars_stand_for_days_or_weeks_up_to_a_round_number():
    days = days_until(DAY, 4)
    bars, top = make_bars({DAY: (30, 10), days[0]: (10, 0)}, days, days_in_a_bar=2)

    assert top == 50
    assert [(bar.first, bar.last, bar.times, bar.zero_results) for bar in bars] == [
        (days[0], days[1], 10, 0),
        (days[2], DAY, 30, 10),
    ]
    assert [(bar.height, bar.zero_results_height) for bar in bars] == [(32, 0), (96, 32)]
    assert [round_up(number) for number in (0, 1, 3, 6, 11, 51, 200, 201)] == [1, 1, 5, 10, 20, 100, 200, 500]


@pytest.mark.django_db
def test_editor_sees_what_is_asked_and_what_finds_nothing(client, site, django_assert_max_num_queries):
    make_groups()
    editor = User.objects.create_user("ed")
    editor.groups.add(Group.objects.get(name="Editors"))
    client.force_login(editor)
    today = timezone.localdate()
    AskedQuery.objects.create(day=today, query="<b>zebra", times=3, in_vain=3)
    AskedQuery.objects.create(day=today - timedelta(days=1), query="harbour", times=7)
    AskedQuery.objects.create(day=today - timedelta(days=60), query="lighthouse", times=9)
    client.get("/admin/")

    with django_assert_max_num_queries(20):
        html = BeautifulSoup(client.get(reverse("searches:index")).content, "html.parser")
    zero_results, most_asked = html.select("table.search-report__queries")
    longer = client.get(reverse("searches:index"), {"days": "364"})

    assert [row.th.text for row in zero_results.tbody.find_all("tr")] == ["<b>zebra"]
    assert [row.th.text for row in most_asked.tbody.find_all("tr")] == ["harbour", "<b>zebra"]
    assert len(html.select("svg .search-report__times")) == 30
    assert "10 searches" in html.figcaption.text
    assert "lighthouse" in longer.content.decode()
    synonym, choice = [link["href"] for link in zero_results.select("a.button")]
    assert (
        BeautifulSoup(client.get(synonym).content, "html.parser")
        .find("input", {"name": "words"})["value"]
        .startswith("<b>zebra")
    )
    assert "&lt;b&gt;zebra" in client.get(choice).content.decode()


@pytest.mark.django_db
@pytest.mark.database("sqlite")
def test_report_is_for_editors_and_administrators(client, site, subtests):
    make_groups()
    for role, status in (("Authors", 302), ("Reviewers", 302), ("Editors", 200), ("Administrators", 200)):
        user = User.objects.create_user(role)
        user.groups.add(Group.objects.get(name=role))
        client.force_login(user)
        with subtests.test(role):
            assert client.get(reverse("searches:index"), {"days": "x\0"}).status_code == status


@pytest.mark.django_db
def test_who_works_here_is_no_reader(client, counted):
    client.force_login(User.objects.create_user("ed"))

    assert counted("harbour") == []


@pytest.mark.django_db
def test_report_offers_what_its_forms_take(client, site):
    make_groups()
    user = User.objects.create_user("ed")
    user.groups.add(Group.objects.get(name="Editors"))
    client.force_login(user)
    for query in ("harbour", "zzz, yyy", "author:maren"):
        AskedQuery.objects.create(day=timezone.localdate(), query=query, times=1, in_vain=1)

    html = BeautifulSoup(client.get("/admin/searches/").content, "html.parser")
    rows = {row.th.text: row.td.find_next_siblings("td")[-1].text.split() for row in html.select("tbody tr")}

    assert "synonyms" in rows["harbour"]
    assert "Choose" in rows["harbour"]
    assert "synonyms" not in rows["zzz, yyy"]
    assert rows["author:maren"] == []
