"""Filters and tags for the templates of ``blog_history/diff/``."""

from collections.abc import Iterable, Iterator
from html import escape
from itertools import groupby
from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from blog.history.changes import ChangeKind
from blog.history.diff.lines import Line
from blog.history.diff.parts import Part
from blog.history.diff.words import Stretch
from blog.history.diff_labels import (
    FACT_NAMES,
    FIELD_NAMES,
    KIND_NAMES,
    TAG_NAMES,
    display_name,
    restyling_text,
    value_text,
)
from blog.markdown.runs import Footnote, Run, plain_text
from blog.models import BlogImage

register = template.Library()

# How many unchanged parts and lines stay visible around a change, and how many others are at least folded.
CONTEXT_PARTS = 1
CONTEXT_LINES = 3
MIN_FOLDED = 3


@register.filter
def folded(parts: list[Part]) -> list[tuple[bool, list[Part]]]:
    """Groups parts, as (whether to fold them, the parts)."""
    return list(_folds(parts, lambda part: part.change == "same", CONTEXT_PARTS))


@register.filter
def folded_lines(lines: list[Line]) -> list[tuple[bool, list[Line]]]:
    return list(_folds(lines, lambda line: line.kind == "same", CONTEXT_LINES))


def _folds(pieces: list, is_same: Any, shown: int) -> Iterator[tuple[bool, list]]:
    place = 0
    for same, group in groupby(pieces, key=is_same):
        run = list(group)
        before = 0 if place == 0 else shown
        place += len(run)
        after = 0 if place == len(pieces) else shown
        if same and len(run) - before - after >= MIN_FOLDED:
            yield from ((fold, part) for fold, part in _parted(run, before, after) if part)
        else:
            yield False, run


def _parted(run: list, before: int, after: int) -> list[tuple[bool, list]]:
    end = len(run) - after
    return [(False, run[:before]), (True, run[before:end]), (False, run[end:])]


@register.filter
def as_html(runs: Iterable[Run]) -> SafeString:
    """The runs as HTML. Only external links are links, because keys have no URL here."""
    return mark_safe("".join(map(_run_html, runs)))  # noqa: S308 (escaped run by run)


def _run_html(run: Run) -> str:
    if isinstance(run.entity, Footnote):
        return f'<sup class="post-diff__note">[{escape(run.entity.label)}]</sup>'
    if run.entity:
        return f'<code class="post-diff__math">{escape(run.entity.tex)}</code>'
    html = escape(run.text, quote=False).replace("\n", "<br>")
    for mark in sorted(run.marks):
        html = f"<{mark}>{html}</{mark}>"
    if run.link is None:
        return html
    if run.link.startswith(("http://", "https://")):
        return f'<a href="{escape(run.link)}">{html}</a>'
    return f'<span class="post-diff__link">{html}</span>'


@register.filter
def with_unchanged_links(stretches: Iterable[Stretch]) -> Iterator[tuple[Stretch, set[str | None]]]:
    """Each stretch with the links of the words that it replaces, or by which it is replaced."""
    stretches = list(stretches)
    for at, stretch in enumerate(stretches):
        before, after = stretches[at - 1] if at else None, stretches[at + 1] if at + 1 < len(stretches) else None
        others: Iterable[Run] = ()
        if stretch.kind == "deleted" and after and after.kind == "inserted":
            others = after.new
        elif stretch.kind == "inserted" and before and before.kind == "deleted":
            others = before.old
        yield stretch, {run.link for run in others}


@register.simple_tag(takes_context=True)
def spelled_out(context: Context, runs: Iterable[Run], unchanged: set[str | None]) -> SafeString:
    """The runs as HTML, with the address after the words of each link that is not unchanged or its own words."""
    html = []
    for link, group in groupby(runs, key=lambda run: run.link):
        linked = list(group)
        html.append(as_html(linked))
        if link and link not in unchanged and bare_address(plain_text(linked)) != bare_address(link):
            address = display_name(link, context.get("names") or {})
            html.append(format_html(' <span class="post-diff__look">({})</span>', address))
    return mark_safe("".join(html))  # noqa: S308 (escaped part by part)


def bare_address(text: str) -> str:
    return text.strip().removeprefix("https://").removeprefix("http://").rstrip("/")


# Not templates, which would add a line end and thus a space.
@register.filter
def deleted(words: str) -> SafeString:
    return format_html(
        '<del><span class="post-diff__spoken">{} </span>{}<span class="post-diff__spoken"> {}</span></del>',
        _("[deleted]"),
        words,
        _("[end of deleted]"),
    )


@register.filter
def inserted(words: str) -> SafeString:
    return format_html(
        '<ins><span class="post-diff__spoken">{} </span>{}<span class="post-diff__spoken"> {}</span></ins>',
        _("[inserted]"),
        words,
        _("[end of inserted]"),
    )


@register.simple_tag(takes_context=True)
def look_in_words(context: Context, stretch: Stretch) -> str:
    """Describes changed marks and links of the same words."""
    return restyling_text(stretch.old, stretch.new, names=context.get("names") or {})


@register.simple_tag(takes_context=True)
def in_words(context: Context, name: str, value: Any) -> str:
    """The value of a field or fact, with titles instead of keys."""
    return conditional_escape(value_text(name, value, names=context.get("names") or {}))


@register.simple_tag(takes_context=True)
def picture_of(context: Context, key: str | None) -> BlogImage | None:
    return (context.get("pictures") or {}).get(key)


@register.simple_tag(takes_context=True)
def name_of(context: Context, key: str | None) -> str:
    """The title of an object of the site, or nothing where titles are not shown."""
    return (context.get("names") or {}).get(key, "")


@register.filter
def change_kind(kind: str) -> str:
    return str(dict(ChangeKind.choices).get(kind, kind))


@register.filter
def field_name(name: str) -> str:
    return str(FIELD_NAMES.get(name, name))


@register.filter
def fact_name(name: str) -> str:
    return str(FACT_NAMES.get(name, name))


@register.filter
def kind_name(kind: str) -> str:
    return str(KIND_NAMES.get(kind, kind))


@register.filter
def tag_name(tag: str) -> str:
    return str(TAG_NAMES.get(tag, tag))
