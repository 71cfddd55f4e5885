"""Characters that XML 1.0 forbids come in by no door, and out of none that stood in the database before."""

import json
from xml.etree import ElementTree as ET

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.urls import reverse
from wagtail.models import Revision

from blog.blocks.body_text import with_heading_ids
from blog.history.doctor import examine
from blog.history.models import PublishedVersion
from blog.models import BlogImage, PostPage, Tag
from blog.rendering.characters import FORBIDDEN, MAX_ACCENTS, without_forbidden
from config.forms import MAX_ANONYMOUS_BYTES
from search.text.analysis import MAX_TERM_LENGTH, index_terms
from tests.blog.admin.conftest import edit_url, make_picture, post_data, write
from tests.factories import AuthorFactory, PostPageFactory, TopicFactory

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite", "postgresql")]
ATOM = "{http://www.w3.org/2005/Atom}"
# One of each kind but NUL and the surrogates, which no text column of either database holds.
BAD = "\x01\x1b\x1f\ufffe\uffff"
CODE = {"code": "\x1b[31mred\x1b[0m", "language": "console", "file_name": "a\ufffeb", "marked_lines": "", "caption": ""}


@pytest.fixture
def owner(client, site):
    client.force_login(User.objects.create_superuser("owner"))
    return client


def feed_of(client):
    return ET.fromstring(client.get("/blog/feed/").content)


def stored_texts(*rows):
    """All that the rows hold, in one text."""
    return json.dumps([row.serializable_data() for row in rows], ensure_ascii=False)


def test_what_is_forbidden_is_what_xml_forbids():
    for code in [*range(0x3000), *range(0xD700, 0x10000), 0x1FFFE, 0x10FFFF]:
        is_allowed = code in (9, 10, 13) or 0x20 <= code <= 0xD7FF or 0xE000 <= code <= 0xFFFD or code > 0xFFFF

        assert (without_forbidden(f"a{chr(code)}b") == f"a{chr(code)}b") is is_allowed


def test_escaped_emoji_is_an_emoji_and_half_of_one_is_nothing():
    assert without_forbidden(["\ud83d\ude80", {"a\ud83d": "\ude80b"}, 7]) == ["🚀", {"a": "b"}, 7]


@pytest.mark.parametrize("accents", ["\u0300\u0316", "\u0f73", "\u0301\u093c", "\U0001d165\u0301"])
def test_accents_on_a_letter_are_bounded_wherever_unicode_sorts_them(accents):
    """Without the bound each of these takes minutes."""
    endless = accents * 160_000

    assert without_forbidden(f"a{endless}b{accents}") == f"a{endless[:MAX_ACCENTS]}b{accents}"
    assert len(index_terms(f"a{endless}", "english")[0]) <= MAX_TERM_LENGTH
    for marks in (endless, "&#768;&#790;" * 160_000):
        assert with_heading_ids(f"<h2>A{marks}</h2>")[1][0].id


def test_no_field_of_the_form_of_a_post_keeps_them(owner, blog):
    body = [("text", f"<p>Red{BAD}der</p>"), ("code", {**CODE, "code": f"x\0y{BAD}"})]
    words = {name: f"{name}\0{BAD}" for name in ("summary", "cover_alt", "tags", "seo_title", "search_description")}

    post, _ = write(owner, blog, "publish", title=f"Red\0{BAD}der", body=body, **words)

    assert (post.title, post.summary, post.seo_title) == ("Redder", "summary", "seo_title")
    assert [tag.name for tag in post.tags.all()] == ["tags"]
    assert [block["value"] for block in post.body.raw_data][1]["code"] == "xy"
    assert "Redder" in post.body.raw_data[0]["value"]
    revision = Revision.objects.get(pk=post.latest_revision_id)
    assert FORBIDDEN.search(json.dumps({**revision.content, "body": json.loads(revision.content["body"])})) is None
    assert feed_of(owner).find(f".//{ATOM}entry/{ATOM}title").text == "Redder"


def test_title_of_nothing_else_is_an_empty_title(owner, blog):
    post, answer = write(owner, blog, "publish", title=f"\0{BAD}")

    assert post is None
    assert answer.context["form"].errors["title"] == ["This field is required."]


def test_rich_text_escaped_by_the_browser_does_not_keep_them(owner, blog):
    post = PostPageFactory(parent=blog, title="Live")
    data = post_data(title="Live", body=[("text", "<p>Words</p>")])
    # As JSON.stringify sends what was pasted.
    data["body-0-value"] = data["body-0-value"].replace("Words", r"Wo\u001b\ufffe\udc00rds")

    owner.post(edit_url(post), {**data, "action-publish": "1"})

    post.refresh_from_db()
    assert BeautifulSoup(post.body.raw_data[0]["value"], "html.parser").get_text() == "Words"


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("topic", {"name": "Sea\x1b\ufffe", "description": "De\0ep"}),
        ("series", {"title": "Sea\x1b", "description": ""}),
    ],
)
def test_subjects_do_not_keep_them(owner, kind, fields):
    model = PostPage._meta.get_field(kind).related_model
    url = reverse(f"wagtailsnippets_blog_{kind}:add")

    owner.post(url, {"slug": "", **fields})

    assert str(model.objects.get()) == "Sea"
    assert FORBIDDEN.search(model.objects.get().description) is None


def test_tag_and_author_and_picture_made_by_code_do_not_keep_them(blog):
    post = PostPageFactory(parent=blog, tags=[f"se{BAD}a"], authors=[AuthorFactory(name=f"A{BAD}da", bio=BAD)])
    picture = make_picture()
    picture.description = f"A lighthouse{BAD}"
    picture.save()

    assert Tag.objects.get().name == "sea"
    assert (post.post_authors.get().author.name, post.post_authors.get().author.bio) == ("Ada", "")
    assert BlogImage.objects.get().description == "A lighthouse"


def test_post_made_by_code_does_not_keep_them(blog):
    post = PostPageFactory(parent=blog, title=f"Red{BAD}", body=[{"type": "code", "value": CODE}])
    post.summary = f"Short{BAD}"
    post.save_revision().publish()

    post = PostPage.objects.get()
    assert (post.title, post.summary) == ("Red", "Short")
    assert post.body[0].value["code"] == "[31mred[0m"
    assert post.body[0].value["file_name"] == "ab"


def test_revision_that_holds_them_is_read_and_published_without(blog):
    post = PostPageFactory(parent=blog, title="Live")
    revision = post.save_revision()
    body = json.dumps([{"type": "code", "value": CODE, "id": "c"}])
    content = {**revision.content, "title": f"Red{BAD}", "summary": BAD, "body": body}
    Revision.objects.filter(pk=revision.pk).update(content=content)

    draft = Revision.objects.get(pk=revision.pk).as_object()
    Revision.objects.get(pk=revision.pk).publish()

    assert (draft.title, draft.summary, draft.body[0].value["code"]) == ("Red", "", "[31mred[0m")
    assert PostPage.objects.get().body[0].value["code"] == "[31mred[0m"


@pytest.mark.parametrize("view", ["blocks", "paste"])
def test_markdown_of_the_editor_and_of_the_clipboard_does_not_bring_them(owner, blog, view):
    post = PostPageFactory(parent=blog)
    text = f"Wo\0{BAD}rds\n\n```js\nx\0{BAD}y\n```\n"

    answer = owner.post(reverse(f"body_{view}", args=[post.pk]), {"text": text}).json()

    assert FORBIDDEN.search(json.dumps(answer, ensure_ascii=False)) is None
    assert [block["type"] for block in answer["blocks"]] == ["text", "code"]


def test_import_removes_and_names_them(blog, tmp_path):
    escaped = r'title: "A \x1b rocket \ud83d\ude80"' + "\ntags: ['s\x1bea']\nauthor: \"A\\x1bda\""
    text = f"---\n{escaped}\ndate: 2024-05-01\n---\nOne{BAD}two\n\n```\nx\x1b[0m\n```\n"
    (tmp_path / "a\x1b.md").write_text(text)
    report = tmp_path / "report.json"

    for _ in range(2):
        call_command("import_markdown", tmp_path, blog=blog.slug, licence="of-the-blog", report=report)

    post = PostPage.objects.get()
    assert post.title == "A rocket 🚀"
    assert [tag.name for tag in post.tags.all()] == ["sea"]
    assert [row.author.name for row in post.post_authors.all()] == ["Ada"]
    assert FORBIDDEN.search(json.dumps(list(post.body.raw_data), ensure_ascii=False)) is None
    assert json.loads(report.read_text())["posts"]["unchanged"] == 1


@pytest.fixture
def old_post(blog):
    """A post as earlier releases stored it, and its version."""
    author, topic = AuthorFactory(name="Ada"), TopicFactory(name="Sea")
    post = PostPageFactory(parent=blog, title="Old words", slug="old", tags=["tag"], authors=[author], topic=topic)
    body = [{"type": "code", "id": "c", "value": CODE}, {"type": "text", "id": "t", "value": f"<p>Wo{BAD}rds</p>"}]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE blog_postpage SET body = %s", [json.dumps(body)])
        cursor.execute("UPDATE wagtailcore_page SET title = %s WHERE id = %s", [f"Old{BAD} words", post.pk])
        cursor.execute("UPDATE blog_publicpost SET title = %s, summary = %s", [f"Old{BAD} words", BAD])
        for table in ("blog_author", "blog_topic", "blog_tag"):
            cursor.execute(f"UPDATE {table} SET name = name || %s", [BAD])
    return PostPage.objects.get(pk=post.pk)


@pytest.mark.parametrize("address", ["/blog/feed/", "/search/feed/?q=words", "/sitemap.xml", "/sitemap-posts.xml"])
def test_xml_is_well_formed_and_has_the_post_that_holds_them(client, old_post, address):
    ET.fromstring(client.get(address).content)

    assert [entry.text for entry in feed_of(client).findall(f"{ATOM}entry/{ATOM}title")] == ["Old words"]


@pytest.mark.parametrize("address", ["/blog/old.md", "/search/titles/?q=old"])
def test_json_and_markdown_are_without_them(client, old_post, address):
    answer = client.get(address)

    assert answer.status_code == 200
    assert b"words" in answer.content
    assert FORBIDDEN.search(str(answer.json() if "json" in answer["Content-Type"] else answer.text)) is None


def test_version_that_holds_them_stays_as_it_was_hashed(old_post):
    _findings, repaired = examine(repair=True)

    version = PublishedVersion.objects.latest("number")
    assert repaired == 1
    assert "\x1b" in version.text
    assert examine(repair=False) == ([], 0)


@pytest.mark.parametrize("address", ["/review/1/x/", "/admin/login/", "/blog/"])
def test_long_form_of_a_stranger_is_refused_before_it_is_read(client, db, address):
    client.cookies["csrftoken"] = "a" * 32

    response = client.post(address, {"file": SimpleUploadedFile("a.bin", b"x" * MAX_ANONYMOUS_BYTES)})

    assert response.status_code == 413
    assert "This form is too long" in response.text
    assert not hasattr(response.wsgi_request, "_post")


def test_long_form_of_a_known_person_is_read(admin_client):
    title = "a" * (MAX_ANONYMOUS_BYTES + 1)

    assert admin_client.post("/admin/posts/trash/", {"title": title}).status_code != 413
