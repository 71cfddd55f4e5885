"""Filters of a query, such as ``tag:sea`` or ``before:2024``, as conditions on posts."""

from datetime import datetime, time

from django.db.models import Model, Q, QuerySet
from django.utils import timezone
from django.utils.text import slugify

from blog.models import Author, PublicPostAuthor, PublicPostTag, Series, Tag, Topic
from search.query.parser import Filter

FILTER_MODELS: dict[str, tuple[type[Model], str]] = {
    "tag": (Tag, "name"),
    "topic": (Topic, "name"),
    "author": (Author, "name"),
    "series": (Series, "title"),
}


def apply_filters(posts: QuerySet, filters: list[Filter]) -> QuerySet:
    """The rows of PublicPost that pass every filter."""
    for one in filters:
        condition = filter_condition(one)
        posts = posts.filter(~condition if one.is_excluded else condition)
    return posts


def filter_condition(one: Filter) -> Q:
    match one.name:
        case "tag":
            return Q(pk__in=PublicPostTag.objects.filter(tag__in=ids_by_name(one)).values("public"))
        case "author":
            return Q(pk__in=PublicPostAuthor.objects.filter(author__in=ids_by_name(one)).values("public"))
        case "topic" | "series":
            return Q((f"{one.name}__in", ids_by_name(one)))
        case "from":
            return Q(published_at__gte=start_of_day(one))
        case _:
            return Q(published_at__lt=start_of_day(one))


def ids_by_name(one: Filter) -> list[int]:
    """The topics, tags, authors or series with this name, or else this slug, or else this first or last name."""
    model, column = FILTER_MODELS[one.name]
    ways = [Q((f"{column}__iexact", one.value)), Q(slug=slugify(one.value, allow_unicode=True))]
    if model is Author:
        ways.append(Q((f"{column}__istartswith", f"{one.value} ")) | Q((f"{column}__iendswith", f" {one.value}")))
    every_way = (list(model._default_manager.filter(way).values_list("pk", flat=True)) for way in ways)
    return next(filter(None, every_way), [])


def start_of_day(one: Filter) -> datetime:
    return timezone.make_aware(datetime.combine(one.value, time.min))
