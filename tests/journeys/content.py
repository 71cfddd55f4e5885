"""What every journey finds: a site with all kinds of pages, and people who work on it."""

from datetime import UTC, datetime, timedelta
from io import BytesIO
from urllib.parse import urlsplit

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.core.management import call_command
from PIL import Image, ImageDraw
from wagtail.models import PageViewRestriction, Site

from blog.media.renditions import RenditionQueue
from blog.models import AuthorLink, BlogDocument, BlogImage, BlogSettings, PostPage
from home.models import MenuLink, SiteSettings
from tests.blog.media_files import CAPTIONS, RECORDINGS, tone
from tests.factories import (
    AuthorFactory,
    InfoPageFactory,
    PostPageFactory,
    SeriesFactory,
    TagFactory,
    TopicFactory,
    make_site,
)
from tests.journeys.bodies import LONG_WORD, changed, every_block, failing, noted, recordings, text, too_wide

PASSWORD = "a long enough password"
SHORT_POSTS = 22
SECONDS_OF_TONE = 60
FIRST_DAY = datetime(2025, 11, 3, 9, tzinfo=UTC)

EVERY_BLOCK = "/blog/every-block/"
TOO_WIDE = "/blog/too-wide/"
NOTED = "/blog/noted/"
CORRECTION = {
    "id": "5f0f5f0e-3b1c-4c86-9d53-1f6a2c4f7a10",
    "kind": "correction",
    "note": "A reader showed us the bill.",
    "wrong": "The thread of a book costs as much as its paper.",
    "right": f"The thread costs a tenth of it; a bill says so: {LONG_WORD}",
}
READER_PAGES = {
    "home": "/",
    "info page": "/about/",
    "blog": "/blog/",
    "blog, second page": "/blog/?page=2",
    "post": EVERY_BLOCK,
    "short post": "/blog/short-post-3/",
    "post with notes": NOTED,
    "history": "/blog/changed/history/",
    "version": "/blog/changed/history/1/",
    "what changed": "/blog/changed/history/2/against/1/",
    "changed since": "/blog/changed/history/since/1/",
    "corrected post": "/blog/changed/",
    "corrections": "/blog/corrections/",
    "how we publish": "/blog/how-we-publish/",
    "suggest": f"{EVERY_BLOCK}suggest/",
    "object": f"{EVERY_BLOCK}suggest/?objection=1",
    "archive": "/blog/archive/",
    "year": "/blog/archive/2025/",
    "month": "/blog/archive/2025/12/",
    "topics": "/blog/topics/",
    "topic": "/blog/topics/bookkeeping/",
    "tags": "/blog/tags/",
    "tag": "/blog/tags/ledgers/",
    "authors": "/blog/authors/",
    "author": "/blog/authors/ada-pell/",
    "series list": "/blog/series/",
    "series": "/blog/series/the-first-year/",
    "search, empty": "/search/",
    "search, results": "/search/?q=ledger",
    "search, narrowed": "/search/?q=ledger+tag:ink&sort=date",
    "search, nothing found": "/search/?q=zeppelin",
    "not found": "/blog/nothing-here/",
    "password": "/members/",
    "error": "/broken/",
}


def picture_file(name="plate.png", size=(960, 540)):
    """A drawn picture as an upload: three rising lines."""
    drawn = Image.new("RGB", size, "#f3eee4")
    pen = ImageDraw.Draw(drawn)
    for place in (1, 2, 3):
        pen.line([(0, size[1] * place / 3), (size[0], size[1] * (place - 1) / 3)], fill="#b3401f", width=8)
    file = BytesIO()
    drawn.save(file, "PNG")
    return ContentFile(file.getvalue(), name)


def write():
    """Fills the database of all journeys."""
    call_command("create_groups", verbosity=0)
    _, home, blog = make_site()
    write_people()
    picture = BlogImage.objects.create(title="Plate", description="Three rising lines", file=picture_file())
    about = InfoPageFactory(
        parent=home, title="About", slug="about", summary="Who keeps this book.", body=every_block(picture)[:4]
    )
    closed = InfoPageFactory(parent=home, title="Members", slug="members", body=[text("<p>For members.</p>")])
    PageViewRestriction.objects.create(page=closed, restriction_type="password", password=PASSWORD)
    write_settings(home, blog, about)
    write_posts(blog, picture)
    # As the worker does.
    RenditionQueue().make(seconds=60)


def write_recordings(picture):
    """The blocks of recordings, with files that a browser can play or, for the film, would not load before a click."""
    files = {"tone.wav": tone(seconds=SECONDS_OF_TONE), "film.webm": RECORDINGS["clip.webm"], "words.vtt": CAPTIONS}
    stored = [
        BlogDocument.objects.create(title=name, file=ContentFile(data, name=name)) for name, data in files.items()
    ]
    return recordings(picture, *stored)


def write_people():
    for name, group in (("wanda", "Authors"), ("rita", "Reviewers"), ("edda", "Editors")):
        user = User.objects.create_user(name, f"{name}@example.org", PASSWORD, first_name=name.title())
        user.groups.add(Group.objects.get(name=group))
        AuthorFactory(name=f"{name.title()} Quill", user=user)
    # A journey about approvals turns four-eyes on for itself.
    shown = dict.fromkeys(("shows_history", "shows_names", "shows_reviews", "shows_log", "takes_suggestions"), True)
    BlogSettings.objects.update(works_alone=True, **shown)


def write_settings(home, blog, about):
    settings = SiteSettings.objects.create(
        site=Site.objects.get(), name="The Open Ledger", tagline="Accounts of what we did", contact="us@example.org"
    )
    settings.footer = '<p>Kept in the open. See <a href="https://example.org/">elsewhere</a>.</p>'
    settings.menu_links = [MenuLink(page=page, sort_order=place) for place, page in enumerate((blog, about))]
    settings.save()
    blog.introduction = "<p>Posts about <b>keeping books</b>.</p>"
    blog.save_revision().publish()
    home.introduction = "<p>We write down what happened.</p>"
    home.save_revision().publish()


def write_posts(blog, picture):
    ada = AuthorFactory(name="Ada Pell", bio="Counts things.", portrait=picture)
    AuthorLink.objects.create(author=ada, label="Home page", url="https://example.org/ada")
    bo = AuthorFactory(name="Bo Tiller", bio="Checks them.")
    topic = TopicFactory(name="Bookkeeping", description="How the book is kept.")
    series = SeriesFactory(title="The first year", description="Month by month.")
    ledgers, ink = TagFactory(name="ledgers", slug="ledgers"), TagFactory(name="ink", slug="ink")
    for number in range(SHORT_POSTS):
        PostPageFactory(
            parent=blog, title=f"Short post {number}", slug=f"short-post-{number}", authors=[bo],
            tags=["ledgers"] if number % 2 else ["ink"], topic=topic if number % 3 else None,
            summary="A few words about the ledger." if number % 2 else "",
            published_on=FIRST_DAY + timedelta(days=11 * number), body=[text("<p>Few words.</p>")],
        )  # fmt: skip
    write_versions(blog, picture, authors=[ada], topic=topic)
    wide_and_full = {"authors": [ada, bo], "tags": [ledgers.name, ink.name], "topic": topic, "cover": picture}
    PostPageFactory(
        parent=blog, title=f"Too wide: {LONG_WORD}", slug="too-wide", summary=f"A summary with {LONG_WORD}",
        published_on=datetime(2026, 8, 1, 9, tzinfo=UTC), series=series, series_place=1, body=too_wide(picture),
        cover_is_decorative=True, **wide_and_full,
    )  # fmt: skip
    PostPageFactory(
        parent=blog, title="Noted", slug="noted", published_on=datetime(2025, 1, 2, 9, tzinfo=UTC), body=noted(),
    )  # fmt: skip
    PostPageFactory(
        parent=blog, title="Every block of the ledger", slug="every-block", summary="All that a post can hold.",
        published_on=datetime(2026, 8, 2, 9, tzinfo=UTC), series=series, series_place=2,
        body=[*every_block(picture), *write_recordings(picture), *failing()],
        cover_alt="Three rising lines", **wide_and_full,
    )  # fmt: skip


def write_versions(blog, picture, **about):
    """A post that was changed twice after its publication."""
    other = BlogImage.objects.create(title="Other plate", file=picture_file("other.png", (640, 640)))
    first, *later = changed(picture, other)
    post = PostPageFactory(
        parent=blog, title="What the book costs", slug="changed", summary="Paper, ink and thread.", body=first,
        published_on=datetime(2025, 1, 9, 9, tzinfo=UTC), cover=picture, cover_alt="Three rising lines", **about,
    )  # fmt: skip
    for place, body in enumerate(later):
        post = PostPage.objects.get(pk=post.pk)
        post.title, post.body = "What a book costs", body
        post.change = CORRECTION if place == 0 else None
        post.save_revision().publish()


def set_address(address):
    """Tells the site where this journey's server listens."""
    parts = urlsplit(address)
    Site.objects.update(hostname=parts.hostname, port=parts.port)
    Site.clear_site_root_paths_cache()
