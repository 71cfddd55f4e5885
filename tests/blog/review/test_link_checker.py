"""Links to other sites: asked only where a blog wants it, kindly, and found dead only after some days."""

import socket
from datetime import UTC, datetime, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse
from time_machine import travel

from blog.models import BlogSettings, PostPage
from blog.review.link_checker.checker import check_due_links
from blog.review.link_checker.extraction import external_links
from blog.review.link_checker.findings import DEAD_LINK_CODE
from blog.review.link_checker.link_index import index_due_posts
from blog.review.models import LinkedAddress
from blog.review.workflow.quality_gate import evaluate, waive
from tests.blog.fake_remote_site import another_site
from tests.blog.review.people import again, draft, submit, write
from tests.factories import PostPageFactory
from tests.journeys.bodies import quote, table, text
from tests.rich_text import footnote

GONE, THERE = "http://elsewhere.example/gone", "http://elsewhere.example/there"
MONDAY = datetime(2026, 11, 23, 9, tzinfo=UTC)


@pytest.fixture
def asked(monkeypatch):
    """The paths that the site at elsewhere.example was asked for; it knows one page, and no HEAD."""
    with another_site(monkeypatch, {"/there": ("text/html", b"")}) as paths:
        yield paths


def switch(team, *, on):
    settings = BlogSettings.for_site(team.site)
    settings.asks_whether_links_work = on
    settings.save()


def link(address, words="the source"):
    return f'<a href="{address}">{words}</a>'


def live(team, *links):
    BlogSettings.objects.update(works_alone=True)
    return PostPageFactory(parent=team.blog, body=[text(f"<p>{' '.join(links)}</p>")])


def a_round():
    index_due_posts()
    check_due_links()


def warnings(post):
    found = evaluate(again(post).get_latest_revision_as_object())
    return [one.finding.words for one in found if one.finding.code == DEAD_LINK_CODE and not one.waiver]


def rounds_on(*days):
    for day in days:
        with travel(MONDAY + timedelta(days=day), tick=False):
            a_round()


@pytest.mark.parametrize(
    ("block", "address"),
    [
        (text('<p><a href="https://x.example/a?b=1&amp;c=2#part">x</a></p>'), "https://x.example/a?b=1&c=2"),
        (text('<p><a href="https://X.example">x</a></p>'), "https://x.example/"),
        (text(f"<p>x{footnote('1', '[x](https://x.example/note)')}</p>"), "https://x.example/note"),
        (
            {"type": "markdown", "value": "<https://x.example/md> ![no](https://x.example/no.png)"},
            "https://x.example/md",
        ),
        ({"type": "bookmark", "value": {"url": "https://x.example/card", "title": "X"}}, "https://x.example/card"),
        (quote(text('<p><a href="http://x.example/in">x</a></p>')), "http://x.example/in"),
        (table([("text", "")], [['<a href="http://x.example/cell">x</a>']]), "http://x.example/cell"),
    ],
)
def test_link_elsewhere_is_found_wherever_it_stands(block, address):
    assert [found.address for found in external_links(PostPage(body=[block]))] == [address]


@pytest.mark.parametrize(
    "address",
    ["/about/", "#part", "mailto:a@x.example", "https://u:p@x.example/", "http://[x", f"https://x.example/{'é' * 800}"],
)
def test_what_is_no_address_of_the_web_is_no_link_elsewhere(address):
    assert external_links(PostPage(body=[text(f'<p><a href="{address}">x</a></p>')])) == []


pytestmark = pytest.mark.django_db


def test_nobody_is_asked_unless_the_blog_wants_it(team, asked):
    post = draft(team, team.wanda, words=link(GONE))

    a_round()

    assert (asked, warnings(post), LinkedAddress.objects.exists()) == ([], [], False)


def test_draft_with_a_link_that_does_not_answer_is_warned_of_at_once_and_goes_on_to_its_review(team, asked):
    switch(team, on=True)
    post = draft(team, team.wanda, words=link(GONE))

    with travel(MONDAY, tick=False):
        a_round()
        submit(post, team.wanda)

    assert warnings(post) == [
        "The link “the source” to elsewhere.example did not work on 23 Nov 2026 (404). It will be checked again."
    ]
    assert again(post).current_workflow_task.name == "Review"


def test_link_of_a_live_post_is_dead_after_three_days_and_on_the_desk_of_editors_only(team, asked, client):
    post = live(team, link(GONE), link(THERE))
    switch(team, on=True)
    shown = []

    for day in range(3):
        rounds_on(day, day + 0.01)
        client.force_login(team.edda)
        page = BeautifulSoup(client.get("/admin/").content, "html.parser")
        shown.append([" ".join(part.get_text().split()) for part in page.select("[aria-labelledby=desk-dead] li li")])

    assert shown == [[], [], [f"{GONE}: 404 since 23 Nov 2026"]]
    assert warnings(post) == ["The link “the source” to elsewhere.example has been broken since 23 Nov 2026 (404)."]
    client.force_login(team.wanda)
    assert "desk-dead" not in client.get("/admin/").content.decode()


def test_link_that_answers_again_is_forgiven(team, asked):
    switch(team, on=True)
    post = draft(team, team.wanda, words=link(THERE))
    index_due_posts()
    LinkedAddress.objects.update(failures=3, failing_since=MONDAY, asked_at=MONDAY, status=404)
    assert len(warnings(post)) == 1

    check_due_links()

    assert warnings(post) == []
    assert LinkedAddress.objects.get().failing_since is None


def test_host_is_asked_once_a_round_and_then_rests(team, asked):
    switch(team, on=True)
    draft(team, team.wanda, words=link(GONE) + link(THERE))

    rounds_on(0, 0)
    assert asked == ["/gone"]
    rounds_on(0.001, 0.01)
    assert asked == ["/gone", "/there"]


def test_address_in_the_own_network_is_never_asked_and_says_nothing(team, asked):
    switch(team, on=True)
    post = draft(team, team.wanda, words=link("http://127.0.0.1/") + link("http://elsewhere.example:22/"))

    rounds_on(0, 1)

    assert (asked, warnings(post)) == ([], [])
    assert not LinkedAddress.objects.filter(asked_at=None).exists()


def test_host_that_does_not_exist_is_no_answer(team, monkeypatch):
    def resolve(host, *args, **kwargs):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    switch(team, on=True)
    post = draft(team, team.wanda, words=link("http://nowhere.invalid/"))

    a_round()

    assert "to nowhere.invalid did not work on" in warnings(post)[0]


def test_address_that_no_post_links_to_any_more_is_removed_unasked(team, asked):
    switch(team, on=True)
    post = draft(team, team.wanda, words=link(GONE))
    index_due_posts()
    write(post, team.wanda, "No link.")

    a_round()

    assert (asked, LinkedAddress.objects.exists()) == ([], False)


def test_link_that_went_with_the_approved_text_is_not_kept_for_the_old_one(team, asked):
    BlogSettings.objects.update(works_alone=True)
    switch(team, on=True)
    post = draft(team, team.edda, words=link(GONE))
    again(post).latest_revision.publish(user=team.edda)
    revision = write(post, team.edda, "No link.")
    index_due_posts()
    assert LinkedAddress.objects.get().posts.exists()

    revision.publish(user=team.edda)
    a_round()

    assert not LinkedAddress.objects.exists()


def test_switching_off_forgets_what_was_asked_and_switching_on_reads_again(team, asked):
    switch(team, on=True)
    draft(team, team.wanda, words=link(GONE))
    a_round()

    switch(team, on=False)
    a_round()
    assert (asked, LinkedAddress.objects.exists()) == (["/gone"], False)

    switch(team, on=True)
    a_round()
    assert asked == ["/gone", "/gone"]


def test_dead_link_that_may_stand_leaves_the_desk_and_another_in_its_block_does_not(team, asked, client):
    other = "http://elsewhere.example/too"
    post = live(team, link(GONE), link(other))
    switch(team, on=True)
    rounds_on(0, 0.01, 1, 1.01, 2, 2.01)
    client.force_login(team.rita)
    block = str(post.body[0].id)

    client.post(
        reverse("waive_finding", args=[post.pk]),
        {"code": DEAD_LINK_CODE, "block_id": block, "about": GONE, "reason": "It keeps machines out."},
    )

    page = client.get("/admin/").content.decode()
    assert (GONE in page, other in page, len(warnings(post))) == (False, True, 1)
    waive(post, code=DEAD_LINK_CODE, block_id=block, about=other, reason="The same.", user=team.rita)
    assert "desk-dead" not in client.get("/admin/").content.decode()
