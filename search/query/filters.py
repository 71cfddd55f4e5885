"""What ``tag:sea`` or ``before:2024`` in a query says of posts."""

from datetime import datetime, time

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from blog.models import Author, PublicPostAuthor, PublicPostTag, Series, Tag, Topic
from search.query.parser import Filter

MODELS: dict[str, tuple[type[Model], str]] = {
    "tag": (Tag, "name"),
    "topic": (Topic, "name"),
    "author": (Author, "name"),
    "series": (Series, "title"),
}


def narrowed(posts: QuerySet, filters: list[Filter]) -> QuerySet:
    """The rows of PublicPost that pass every filter."""
    for found in filters:
        condition = condition_of(found)
        posts = posts.filter(~condition if found.is_excluded else condition)
    return posts


def condition_of(found: Filter) -> Q:
    match found.name:
        case "tag":
            return Q(pk__in=PublicPostTag.objects.filter(tag__in=named(found)).values("public"))
        case "author":
            return Q(pk__in=PublicPostAuthor.objects.filter(author__in=named(found)).values("public"))
        case "topic" | "series":
            return Q((f"{found.name}__in", named(found)))
        case "from":
            return Q(published_at__gte=midnight(found))
        case _:
            return Q(published_at__lt=midnight(found))


def named(found: Filter) -> list[int]:
    """The topics, tags, authors or series that the value names: by name, or as in an address, or by part of a name."""
    model, column = MODELS[found.name]
    ways = [Q((f"{column}__iexact", found.value)), Q(slug=slugify(found.value, allow_unicode=True))]
    if model is Author:
        ways.append(Q((f"{column}__istartswith", f"{found.value} ")) | Q((f"{column}__iendswith", f" {found.value}")))
    every_way = (list(model._default_manager.filter(way).values_list("pk", flat=True)) for way in ways)
    return next(filter(None, every_way), [])


def midnight(found: Filter) -> datetime:
    return timezone.make_aware(datetime.combine(found.value, time.min))
