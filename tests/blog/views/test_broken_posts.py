"""One post that cannot be shown never costs the others: real rows that are broken in the database."""

import io
import json
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from bs4.exceptions import ParserRejectedMarkup
from django.contrib.auth.models import User
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection, transaction
from django.utils.text import slugify
from wagtail.models import Site

from blog.history.doctor import examine
from blog.models import BlogDocument, BlogImage, BlogRendition, PostPage
from blog.review.workflow.draft_checks import check_due_drafts, check_feed_posts
from tests.blog.admin.conftest import make_picture
from tests.factories import AuthorFactory, PostPageFactory, text

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]
ATOM = "{http://www.w3.org/2005/Atom}"
LISTS = [
    *("/", "/blog/", "/blog/archive/", "/blog/tags/sea/", "/blog/authors/ada/", "/blog/good/", "/blog/good.md"),
    *("/sitemap-posts.xml", "/search/?q=words", "/search/titles/?q=words"),
]
FEEDS = ["/blog/feed/", "/search/feed/?q=words"]


def block(kind, value):
    return json.dumps([{"type": kind, "value": value, "id": "a"}])


def inside(html):
    return block("text", f"<p>Words {html}</p>")


# Shown as well as it can be: in the feed like the others.
SHOWN = {
    "not a list": '{"a": [1, null]}',
    "no blocks": "[1, null, []]",
    "kind that is no text": block([1], "x"),
    "unknown kind": block("zzz", {"a": [1]}),
    "value of another shape": block("image", [{"image": "x"}]),
    "missing picture": block("image", {"image": {"image": 987654, "alt_text": "", "decorative": True}}),
    "number that no table has": block("code", {"code": "x", "image": 10**30, "poster": 10**30}),
    "unclosed rich text": inside("<b><i><ul><li><p>"),
    "unknown entity": inside('<embed embedtype="zz"/> <a linktype="zz" id="1">q</a> <a linktype="page">q</a>'),
    "link that is no address": inside('<a href="http://[">x</a> <a href="//[x">y</a>'),
    "embed that is no address": block("embed", {"url": "http://["}),
    "source that is no address": block("quote", {"content": [], "source": "x", "source_url": "http://[::1"}),
    "huge number": '[{"type": "code", "id": "a", "value": {"code": "x", "image": %s}}]' % ("9" * 5000),
    "links to no id": inside(
        "".join(
            f'<a linktype="{kind}" id="{pk}">q</a>' for kind in ("page", "document") for pk in ("x", "²", "9" * 5000)
        )
        + "<a linktype='page' id='x'>q</a><A LINKTYPE=document>q</A><embed embedtype=\"image\" id=\"x\"/>"
    ),
    "lists without end": inside("<ul><li>" * 1000),
    "tags that cross": inside("</b></p><li>x</li><b><i>y</b></i><img src=x><p>"),
    "deep": block("quote", {"content": [{"type": "quote", "value": {"content": [{"type": "zz"}]}}] * 3}),
}
# PostgreSQL holds no such text.
SHOWN_ON_SQLITE = {"NUL": block("code", {"code": "a\0b\x1b[31m"}), "half a surrogate": inside("\ud83d")}
# No error that somebody thought of; the row is left out.
BROKEN = inside("<![x")


@pytest.fixture
def among(blog):
    """``among(bodies)`` are posts by the names of their bodies, which stand in their rows, between two sound ones."""
    ada = AuthorFactory(name="Ada")
    sound = {"parent": blog, "tags": ["sea"], "authors": [ada], "body": text("<p>Words</p>")}

    def make(bodies):
        PostPageFactory(title="Good words", slug="good", **sound)
        bad = {name: PostPageFactory(title=f"{name} words", slug=slugify(name), **sound) for name in bodies}
        PostPageFactory(title="Other words", slug="other", **sound)
        for name, body in bodies.items():
            put(bad[name], body)
        return bad

    return make


@pytest.fixture
def posts(among):
    """``posts(body)`` is a post with that in its row, which stands between two sound ones."""
    return lambda body: among({"Bad": body})["Bad"]


def put(post, body):
    with connection.cursor() as cursor:
        cursor.execute("UPDATE blog_postpage SET body = %s WHERE page_ptr_id = %s", [body, post.pk])


def titles(client, address):
    entries = ET.fromstring(client.get(address).content).findall(f"{ATOM}entry/{ATOM}title")
    return [entry.text for entry in entries]


def is_shown(client, address):
    client.raise_request_exception = False
    return client.get(address).status_code == 200


def alone_at_fault(client, address, bad, bodies):
    """The names of the bodies that break the address when all others are sound."""
    found = []
    for name in bodies:
        for other, post in bad.items():
            put(post, bodies[other] if other == name else inside(""))
        cache.clear()
        found += [] if is_shown(client, address) else [name]
    return found


@pytest.mark.parametrize(
    "bodies",
    [SHOWN, pytest.param(SHOWN_ON_SQLITE, marks=pytest.mark.database("sqlite"))],
    ids=["strange", "characters of no text"],
)
def test_post_with_a_strange_body_is_shown_everywhere(client, among, bodies):
    bad = among(bodies)

    for address in FEEDS:
        assert titles(client, address) == ["Other words", *(f"{name} words" for name in reversed(bodies)), "Good words"]
    for address in LISTS:
        assert is_shown(client, address), (address, alone_at_fault(client, address, bad, bodies))
    for name, post in bad.items():
        for address in (f"/blog/{post.slug}/", f"/blog/{post.slug}.md"):
            assert is_shown(client, address), (name, address)
    client.force_login(User.objects.create_superuser("owner"))
    for name, post in bad.items():
        for address in (f"/admin/pages/{post.pk}/edit/", f"/admin/api/main/pages/{post.pk}/"):
            assert is_shown(client, address), (name, address)
        PostPage.objects.get(pk=post.pk).save_revision().publish()


@pytest.mark.database("sqlite")
def test_post_that_cannot_be_rendered_is_left_out_of_feeds_and_logged_once(client, posts, caplog):
    bad = posts(BROKEN)

    for _ in range(2):
        for address in FEEDS:
            assert titles(client, address) == ["Other words", "Good words"]
    for address in LISTS:
        assert client.get(address).status_code == 200, address
    logged = [record for record in caplog.records if record.levelname == "ERROR"]
    assert [record.getMessage() for record in logged] == [
        f"Post {bad.pk} cannot be shown. Lists and feeds go on without it."
    ]
    assert logged[0].exc_info[0] is ParserRejectedMarkup


@pytest.mark.database("sqlite")
def test_post_that_broke_without_being_saved_comes_onto_the_desk_and_leaves_it_mended(client, posts):
    bad = posts(BROKEN)
    client.force_login(User.objects.create_superuser("owner"))

    check_feed_posts()
    check_feed_posts()

    assert found_on_desk(client) == ["Bad words"]
    PostPage.objects.filter(pk=bad.pk).update(body=[("text", "<p>Words</p>")], summary="In short.")
    check_feed_posts()
    assert found_on_desk(client) == []


def found_on_desk(client):
    found = BeautifulSoup(client.get("/admin/").content, "html.parser")
    words = "This post cannot be shown or checked because of an error. The server's log describes it."
    return [
        item.select_one(".desk__title").get_text()
        for item in found.select("[aria-labelledby=desk-found] li")
        if words in item.get_text() and item.select_one(".desk__title")
    ]


@pytest.mark.database("sqlite")
def test_live_post_that_cannot_be_rendered_is_found_when_its_draft_is_checked(client, posts):
    bad = posts(BROKEN)
    draft = bad.get_latest_revision_as_object()
    draft.summary = "In short."
    draft.save_revision()
    client.force_login(User.objects.create_superuser("owner"))

    check_due_drafts()

    assert found_on_desk(client) == ["Bad words"]


@pytest.mark.parametrize(
    "body",
    [
        block("callout", {"kind": "note", "content": [{"type": "text"}]}),
        block("list", {"ordered": True, "items": [{"value": {"task": "", "content": "x"}}]}),
    ],
    ids=["block without a value", "item without blocks"],
)
def test_post_whose_markdown_cannot_be_written_keeps_doctor_from_no_other(posts, body):
    bad = posts(body)
    other = PostPage.objects.get(slug="other")
    PostPage.objects.filter(pk=other.pk).update(summary="Changed without a version.")

    findings, _repaired = examine(repair=False)

    assert [finding for finding in findings if f"Post {bad.pk} " in finding] == [
        f"Post {bad.pk} “Bad words” is not what its version 1 says: it cannot be read, and the log says why."
    ]
    assert any(f"Post {other.pk} " in finding for finding in findings)
    with transaction.atomic():
        call_command("update_index", stdout=io.StringIO())


def test_database_that_fails_is_no_fault_of_a_post(client, posts, django_db_blocker):
    posts(block("image", {"image": {"image": make_picture().pk, "alt_text": "x", "decorative": False}}))
    client.raise_request_exception = False

    def refuse(execute, sql, params, many, context):
        if "wagtaildocs" in sql or "blogrendition" in sql.lower():
            raise connection.Database.OperationalError("gone")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        assert client.get("/blog/feed/").status_code == 500


def test_media_without_a_file_cost_only_themselves(client, posts):
    picture, document = make_picture(), BlogDocument.objects.create(title="No file")
    posts(block("markdown", f"[x](image:{picture.uuid})"))
    BlogImage.objects.filter(pk=picture.pk).update(file="")

    assert titles(client, "/blog/feed/") == ["Other words", "Bad words", "Good words"]
    assert client.get(f"/documents/{document.pk}/").status_code == 404
    BlogDocument.objects.filter(pk=document.pk).update(file="documents/lost.pdf")
    assert client.get(f"/documents/{document.pk}/lost.pdf").status_code == 404
    BlogDocument.objects.filter(pk=document.pk).update(file="")
    client.force_login(User.objects.create_superuser("owner"))
    for address in [
        *("images/", "images/chooser/", f"images/{picture.pk}/", "api/main/images/?fields=*"),
        *("documents/", "documents/chooser/", f"documents/edit/{document.pk}/", "api/main/documents/?fields=*"),
    ]:
        assert client.get(f"/admin/{address}").status_code == 200, address


def test_post_without_any_date_is_shown(client, posts):
    PostPage.objects.filter(pk=posts(inside("")).pk).update(first_published_at=None, last_published_at=None)

    for address in [*FEEDS, *LISTS, "/blog/bad/", "/blog/bad.md"]:
        assert client.get(address).status_code == 200, address


@pytest.fixture
def pictured(posts):
    """A picture with its renditions that is in a post and on its card."""
    picture = make_picture()
    chosen = {"image": picture.pk, "alt_text": "x", "decorative": False}
    bad = posts(block("image", {"image": chosen}))
    bad = PostPage.objects.get(pk=bad.pk)
    bad.cover, bad.cover_is_decorative = picture, True
    bad.save_revision().publish()
    return picture


def all_are_shown(client):
    for address in [*LISTS, *FEEDS, "/blog/bad/"]:
        assert client.get(address).status_code == 200, address
    client.force_login(User.objects.create_superuser("owner"))
    for address in ["images/", "images/chooser/", "pages/", f"pages/{PostPage.objects.get(slug='bad').pk}/edit/"]:
        assert client.get(f"/admin/{address}", follow=True).status_code == 200, address


def test_rendition_without_a_file_is_a_placeholder(client, pictured):
    client.get("/blog/bad/")
    assert pictured.renditions.update(file="")
    cache.clear()

    all_are_shown(client)

    assert "no-picture" in client.get("/blog/bad/").content.decode()


@pytest.mark.parametrize("is_gone", [True, False], ids=["gone", "no picture"])
def test_picture_of_no_size_whose_file_cannot_be_measured_costs_only_itself(client, pictured, is_gone):
    client.get("/blog/bad/")
    for medium in (pictured, *pictured.renditions.all()):
        Path(medium.file.path).unlink() if is_gone else Path(medium.file.path).write_bytes(b"words")
    BlogImage.objects.update(width=0, height=0)
    BlogRendition.objects.update(width=0, height=0)
    cache.clear()

    all_are_shown(client)


def test_hostname_that_makes_no_address_keeps_the_feeds(client, posts):
    Site.objects.update(hostname="[::1")
    Site.clear_site_root_paths_cache()

    for address in FEEDS:
        assert client.get(address).status_code == 200, address
