"""The template context of a post."""

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db.models import CharField, Q, QuerySet, Value
from django.http import HttpRequest
from django.utils.safestring import SafeString
from wagtail import hooks

from blog.body.footnotes import rendered
from blog.body.internal_links import with_addresses
from blog.body.prefetch import prefetched
from blog.page_tree import blog_model
from blog.public_index.models import PublicPost, PublicPostTag
from blog.public_index.related import RelatedPost
from blog.settings.licences import licence
from blog.settings.models import BlogSettings
from blog.taxonomy.authors import Author
from blog.taxonomy.topics import Tag
from blog.views.pagination import in_series_order

if TYPE_CHECKING:
    from blog.pages.blog_index import BlogIndexPage
    from blog.pages.post import PostPage

RELATED_POSTS = 2
# The weight of similar text, in shared tags.
TAGS_FOR_SAME_WORDS = 2
CANDIDATES_PER_TAG = 12
TAGS_COMPARED = 6


def post_context(post: "PostPage", request: HttpRequest) -> dict[str, object]:
    """What the template of a post needs. Rooms above add to it with the hook ``post_context``."""
    blog = blog_of(post)
    tags = sorted(post.tags.all(), key=lambda tag: tag.name.casefold())
    people = authors(post, blog)
    settings = BlogSettings.for_request(request)
    pictures = [post.cover, *(author.portrait for author in people)]
    with prefetched([post.body], pictures=pictures, also_hidden=not post.is_public):
        body, contents = rendered(post.body)
    body = with_addresses(body, request, also_hidden=not post.is_public)
    added = (add(post, request) for add in hooks.get_hooks("post_context"))
    return {
        "blog": blog,
        "body": SafeString(body),
        "contents": contents,
        "authors": people,
        "tags": [{"name": tag.name, "url": blog.list_url("tags", tag.slug)} for tag in tags],
        # A previewed draft has none.
        "markdown_url": blog.markdown_url(post.slug) if post.is_public or post.is_for_members else "",
        "topic_url": blog.list_url("topics", post.topic.slug) if post.topic else "",
        "licence": licence(post.licence) or settings.default_licence,
        **post_links(post, blog, tags),
        **{name: value for context in added for name, value in context.items()},
    }


def blog_of(post: "PostPage") -> "BlogIndexPage":
    if post.is_public:
        return post.public.blog
    if post.is_trashed:
        # A preview of a trashed post, whose blog may be deleted.
        return post.trashed.blog or blog_model().objects.first()
    return post.get_parent().specific


def authors(post: "PostPage", blog: "BlogIndexPage") -> list[Author]:
    rows = post.post_authors.all()
    if isinstance(rows, QuerySet):
        rows = rows.select_related("author__portrait")
    found = [row.author for row in rows]
    for author in found:
        author.url = blog.list_url("authors", author.slug)
    return found


def post_links(post: "PostPage", blog: "BlogIndexPage", tags: list[Tag]) -> dict[str, object]:
    """Series, related, newer and older posts of a public post; empty for a preview or a restricted post."""
    if not post.is_public:
        return {"newer": None, "older": None, "series": None, "related": []}
    row = post.public
    found: dict[str, list[PublicPost]] = {kind: [] for kind in ("newer", "older", "series", "alike", "topic", "tag")}
    for other in PublicPost.objects.none().union(*related_querysets(row, tags), all=True):
        other.blog = blog
        found[other.found_as].append(other)
    return {
        "newer": next(iter(found["newer"]), None),
        "older": next(iter(found["older"]), None),
        "series": series(post, blog, found["series"]),
        "related": related(found["alike"], found["tag"], found["topic"]),
    }


def related_querysets(row: PublicPost, tags: list[Tag]) -> Iterator[QuerySet[PublicPost]]:
    """One queryset for each kind of link to other posts, all answered by an index.

    A slice is inside ``pk__in``, because SQLite does not allow it in the parts of a union.
    """
    others = PublicPost.objects.readable().filter(blog=row.blog_id).exclude(pk=row.pk)

    def named(kind: str, rows: QuerySet[PublicPost]) -> QuerySet[PublicPost]:
        return rows.order_by().annotate(found_as=Value(kind, output_field=CharField()))

    for kind, neighbours in (("newer", newer_than(row, others)), ("older", older_than(row, others))):
        yield named(kind, others.filter(pk__in=neighbours.values("pk")[:1]))
    if row.series_id:
        yield named("series", others.filter(series=row.series_id))
    alike = RelatedPost.objects.filter(post=row.pk).values("other")
    yield named("alike", others.filter(pk__in=alike))
    if row.topic_id:
        newest = others.filter(topic=row.topic_id).newest_first().values("pk")
        yield named("topic", others.filter(pk__in=newest[:RELATED_POSTS]))
    rows = PublicPostTag.objects.readable().filter(blog=row.blog_id).exclude(post=row.pk)
    for tag in tags[:TAGS_COMPARED]:
        newest = rows.filter(tag=tag).newest_first().values("post_id")
        yield named("tag", others.filter(pk__in=newest[:CANDIDATES_PER_TAG]))


def newer_than(row: PublicPost, others: QuerySet[PublicPost]) -> QuerySet[PublicPost]:
    """The posts after this one in the order (published at, id). The range on the first column uses an index."""
    tied = Q(published_at=row.published_at, pk__lt=row.pk)
    return others.filter(published_at__gte=row.published_at).exclude(tied).order_by("published_at", "post_id")


def older_than(row: PublicPost, others: QuerySet[PublicPost]) -> QuerySet[PublicPost]:
    tied = Q(published_at=row.published_at, pk__gt=row.pk)
    return others.filter(published_at__lte=row.published_at).exclude(tied).newest_first()


def series(post: "PostPage", blog: "BlogIndexPage", others: list[PublicPost]) -> dict[str, object] | None:
    # A draft of a live post may have another series, or none.
    if not post.series or post.series_id != post.public.series_id:
        return None
    parts = in_series_order([*others, post.public])
    place = parts.index(post.public)
    return {
        "title": post.series.title,
        "url": blog.list_url("series", post.series.slug),
        "place": place + 1,
        "total": len(parts),
        "previous": parts[place - 1] if place else None,
        "next": parts[place + 1] if place + 1 < len(parts) else None,
    }


def related(alike: list[PublicPost], sharing_tags: list[PublicPost], same_topic: list[PublicPost]) -> list[PublicPost]:
    """Ranks posts by similar text and shared tags (one occurrence for each), then by topic; newer first."""
    shared = Counter(post.pk for post in [*sharing_tags, *alike * TAGS_FOR_SAME_WORDS])
    candidates = {post.pk: post for post in [*alike, *sharing_tags, *same_topic]}
    ranked = sorted(candidates.values(), key=lambda post: (shared[post.pk], post.published_at, post.pk), reverse=True)
    return ranked[:RELATED_POSTS]
