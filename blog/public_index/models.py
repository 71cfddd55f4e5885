"""The table of public posts. Only ``blog.public_index.sync`` writes it."""

import json
from typing import NamedTuple, Self

from django.db import models
from django.db.models import F, OuterRef, Q, StringAgg, Subquery, TextField, Value
from django.db.models.functions import Cast, JSONArray
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.media.models import BlogImage
from blog.taxonomy.authors import Author
from blog.taxonomy.topics import Series, Tag, Topic

NEWEST_FIRST = ("-published_at", "-post_id")


class ListedQuerySet(models.QuerySet):
    """Rows with the columns by which public lists are filtered and ordered."""

    def readable(self) -> Self:
        """The rows that readers may see now, which are those that have not expired."""
        return self.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))

    def newest_first(self) -> Self:
        return self.order_by(*NEWEST_FIRST)


class PublicPostQuerySet(ListedQuerySet):
    def for_cards(self) -> Self:
        """Loads everything that a card shows (topic, cover and byline) in one query."""
        author = Cast(JSONArray(F("place"), F("author__name"), F("author__slug")), TextField())
        rows = PublicPostAuthor.objects.filter(public=OuterRef("pk")).order_by().values("public")
        authors = rows.annotate(authors=StringAgg(author, Value(","))).values("authors")
        return self.select_related("topic", "cover").annotate(authors_as_json=Subquery(authors))


class Signature(NamedTuple):
    """The name of an author in a byline, with the URL of their posts in the blog."""

    name: str
    url: str


class Listed(models.Model):
    """Abstract base of the table of public posts and its narrow copies for tags and authors."""

    blog = models.ForeignKey("blog.BlogIndexPage", on_delete=models.CASCADE, related_name="+")
    published_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True


class PublicPost(Listed):
    """One row for each post that everybody may read, with the data of its card."""

    on_redaction = "derived"

    post = models.OneToOneField("blog.PostPage", primary_key=True, on_delete=models.CASCADE, related_name="public")
    updated_at = models.DateTimeField(null=True)
    # Year and month in the blog's time zone, as 202611.
    month = models.PositiveIntegerField()
    slug = models.SlugField(max_length=255, allow_unicode=True)
    title = models.CharField(max_length=255)
    summary = models.TextField(blank=True)
    minutes = models.PositiveSmallIntegerField(default=1)
    topic = models.ForeignKey(Topic, null=True, on_delete=models.SET_NULL, related_name="+")
    series = models.ForeignKey(Series, null=True, on_delete=models.SET_NULL, related_name="+")
    series_place = models.PositiveSmallIntegerField(null=True)
    cover = models.ForeignKey(BlogImage, null=True, on_delete=models.SET_NULL, related_name="+")
    cover_alt = models.CharField(max_length=255, blank=True)

    objects = PublicPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("public post")
        indexes = [
            models.Index(fields=["-published_at", "-post", "expires_at"], name="public_newest"),
            models.Index(fields=["blog", "-published_at", "-post", "expires_at"], name="public_in_blog"),
            models.Index(fields=["blog", "topic", "-published_at", "-post", "expires_at"], name="public_about_topic"),
            models.Index(fields=["blog", "month", "-published_at", "-post", "expires_at"], name="public_in_month"),
            models.Index(fields=["blog", "series", "series_place", "post"], name="public_in_series"),
            models.Index(fields=["blog", "slug"], name="public_by_slug"),
            models.Index(fields=["expires_at"], condition=Q(expires_at__isnull=False), name="public_expiring"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def url(self) -> str:
        return self.blog.post_url(self.slug)

    @property
    def topic_url(self) -> str:
        return self.blog.list_url("topics", self.topic.slug) if self.topic else ""

    @property
    def byline(self) -> list[Signature]:
        """The authors in order, for rows loaded with ``for_cards``."""
        authors = sorted(json.loads(f"[{self.authors_as_json or ''}]"))
        return [Signature(name, self.blog.list_url("authors", slug)) for _place, name, slug in authors]


class PublicPostTag(Listed):
    public = models.ForeignKey(PublicPost, on_delete=models.CASCADE, related_name="tag_rows")
    post = models.ForeignKey("blog.PostPage", on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="+")

    objects = ListedQuerySet.as_manager()

    class Meta:
        verbose_name = _("tag of a public post")
        constraints = [models.UniqueConstraint(fields=["post", "tag"], name="public_tag_once")]
        indexes = [models.Index(fields=["blog", "tag", "-published_at", "-post", "expires_at"], name="public_tagged")]

    def __str__(self) -> str:
        return f"{self.tag_id} on {self.post_id}"


class PublicPostAuthor(Listed):
    public = models.ForeignKey(PublicPost, on_delete=models.CASCADE, related_name="author_rows")
    post = models.ForeignKey("blog.PostPage", on_delete=models.CASCADE, related_name="+")
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField(default=0)

    objects = ListedQuerySet.as_manager()

    class Meta:
        verbose_name = _("author of a public post")
        constraints = [models.UniqueConstraint(fields=["post", "author"], name="public_author_once")]
        indexes = [
            models.Index(fields=["blog", "author", "-published_at", "-post", "expires_at"], name="public_by_author")
        ]

    def __str__(self) -> str:
        return f"{self.author_id} of {self.post_id}"


class PublicList(models.TextChoices):
    """The lists whose lengths are stored. Their key is the id of a row, a month (202611), or 0."""

    BLOG = "blog", _("All posts")
    MONTH = "month", _("Month")
    TOPIC = "topic", _("Topic")
    SERIES = "series", _("Series")
    TAG = "tag", _("Tag")
    AUTHOR = "author", _("Author")


class PublicCount(models.Model):
    """The number of public posts in a list of a blog, updated in the transaction that changes the list."""

    blog = models.ForeignKey("blog.BlogIndexPage", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=PublicList)
    key = models.PositiveBigIntegerField(default=0)
    posts = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("number of posts in a list")
        constraints = [models.UniqueConstraint(fields=["blog", "kind", "key"], name="one_count_per_list")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.posts}"
