"""A post as one Markdown file, for readers and for tools."""

import json
from datetime import UTC, datetime, timedelta

import pytest
import yaml
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction, Site

from blog.exchange.front_matter import split_front_matter
from blog.history.models import PublishedVersion
from blog.history.redaction.versions import redact
from blog.markdown.ids import with_ids
from blog.markdown.read import read
from blog.models import BlogDocument, BlogImage, PostPage
from tests.blog.admin.conftest import make_picture
from tests.blog.media_files import drawn, saved
from tests.factories import (
    AuthorFactory,
    BlogIndexPageFactory,
    HomePageFactory,
    InfoPageFactory,
    PostPageFactory,
    SeriesFactory,
    TopicFactory,
    of_posts,
    restrict,
    text,
)

pytestmark = [pytest.mark.django_db, pytest.mark.database("sqlite")]

ROOT = "http://testserver"


def file_of(client, slug="ships"):
    """The front matter as a YAML reader gives it, and the text after it."""
    content = client.get(f"/blog/{slug}.md").content.decode()
    _, head, body = content.split("---\n", 2)
    return yaml.safe_load(head), body.removeprefix("\n")


def sea():
    return BlogImage.objects.create(title="Sea", file=ContentFile(saved(drawn(), "PNG"), name="sea.png"))


def link(page_id, words):
    return f'<a linktype="page" id="{page_id}">{words}</a>'


def test_file_begins_with_what_the_page_says_about_the_post(client, blog):
    PostPageFactory(
        parent=blog,
        title="Ships: a “history”",
        slug="ships",
        summary="On ships.\n- And more: #1",
        body=text("<p>One</p>"),
        topic=TopicFactory(name="Harbours"),
        series=SeriesFactory(title="Voyage"),
        series_place=2,
        tags=["yes", "1.10"],
        authors=[AuthorFactory(name="Zoe"), AuthorFactory(name="Ada")],
        licence="cc-by-4.0",
        canonical_url="https://elsewhere.example/ships",
        published_on=datetime(2020, 1, 2, 3, 4, 5, 678, tzinfo=UTC),
    )

    head, body = file_of(client)

    post = PostPage.objects.get(slug="ships")
    assert head.pop("updated", None) is None
    assert head == {
        "title": "Ships: a “history”",
        "summary": "On ships.\n- And more: #1",
        "authors": ["Zoe", "Ada"],
        "date": datetime(2020, 1, 2, 3, 4, 5, tzinfo=UTC),
        "topic": "Harbours",
        "tags": ["1.10", "yes"],
        "series": "Voyage",
        "series_place": 2,
        "licence": "cc-by-4.0",
        "url": f"{ROOT}/blog/ships/",
        "canonical_url": "https://elsewhere.example/ships",
        "key": f"post:{post.uuid}",
        "language": "en",
        "version": 1,
    }
    assert body == "One\n"


def test_file_names_the_cover_and_the_end(client, blog):
    end = (timezone.now() + timedelta(days=9)).replace(microsecond=0)
    picture = make_picture()
    PostPageFactory(parent=blog, slug="ships", cover=picture, cover_alt="A lighthouse", expire_at=end)

    head, _body = file_of(client)

    assert (head["image"], head["image_alt"]) == (f"{ROOT}{picture.file.url}", "A lighthouse")
    assert head["expires"] == end


def test_title_cannot_break_out_of_the_front_matter(client, blog):
    title = "---\nkey: &a [*b, !!python/object:os.system 'x'] \u2028 \x85"
    PostPageFactory(parent=blog, title=title, slug="ships", summary="---\n\n# No heading\n---", body=text("<p>One</p>"))

    head, body = file_of_lines(client)

    assert (head["title"], head["summary"]) == (title, "---\n\n# No heading\n---")
    assert body == "One\n"


def file_of_lines(client):
    """Split where a line is three hyphens, as readers of front matter do."""
    lines = client.get("/blog/ships.md").content.decode().split("\n")
    end = lines.index("---", 1)
    return yaml.safe_load("\n".join(lines[1:end])), "\n".join(lines[end + 2 :])


def test_version_and_update_follow_a_published_change(client, blog):
    post = PostPageFactory(parent=blog, slug="ships", body=text("<p>One</p>"))
    post.body = text("<p>Two</p>")
    post.save_revision().publish()

    head, body = file_of(client)

    changed_at = PostPage.objects.get(pk=post.pk).last_published_at
    assert (head["version"], head["updated"], body) == (2, changed_at.replace(microsecond=0), "Two\n")


def test_post_without_a_version_or_with_a_redacted_one_is_read_from_its_body(client, blog):
    post = PostPageFactory(parent=blog, slug="ships", body=text("<p>One</p>"))
    redact(of_posts(PublishedVersion).get(), {"text/0": ""}, reason="Asked for.")
    redacted = file_of(client)
    PostPage.objects.filter(pk=post.pk).update(uuid="11111111-1111-4111-8111-111111111111")
    unversioned = file_of(client)

    assert (redacted[0]["version"], redacted[1]) == (1, "One\n")
    assert ("version" in unversioned[0], unversioned[1]) == (False, "One\n")


def test_own_things_have_addresses_that_work(client, blog):
    picture = sea()
    log = BlogDocument.objects.create(title="Log", file=ContentFile(b"Wind", name="log.txt"))
    about = InfoPageFactory(parent=blog.get_parent(), title="About", slug="about")
    other = PostPageFactory(parent=blog, slug="other")
    note = f"See [it](post:{other.uuid}) and [the log](document:{log.uuid})."
    html = (
        f"<p>{link(other.pk, 'other')}, {link(about.pk, 'about')}, "
        f'<a linktype="document" id="{log.pk}">log</a>, <a href="/blog/#top">here</a>, <a href="#below">below</a>'
        f'<span data-footnote="1" data-text="{note}">[1]</span></p>'
    )
    shown = [
        *text(html),
        image_block(picture),
        {"type": "code", "value": {**CODE, "code": f"post:{other.uuid}"}},
    ]
    PostPageFactory(parent=blog, slug="ships", body=json.dumps(with_ids(shown)))

    _head, body = file_of(client)

    assert body == (
        f"[other]({ROOT}/blog/other/), [about]({ROOT}/about/), [log]({ROOT}{log.url}), [here]({ROOT}/blog/#top), "
        "[below](#below)[^1]\n\n"
        f"![The sea]({ROOT}{picture.file.url})\n\n"
        f"```\npost:{other.uuid}\n```\n\n"
        f"[^1]: See [it]({ROOT}/blog/other/) and [the log]({ROOT}{log.url}).\n"
    )
    assert client.get(picture.file.url).status_code == 200
    assert client.get(log.url).status_code == 200


def image_block(image):
    picture = {"image": image.pk, "alt_text": "The sea", "decorative": False}
    return {"type": "image", "value": {"image": picture, "caption": "", "credit": "", "width": "text", "link": ""}}


CODE = {"language": "", "file_name": "", "marked_lines": "", "line_numbers": False, "caption": ""}


def test_link_to_a_hidden_post_stays_words(client, blog):
    members = BlogIndexPageFactory(parent=blog.get_parent(), title="Members", slug="members")
    restrict(members)
    hidden = [
        PostPageFactory(parent=blog, slug="secret-draft", live=False),
        PostPageFactory(parent=members, slug="secret-members"),
    ]
    kept = " ".join(f"[kept](post:{post.uuid})" for post in hidden)
    gone = PostPageFactory(parent=blog, slug="gone")
    hidden.append(gone)
    note = f'<span data-footnote="1" data-text="{kept}">[1]</span>'
    html = " ".join(link(post.pk, "words") for post in hidden)
    body = [*text(f"<p>{html}{note}</p>"), {"type": "markdown", "value": kept}]
    gone.delete()
    PostPageFactory(parent=blog, slug="ships", body=json.dumps(with_ids(body)))

    _head, body = file_of(client)

    assert body == "words words words[^1]\n\nkept kept\n\n[^1]: kept kept\n"


def test_member_gets_the_links_among_members_posts(client, blog, django_user_model):
    members = BlogIndexPageFactory(parent=blog.get_parent(), title="Members", slug="members")
    restrict(members)
    other = PostPageFactory(parent=members, slug="other")
    PostPageFactory(parent=members, slug="ships", body=text(f"<p>{link(other.pk, 'words')}</p>"))
    client.force_login(django_user_model.objects.create_user("member"))

    content = client.get("/members/ships.md").content.decode()

    assert content.endswith(f"\n[words]({ROOT}/members/other/)\n")


def test_password_is_asked_for_and_leads_back_to_the_file(client, blog):
    members = BlogIndexPageFactory(parent=blog.get_parent(), title="Members", slug="members")
    PageViewRestriction.objects.create(page=members, restriction_type="password", password="sesame")
    PostPageFactory(parent=members, slug="ships", body=text("<p>One</p>"))

    form = BeautifulSoup(client.get("/members/ships.md").content, "html.parser").find("form", method="post")
    answer = client.post(form["action"], {"password": "sesame", "return_url": "/members/ships.md"}, follow=True)

    assert answer.content.decode().endswith("\nOne\n")
    assert "no-store" in answer["Cache-Control"]


def test_each_site_and_each_blog_answers_for_its_own_posts(client, blog):
    root = Page.objects.get(depth=1)
    other_home = HomePageFactory(parent=root, title="Other home", slug="other-home")
    Site.objects.create(hostname="other.example", root_page=other_home)
    other_blog = BlogIndexPageFactory(parent=other_home, title="Blog", slug="blog")
    notes = BlogIndexPageFactory(parent=blog.get_parent(), title="Notes", slug="notes")
    for parent in (blog, other_blog, notes):
        PostPageFactory(parent=parent, slug="ships", body=text(f"<p>In {parent.url_path}</p>"))
    PostPageFactory(parent=other_blog, slug="only-there", body=text("<p>There</p>"))

    def last_line(address, **headers):
        return client.get(address, **headers).content.decode().splitlines()[-1]

    assert last_line("/blog/ships.md") == "In /home/blog/"
    assert last_line("/notes/ships.md") == "In /home/notes/"
    assert last_line("/blog/ships.md", headers={"host": "other.example"}) == "In /other-home/blog/"
    assert client.get("/blog/only-there.md").status_code == 404


def test_headers_say_what_the_file_is(client, blog):
    PostPageFactory(parent=blog, slug="schiffe-über-see", body=text("<p>One</p>"))

    response = client.get("/blog/schiffe-über-see.md")

    assert response["Content-Type"] == "text/markdown; charset=utf-8; variant=GFM"
    assert response["Content-Disposition"] == "inline; filename*=utf-8''schiffe-%C3%BCber-see.md"
    assert response["X-Robots-Tag"] == "noindex"
    assert response["Cache-Control"] == "public, no-cache"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "Set-Cookie" not in response


def test_who_has_the_file_gets_it_again_only_when_it_changed(client, blog):
    author = AuthorFactory(name="Ada")
    PostPageFactory(parent=blog, slug="ships", body=text("<p>One</p>"), authors=[author])
    first = client.get("/blog/ships.md")
    again = client.get("/blog/ships.md", headers={"if-none-match": first["ETag"]})
    since = client.get("/blog/ships.md", headers={"if-modified-since": first["Last-Modified"]})
    author.name = "Ada King"
    author.save()
    renamed = client.get("/blog/ships.md", headers={"if-none-match": first["ETag"]})

    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert since.status_code == 200
    assert renamed.status_code == 200
    assert "Ada King" in renamed.content.decode()


def test_head_is_answered_and_nothing_else_is_accepted(client, blog):
    PostPageFactory(parent=blog, slug="ships", body=text("<p>One</p>"))

    head = client.head("/blog/ships.md")

    assert (head.status_code, head.content) == (200, b"")
    assert head["ETag"] == client.get("/blog/ships.md")["ETag"]
    assert client.post("/blog/ships.md").status_code == 405


def test_page_of_a_post_leads_to_its_file(client, blog):
    PostPageFactory(parent=blog, slug="ships", body=text("<p>One</p>"))

    page = BeautifulSoup(client.get("/blog/ships/").content, "html.parser")

    assert page.head.find("link", type="text/markdown")["href"] == "/blog/ships.md"
    assert page.main.find("a", type="text/markdown").text == "This post as Markdown"
    assert client.get("/blog/ships.md").status_code == 200


def test_file_costs_at_most_eight_queries_however_much_it_names(client, blog):
    pictures = [sea() for _ in range(3)]
    log = BlogDocument.objects.create(title="Log", file=ContentFile(b"Wind", name="log.txt"))
    others = [PostPageFactory(parent=blog) for _ in range(3)]
    about = InfoPageFactory(parent=blog.get_parent(), title="About", slug="about")
    links = " ".join(link(page.pk, "words") for page in [*others, about])
    document = f'<a linktype="document" id="{log.pk}">log</a>'
    PostPageFactory(
        parent=blog,
        slug="ships",
        body=json.dumps(with_ids([*text(f"<p>{links} {document}</p>"), *map(image_block, pictures)])),
        topic=TopicFactory(),
        series=SeriesFactory(),
        tags=["sea", "tide"],
        authors=[AuthorFactory(), AuthorFactory()],
        cover=pictures[0],
    )
    client.get("/blog/ships.md")

    with CaptureQueriesContext(connection) as queries:
        response = client.get("/blog/ships.md")

    assert response.content.decode().count(ROOT) == 10
    assert len(queries) <= 8


BODIES = {
    "prose": "Some *words*, **more**, `code` and a [link](https://example.org/).\n\n## A heading\n\n- one\n- two\n",
    "code": 'Before\n\n```python file="a.py" marked="1"\nprint("---")\n```\n\nAfter\n',
    "rules": "---\n\nAfter a rule, and before one\n\n---\n",
    "notes": "A word.[^1]\n\n> [!NOTE]\n> Read this.\n\n[^1]: A note.\n",
    "table": "| One | Two |\n| --- | --- |\n| 1 | 2 |\n",
}


def test_files_can_be_imported_again(client, blog, tmp_path, capsys, subtests):
    for slug, words in BODIES.items():
        body = json.dumps(with_ids(read(words).blocks))
        PostPageFactory(
            parent=blog,
            title=f"On {slug}",
            slug=slug,
            summary="In short.",
            body=body,
            authors=[AuthorFactory(name=slug)],
        )
        (tmp_path / f"{slug}.md").write_bytes(client.get(f"/blog/{slug}.md").content)
    notes = BlogIndexPageFactory(parent=blog.get_parent(), title="Notes", slug="notes")

    call_command("import_markdown", str(tmp_path), "--blog", "notes", "--licence", "of-the-blog")

    for slug, words in BODIES.items():
        with subtests.test(slug):
            before = PostPage.objects.child_of(blog).get(slug=slug)
            after = PostPage.objects.child_of(notes).get(slug=slug)
            assert text_of(client, f"/notes/{slug}.md") == text_of(client, f"/blog/{slug}.md") == words
            assert (after.title, after.summary) == (before.title, before.summary)
            assert after.first_public_at == before.first_public_at.replace(microsecond=0)
            assert [row.author for row in after.post_authors.all()] == [row.author for row in before.post_authors.all()]


def text_of(client, address):
    return split_front_matter(client.get(address).content.decode()).text.removeprefix("\n")
