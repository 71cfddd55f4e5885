"""Thousands of posts in seconds: base and child rows are written directly, without revisions."""

import random
from datetime import datetime, timedelta
from itertools import batched

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.models import Locale, Page

from blog.models import Author, BlogIndexPage, PostAuthor, PostPage, Series, Tag, TaggedPost, Topic
from blog.public_index.sync import sync

ROWS_AT_ONCE = 200
WORDS = [
    "harbour",
    "tide",
    "index",
    "query",
    "page",
    "lock",
    "reader",
    "draft",
    "review",
    "measure",
    "cache",
    "byte",
    "plan",
    "table",
    "node",
    "wave",
]
TOPICS, TAGS, AUTHORS, SERIES, PARTS = 6, 40, 12, 20, 5


def seed(blog: BlogIndexPage, posts: int) -> list[int]:
    """Adds ``posts`` published posts to an empty blog, an hour apart, and returns their ids.

    The newest is a minute old. Every post has a topic, two of 40 tags and one of 12 authors; the
    first hundred also stand in series of five.
    """
    chance = random.Random(posts)
    newest = timezone.now() - timedelta(minutes=1)
    same = {"locale": Locale.get_default(), "content_type": ContentType.objects.get_for_model(PostPage)}
    pages = [_post(blog, number, newest - timedelta(hours=posts - number), chance, same) for number in range(posts)]
    subjects = _subjects()
    for number, page in enumerate(pages):
        page.topic = subjects["topics"][number % TOPICS]
        if number < SERIES * PARTS:
            page.series = subjects["series"][number // PARTS]
            page.series_place = number % PARTS + 1
    insert(pages)
    _relate(pages, subjects, chance)
    blog.numchild = posts
    Page.objects.filter(pk=blog.pk).update(numchild=posts)
    ids = [page.pk for page in pages]
    sync(ids)
    return ids


def _post(blog: BlogIndexPage, number: int, published: datetime, chance: random.Random, same: dict) -> PostPage:
    title = f"Post {number} about {chance.choice(WORDS)} and {chance.choice(WORDS)}"
    slug = f"post-{number}"
    prose = "".join(f"<p>{' '.join(chance.choices(WORDS, k=60))}.</p>" for _ in range(5))
    return PostPage(
        path=PostPage._get_path(blog.path, blog.depth + 1, number + 1),
        depth=blog.depth + 1,
        title=title,
        draft_title=title,
        slug=slug,
        url_path=f"{blog.url_path}{slug}/",
        live=True,
        has_unpublished_changes=False,
        first_published_at=published,
        last_published_at=published,
        summary=" ".join(chance.choices(WORDS, k=20)),
        body=[("text", prose)],
        **same,
    )


def _subjects() -> dict[str, list]:
    return {
        "topics": [Topic.objects.create(name=f"Topic {number}") for number in range(TOPICS)],
        "tags": [Tag.objects.create(name=f"tag {number}", slug=f"tag-{number}") for number in range(TAGS)],
        "authors": [Author.objects.create(name=f"Author {number}") for number in range(AUTHORS)],
        "series": [Series.objects.create(title=f"Series {number}") for number in range(SERIES)],
    }


def insert(pages: list[PostPage]) -> None:
    # bulk_create refuses models with a parent table, and one save a post takes minutes.
    first = (Page.objects.order_by("-pk").values_list("pk", flat=True).first() or 0) + 1
    for pk, page in enumerate(pages, start=first):
        page.pk = page.id = page.page_ptr_id = pk
    for model in (Page, PostPage):
        for chunk in batched(pages, ROWS_AT_ONCE, strict=False):
            model._base_manager._insert(list(chunk), fields=model._meta.local_concrete_fields, using="default")


def _relate(pages: list[PostPage], subjects: dict[str, list], chance: random.Random) -> None:
    tagged = [
        TaggedPost(tag=tag, content_object_id=page.pk) for page in pages for tag in chance.sample(subjects["tags"], 2)
    ]
    TaggedPost.objects.bulk_create(tagged, batch_size=ROWS_AT_ONCE)
    written = [PostAuthor(page_id=page.pk, author=chance.choice(subjects["authors"]), sort_order=0) for page in pages]
    PostAuthor.objects.bulk_create(written, batch_size=ROWS_AT_ONCE)
