"""Atom feeds (RFC 4287) with full posts, in HTML that is readable without classes."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, TYPE_CHECKING

from bs4 import BeautifulSoup
from django.contrib.syndication.views import Feed
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import condition
from wagtail import hooks
from wagtail.models import Site

from blog.body.footnotes import rendered
from blog.body.internal_links import absolute, with_addresses
from blog.body.prefetch import prefetched
from blog.page_tree import post_model
from blog.public_index.last_change import etag_of_feeds
from blog.public_index.models import PublicPost
from blog.rendering.characters import without_forbidden
from blog.views.broken_posts import skip_broken

if TYPE_CHECKING:
    from blog.pages.blog_index import BlogIndexPage
    from blog.pages.post import PostPage

POSTS_IN_FEED = 20
# Elements and attributes that are useless or unsafe in a feed reader.
DROPPED_TAGS = ["button", "script", "style", "source", "track", "iframe", "form", "svg"]
FEED_ATTRIBUTES = {
    *("href", "src", "alt", "width", "height", "colspan", "rowspan", "start", "datetime", "title"),
    *("controls", "poster", "preload"),
}


class FullTextAtomFeed(Atom1Feed):
    """An Atom feed whose entries have ``content`` besides ``summary``, ``updated`` and several authors."""

    def write(self, outfile: IO[str], encoding: str) -> None:
        self.feed, self.items = without_forbidden(self.feed), without_forbidden(self.items)
        super().write(outfile, encoding)

    def add_item_elements(self, handler: object, item: dict) -> None:
        super().add_item_elements(handler, item)
        for name in item["further_authors"]:
            handler.startElement("author", {})
            handler.addQuickElement("name", name)
            handler.endElement("author")
        handler.addQuickElement("content", item["content"], {"type": "html"})


@dataclass(frozen=True)
class EntryChanges:
    """What an entry says about changes of its post: when there was news, and HTML before and behind the text."""

    news_at: datetime | None = None
    before: str = ""
    behind: str = ""


NO_CHANGES = EntryChanges()


class PostsFeed(Feed):
    """A feed of posts of a ``subject``. A subclass defines its title and URLs.

    Rooms above tell with the hook ``entry_changes`` how the posts were changed.
    """

    feed_type = FullTextAtomFeed

    def __init__(self, posts: "list[PostPage]") -> None:
        self.posts = posts

    def get_object[Subject](self, request: HttpRequest, subject: Subject) -> Subject:
        self.root = Site.find_for_request(request).root_url
        self.contents, self.changes = {}, {}
        for tell in hooks.get_hooks("entry_changes"):
            self.changes |= tell(self.posts, request)
        for post, markup in bodies_of(self.posts, request):
            with skip_broken(post.pk):
                self.contents[post.pk] = readable_html(markup, self.item_link(post))
        return subject

    def items(self) -> "list[PostPage]":
        return [post for post in self.posts if post.pk in self.contents]

    def item_title(self, post: "PostPage") -> str:
        return post.title

    def item_description(self, post: "PostPage") -> str:
        return post.summary

    def item_link(self, post: "PostPage") -> str:
        return absolute(self.root, post.public.url)

    def item_guid(self, post: "PostPage") -> str:
        return f"urn:uuid:{post.uuid}"

    def item_pubdate(self, post: "PostPage") -> datetime:
        return post.public.published_at

    def item_updateddate(self, post: "PostPage") -> datetime:
        """Moves only with a correction or new information, because feed readers show the entry as new then."""
        news_at = self.changes.get(post.pk, NO_CHANGES).news_at
        return max(news_at or post.public.published_at, post.public.published_at)

    def item_author_name(self, post: "PostPage") -> str | None:
        names = [author.name for author in post.public.byline]
        return names[0] if names else None

    def item_categories(self, post: "PostPage") -> list[str]:
        return sorted((tag.name for tag in post.tags.all()), key=str.casefold)

    def item_extra_kwargs(self, post: "PostPage") -> dict[str, object]:
        changes = self.changes.get(post.pk, NO_CHANGES)
        return {
            "content": changes.before + self.contents[post.pk] + changes.behind,
            "further_authors": [author.name for author in post.public.byline[1:]],
        }


class BlogFeed(PostsFeed):
    def title(self, blog: "BlogIndexPage") -> str:
        return blog.seo_title or blog.title

    def link(self, blog: "BlogIndexPage") -> str:
        return absolute(self.root, blog.address)

    def feed_url(self, blog: "BlogIndexPage") -> str:
        return absolute(self.root, blog.feed_url)

    def feed_guid(self, blog: "BlogIndexPage") -> str:
        return self.link(blog)


def newest_of(posts: "QuerySet[PostPage]", blogs: "dict[int, BlogIndexPage]") -> "list[PostPage]":
    """The newest of these posts, with all data that a feed needs. ``blogs`` are their blogs, by id."""
    shown = Prefetch("public", PublicPost.objects.for_cards())
    found = list(posts.newest_first().prefetch_related("tags", shown)[:POSTS_IN_FEED])
    for post in found:
        post.public.blog = blogs[post.public.blog_id]
    return found


def bodies_of(posts: "list[PostPage]", request: HttpRequest) -> "Iterator[tuple[PostPage, str]]":
    """Each post whose body can be rendered, with its HTML. All links are resolved in one query."""
    bodies = {}
    for post in posts:
        with skip_broken(post.pk):
            bodies[post] = str(rendered(post.body)[0])
    # A character that is in no rendered body.
    between = "\0"
    markup = with_addresses(between.join(bodies.values()), request, also_hidden=False)
    return zip(bodies, markup.split(between) if bodies else [], strict=True)


def readable_html(markup: str, address: str) -> str:
    """Body HTML with absolute URLs and plain elements, for feed readers that remove classes."""
    soup = BeautifulSoup(markup, "html.parser")
    for element in soup.find_all(DROPPED_TAGS):
        element.decompose()
    with_plain_footnotes(soup)
    for block in soup.find_all("pre"):
        text = block.get_text()
        block.clear()
        block.string = text
    # Unwraps links whose target readers may not see.
    for element in soup.find_all(["span", "picture", "div", "section"]) + soup.find_all("a", href=False):
        element.unwrap()
    for element in soup.find_all(class_=True):
        del element["class"]
    formulas = {id(part) for formula in soup.find_all("math") for part in formula.find_all()}
    for element in soup.find_all(lambda element: id(element) not in formulas):
        element.attrs = {key: value for key, value in element.attrs.items() if key in FEED_ATTRIBUTES}
        for attribute in ("href", "src", "poster"):
            if attribute in element.attrs:
                element[attribute] = absolute(address, element[attribute])
    return str(soup)


def with_plain_footnotes(soup: BeautifulSoup) -> None:
    """Replaces footnote links by numbers and a list, because the links would leave the feed reader."""
    for mark in soup.select(".footnote-mark a"):
        mark.unwrap()
    for way_back in soup.select(".footnotes__back"):
        way_back.decompose()
    for notes in soup.select(".footnotes"):
        notes.insert_before(soup.new_tag("hr"))


@condition(etag_func=etag_of_feeds)
def atom_feed(request: HttpRequest, blog: "BlogIndexPage") -> HttpResponse:
    posts = newest_of(post_model().objects.readable().filter(public__blog=blog), {blog.pk: blog})
    with prefetched(post.body for post in posts):
        return BlogFeed(posts)(request, subject=blog)
