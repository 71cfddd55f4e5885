"""Facets of the results: topics, tags, authors and years, as links that add a filter to the query.

The text of the query is the only state: a link adds ``tag:sea`` to it or removes it.
"""

import json
import re
from collections import defaultdict
from dataclasses import dataclass
from functools import cache

from django.db import connection
from django.db.models import CharField, Count, F, QuerySet, Value
from django.db.models.expressions import Combinable, RawSQL
from django.db.models.functions import Cast
from django.utils.translation import gettext_lazy as _

from blog.models import PublicPost, PublicPostAuthor, PublicPostTag
from search.engines.id_lists import ids_from_json
from search.query.parser import parse_part, query_parts
from search.results.forms import MAX_QUERY_LENGTH
from search.results.search_urls import search_url

# Replaced by the ids of the results when the compiled SQL is executed.
IDS_PLACEHOLDER = "ids of the results"
MAX_FACET_CHOICES = 6
FACET_LABELS = {"topic": _("Topics"), "tag": _("Tags"), "author": _("Authors"), "year": _("Years")}


@dataclass(frozen=True)
class FacetChoice:
    name: str
    posts: int
    url: str


@dataclass(frozen=True)
class Facet:
    label: str
    choices: list[FacetChoice]


def facets_of(query: str, found: list[int], *, is_by_date: bool) -> list[Facet]:
    """The facets of these results; in each, the choices with the most posts come first."""
    choices: dict[str, list[FacetChoice]] = defaultdict(list)
    for kind, name, slug, posts in facet_counts(found):
        filtered = add_part(query, f"{kind}:{filter_value(name, slug)}")
        # A filter that all results pass is useless.
        if posts < len(found) and len(choices[kind]) < MAX_FACET_CHOICES and len(filtered) <= MAX_QUERY_LENGTH:
            choices[kind].append(FacetChoice(name, posts, search_url(filtered, is_by_date=is_by_date)))
    return [Facet(label, choices[kind]) for kind, label in FACET_LABELS.items() if choices[kind]]


def filter_value(name: str, slug: str) -> str:
    """The value of the filter: the slug, or the name if the slug is ambiguous (C++ has the slug of C)."""
    return slug if '"' in name or name.casefold().replace(" ", "-") == slug else f'"{name}"'


def facet_counts(found: list[int]) -> list[tuple[str, str, str, int]]:
    """Kind, name, slug and number of posts of each choice, in display order, with one database query."""
    sql, parameters = facet_sql(connection.vendor)
    ids = json.dumps(found)
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids if value == IDS_PLACEHOLDER else value for value in parameters])
        rows = cursor.fetchall()
    return sorted(rows, key=facet_order)


def facet_order(row: tuple[str, str, str, int]) -> tuple[str, int, int, str]:
    """By kind, then most posts first, then the newest year or the name."""
    kind, name, _slug, posts = row
    return kind, -posts, -int(name) if kind == "year" else 0, name.casefold()


@cache
def facet_sql(vendor: str) -> tuple[str, tuple]:
    """The query as SQL with its parameters. Compiling it takes longer than executing it."""
    return facet_query(ids_from_json(IDS_PLACEHOLDER)).query.sql_with_params()


def facet_query(ids: RawSQL) -> QuerySet:
    posts = PublicPost.objects.filter(pk__in=ids)
    tags = PublicPostTag.objects.filter(public__in=ids)
    authors = PublicPostAuthor.objects.filter(public__in=ids)
    year = Cast(F("month") / 100, CharField())
    first, *others = [
        group_posts(posts.filter(topic__isnull=False), "topic", F("topic__name"), F("topic__slug")),
        group_posts(tags, "tag", F("tag__name"), F("tag__slug")),
        group_posts(authors, "author", F("author__name"), F("author__slug")),
        group_posts(posts, "year", year, year),
    ]
    return first.union(*others, all=True)


def group_posts(rows: QuerySet, kind: str, name: Combinable, value: Combinable) -> QuerySet:
    shown = rows.annotate(kind=Value(kind), name=name, value=value).values_list("kind", "name", "value")
    return shown.annotate(posts=Count("pk"))


def add_part(query: str, part: str) -> str:
    """The query with one more part. It comes first if there is an unclosed quote, which would include it."""
    return f"{part} {query}" if query.count('"') % 2 else f"{query} {part}"


def active_filters(query: str, *, is_by_date: bool) -> list[dict[str, str]]:
    """The filters and exclusions in a query, each with the URL of the query without it.

    If a minus is ambiguous, ``other`` has the other meaning and ``other_url`` the URL of that query.
    """

    def url_with(part: re.Match[str], replacement: str) -> str:
        changed = f"{query[: part.start()]} {replacement} {query[part.end() :]}"
        return search_url(" ".join(changed.split()), is_by_date=is_by_date)

    shown = []
    for part in query_parts(query):
        parsed, typed = parse_part(part), part[0].replace('"', "")
        if parsed.filters or parsed.is_in_title:
            shown.append({"text": part[0], "url": url_with(part, "")})
        elif parsed.excluded:
            text = _("without: %(words)s") % {"words": parsed.excluded[0]}
            other = _("search for “%(words)s” instead") % {"words": typed}
            shown.append(
                {"text": text, "url": url_with(part, ""), "other": other, "other_url": url_with(part, f'"{typed}"')}
            )
        elif part["minus"] and typed[1:].isalpha():
            other = _("exclude “%(words)s” instead") % {"words": typed[1:]}
            shown.append({"other": other, "other_url": url_with(part, f'-"{typed[1:]}"')})
    return shown
