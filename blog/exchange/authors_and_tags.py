"""Finds authors, tags, topics and series by name, and creates missing ones."""

from django.utils.text import slugify

from blog.exchange.addresses import host_of
from blog.exchange.front_matter_fields import web_address
from blog.models import Author, AuthorLink, Series, Tag, Topic


def get_or_create_authors(names: dict[str, str]) -> list[Author]:
    """Authors by name. A new author gets the given address as a link.

    Found by name in any case, or by the slug of the name: an author that an import made of a login name keeps
    its slug when an editor gives it the person's name."""
    found: dict[int, Author] = {}
    for name, address in names.items():
        author = Author.objects.filter(name__iexact=name).order_by("pk").first()
        slug = slugify(name, allow_unicode=True)
        author = author or (Author.objects.filter(slug=slug).first() if slug else None)
        if author is None:
            author = Author.objects.create(name=name)
            if web_address(address):
                AuthorLink.objects.create(author=author, label=host_of(address)[:60], url=address)
        found.setdefault(author.pk, author)
    return list(found.values())


def get_or_create_tags(names: list[str]) -> list[Tag]:
    found: dict[int, Tag] = {}
    for name in names:
        tag = Tag.objects.filter(name__iexact=name).order_by("pk").first() or Tag.objects.create(name=name)
        found.setdefault(tag.pk, tag)
    return list(found.values())


def get_or_create_topic(name: str) -> Topic | None:
    name = name[:80]
    return (Topic.objects.filter(name__iexact=name).first() or Topic.objects.create(name=name)) if name else None


def get_or_create_series(title: str) -> Series | None:
    title = title[:120]
    return (Series.objects.filter(title__iexact=title).first() or Series.objects.create(title=title)) if title else None
