"""What an upgrade may not change: `python -m tests.upgrade.facts secrets.json folder` prints it as JSON.

It is asked of the code that runs, so it follows when something is renamed. Addresses, texts, hashes, states and people
are facts; wording, looks and order by relevance are not.
"""

import json
import sys
from hashlib import sha256
from io import StringIO
from pathlib import Path
from xml.etree import ElementTree as ET

import django

if __name__ == "__main__":
    django.setup()

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Comment, Page, Site

from blog.body.canonical import canonical_text
from blog.exchange.models import ImportedSource
from blog.history import doctor as history_doctor
from blog.history.models import PublishedVersion
from blog.models import BlogDocument, BlogImage, BlogSettings, PostPage, TrashedPost
from blog.publishing import doctor
from blog.review.models import Approval, DraftWriter, Invitation, ReviewLink
from home.models import InfoPage, SiteSettings
from search.index import doctor as search_doctor
from search.models import PromotedPost, Synonyms
from tests.upgrade.folder import unique_word
from tests.upgrade.world import PASSWORD, SOURCE

LISTS = (
    *("/blog/", "/blog/?page=2", "/blog/archive/", "/blog/archive/2021/", "/blog/topics/", "/blog/tags/python/"),
    *("/blog/authors/maren-holt/", "/blog/series/", "/inside/"),
)
WORDS = [unique_word(number) for number in range(0, 300, 25)] + ['"Words of Ends later"', '"Words of A mere draft"']
FEED = {"atom": "http://www.w3.org/2005/Atom"}


def all_facts(secrets, folder):
    client = Client(SERVER_NAME="127.0.0.1")
    posts = list(PostPage.objects.order_by("uuid"))
    return {
        "posts": {str(post.uuid): post_facts(post) for post in posts},
        "other pages": sorted(
            [page.url_path, page.live, digest(canonical_text(page.body))] for page in InfoPage.objects.all()
        ),
        "tree": sorted(Page.objects.values_list("url_path", flat=True)),
        "readers": {post.slug: readers_get(client, post) for post in asked_for(posts)},
        "lists": {path: links(client, path) for path in LISTS},
        "feed": feed(client),
        "found": {words: links(client, f"/search/?q={words}") for words in WORDS},
        "versions": [version_facts(version) for version in versions_of_posts()],
        "comments": sorted(comment_facts(comment) for comment in Comment.objects.all()),
        "secrets": {name: client.get(path).status_code for name, path in secrets.items()},
        "redirects": {path: answer(client, path) for path in redirected()},
        "people": sorted(person_facts(user) for user in User.objects.all()),
        "files": sorted(file_facts(file) for model in (BlogImage, BlogDocument) for file in model.objects.all()),
        "settings": settings(),
        "counts": counts(),
        "histories": histories(client, posts),
        "second import": imported_again(folder),
        "doctor": findings(),
    }


def digest(text):
    return sha256(text.encode()).hexdigest()[:16]


def post_facts(post):
    draft = post.get_latest_revision_as_object()
    return {
        "title": post.title,
        "path": post.url_path,
        "live": [post.live, post.expired, post.has_unpublished_changes, bool(post.go_live_at), bool(post.expire_at)],
        "text": digest(canonical_text(post.body)),
        "draft": digest(canonical_text(draft.body)),
        "blocks": digest(json.dumps(list(post.body.raw_data), sort_keys=True)),
        "about": [post.summary, str(post.topic), str(post.series), post.cover_alt, str(post.published_on)],
        "tags": sorted(post.tags.values_list("name", flat=True)),
        "authors": [row.author.name for row in post.post_authors.order_by("sort_order")],
        "revisions": post.revisions.count(),
        "schedule": post.scheduled_revision and str(post.scheduled_revision.approved_go_live_at),
    }


def asked_for(posts):
    """Every post that is not for everybody, and some of the others: of these, the first releases noted a fourth."""
    return [post for place, post in enumerate(posts) if not post.is_public or place % 12 == 0]


def readers_get(client, post):
    """The page's state for anybody, and its text as one file."""
    page, file = client.get(post.url or "/none/"), client.get(f"{(post.url or '/none/').rstrip('/')}.md")
    is_text = file.status_code == 200 and file["Content-Type"].startswith("text/markdown")
    text = file.content.decode().split("\n---\n", 1)[-1] if is_text else ""
    return [page.status_code, file.status_code, digest(text)]


def histories(client, posts):
    """The addresses of posts whose history readers can open as soon as the site shows history."""
    BlogSettings.objects.update(shows_history=True)
    addresses = [f"{post.url or '/none/'}history/" for post in posts]
    return [address for address in addresses if client.get(address).status_code == 200]


def links(client, path):
    """The posts that a page names, in no order."""
    html = client.get(path).content.decode()
    return sorted(
        {link for link in html.split('"') if link.startswith("/blog/") and link.count("/") == 3 and "?" not in link}
    )


def feed(client):
    entries = ET.fromstring(client.get("/blog/feed/").content).findall(".//atom:entry", FEED)
    return [[entry.findtext("atom:id", "", FEED), entry.findtext("atom:title", "", FEED)] for entry in entries]


def versions_of_posts():
    """Pages beside the posts get their first versions in the upgrade, which `doctor` would miss."""
    others = PublishedVersion.objects.filter(record__page_kind__in=["information", "introduction"])
    return PublishedVersion.objects.exclude(pk__in=others.values("pk")).order_by("hash")


def version_facts(version):
    moments = [str(version.published_at), str(version.redacted_at)]
    return [str(version.post_uuid), version.number, version.hash, digest(version.text), *moments]


def comment_facts(comment):
    replies = sorted(reply.text for reply in comment.replies.all())
    return [comment.text, comment.user.first_name, comment.contentpath, str(comment.resolved_at), *replies]


def redirected():
    return ["/old/3.html", "/old/13.html", *Redirect.objects.order_by("old_path").values_list("old_path", flat=True)]


def answer(client, path):
    response = client.get(path)
    return [response.status_code, response.get("Location", "")]


def person_facts(user):
    groups = sorted(group.name for group in user.groups.all())
    return [user.first_name, user.email, user.is_active, user.is_superuser, user.check_password(PASSWORD), groups]


def file_facts(file):
    with file.file.open("rb") as stored:
        return [str(file.uuid), file.file.name, sha256(stored.read()).hexdigest()[:16]]


def settings():
    site = Site.objects.get()
    blog, own = BlogSettings.for_site(site), SiteSettings.for_site(site)
    menu = sorted([link.page.slug, link.place] for link in own.menu_links.all())
    return [blog.works_alone, blog.time_zone, blog.licence, own.name, own.tagline, own.footer, menu]


def counts():
    models = (Approval, DraftWriter, ImportedSource, Invitation, PromotedPost, ReviewLink, Synonyms, TrashedPost)
    return {model.__name__: model.objects.count() for model in models}


def imported_again(folder):
    out = StringIO()
    call_command(
        "import_markdown",
        folder,
        source=SOURCE,
        blog="blog",
        permalink="/:title/",
        licence="of-the-blog",
        dry_run=True,
        stdout=out,
    )
    return out.getvalue().splitlines()[0]


def findings():
    """What `doctor` finds, but for the worker, which does not run here."""
    rooms = (doctor, history_doctor, search_doctor)
    return [finding for room in rooms for finding in room.examine(repair=False)[0]]


if __name__ == "__main__":
    secrets = json.loads(Path(sys.argv[1]).read_text())
    json.dump(all_facts(secrets, sys.argv[2]), sys.stdout, indent=0, sort_keys=True, ensure_ascii=False)
