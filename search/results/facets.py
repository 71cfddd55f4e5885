"""How the posts that were found part by topic, tag, author and year, as links that narrow the query.

What a reader typed is the only state: a link adds ``tag:sea`` to it or takes it out.
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
from search.engines.id_lists import as_rows
from search.query.parser import meaning, parts
from search.results.forms import LONGEST_QUERY
from search.results.search_urls import search_address

# What stands in for the ids in a statement until they are known.
FOUND = "those that were found"
# Of each kind, those with most posts.
MOST_CHOICES = 6
LABELS = {"topic": _("Topics"), "tag": _("Tags"), "author": _("Authors"), "year": _("Years")}


@dataclass(frozen=True)
class Choice:
    name: str
    posts: int
    url: str


@dataclass(frozen=True)
class Facet:
    label: str
    choices: list[Choice]


def facets(query: str, found: list[int], *, is_by_date: bool) -> list[Facet]:
    """What would narrow the posts that were found, most posts first."""
    choices: dict[str, list[Choice]] = defaultdict(list)
    for kind, name, slug, posts in counted(found):
        narrower = with_part(query, f"{kind}:{value_of(name, slug)}")
        # What all have narrows nothing.
        if posts < len(found) and len(choices[kind]) < MOST_CHOICES and len(narrower) <= LONGEST_QUERY:
            choices[kind].append(Choice(name, posts, search_address(narrower, is_by_date=is_by_date)))
    return [Facet(label, choices[kind]) for kind, label in LABELS.items() if choices[kind]]


def value_of(name: str, slug: str) -> str:
    """What stands in a query for it: its slug, or the name where that says more, as C++ has the slug of C."""
    return slug if '"' in name or name.casefold().replace(" ", "-") == slug else f'"{name}"'


def counted(found: list[int]) -> list[tuple[str, str, str, int]]:
    """Rows of kind, name, slug and posts, in one query of the database, in the order in which they are offered."""
    sql, parameters = statement(connection.vendor)
    ids = json.dumps(found)
    with connection.cursor() as cursor:
        cursor.execute(sql, [ids if value == FOUND else value for value in parameters])
        rows = cursor.fetchall()
    return sorted(rows, key=place_of)


def place_of(row: tuple[str, str, str, int]) -> tuple[str, int, int, str]:
    """Of each kind most posts first, then the newest year, or names from A to Z."""
    kind, name, _slug, posts = row
    return kind, -posts, -int(name) if kind == "year" else 0, name.casefold()


@cache
def statement(vendor: str) -> tuple[str, tuple]:
    """The query as SQL with its parameters, made once, which takes longer than asking it."""
    return counts(as_rows(FOUND)).query.sql_with_params()


def counts(ids: RawSQL) -> QuerySet:
    posts = PublicPost.objects.filter(pk__in=ids)
    tags = PublicPostTag.objects.filter(public__in=ids)
    authors = PublicPostAuthor.objects.filter(public__in=ids)
    year = Cast(F("month") / 100, CharField())
    first, *others = [
        parted(posts.filter(topic__isnull=False), "topic", F("topic__name"), F("topic__slug")),
        parted(tags, "tag", F("tag__name"), F("tag__slug")),
        parted(authors, "author", F("author__name"), F("author__slug")),
        parted(posts, "year", year, year),
    ]
    return first.union(*others, all=True)


def parted(rows: QuerySet, kind: str, name: Combinable, value: Combinable) -> QuerySet:
    shown = rows.annotate(kind=Value(kind), name=name, value=value).values_list("kind", "name", "value")
    return shown.annotate(posts=Count("pk"))


def with_part(query: str, part: str) -> str:
    """The query with one part more; before a quotation that has no end, because that would take it in."""
    return f"{part} {query}" if query.count('"') % 2 else f"{query} {part}"


def chosen(query: str, *, is_by_date: bool) -> list[dict[str, str]]:
    """The parts of a query that narrow it, each with the address of the query without it.

    Where a minus may be meant in another way, ``other`` says how, and ``other_url`` is the address of that query.
    """

    def address(part: re.Match[str], instead: str) -> str:
        changed = f"{query[: part.start()]} {instead} {query[part.end() :]}"
        return search_address(" ".join(changed.split()), is_by_date=is_by_date)

    shown = []
    for part in parts(query):
        asked, typed = meaning(part), part[0].replace('"', "")
        if asked.filters or asked.is_in_title:
            shown.append({"text": part[0], "url": address(part, "")})
        elif asked.without:
            text = _("without: %(words)s") % {"words": asked.without[0]}
            other = _("look for “%(words)s” instead") % {"words": typed}
            shown.append(
                {"text": text, "url": address(part, ""), "other": other, "other_url": address(part, f'"{typed}"')}
            )
        elif part["minus"] and typed[1:].isalpha():
            other = _("leave out “%(words)s” instead") % {"words": typed[1:]}
            shown.append({"other": other, "other_url": address(part, f'-"{typed[1:]}"')})
    return shown
