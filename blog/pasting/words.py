"""Marked words to Markdown that means exactly them: every sign is escaped and every mark is an HTML tag."""

import re
from collections.abc import Iterable
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from blog.markdown.runs import Run, normal_runs, to_html

SIGNS = re.compile(r"[!\"#$%'()*+,\-./:;=?@\[\\\]^_`{|}~]")
PLACEHOLDER = re.compile("\ue000(\\d+)\ue001")
REDIRECT = re.compile(r"https?://www\.google\.com/url\?q=([^&]+)")
LINKED = ("http", "https", "mailto", "tel")


def escaped(text: str) -> str:
    return SIGNS.sub(r"\\\g<0>", text)


def plain(text: str) -> str:
    """Text without marks, also safe in HTML's eyes."""
    words = " ".join(escaped(text).split())
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def inline(runs: Iterable[Run], raw: list[str]) -> str:
    """`raw` is what stands for the placeholders."""
    html = to_html(normal_runs(replace(run, text=escaped(run.text)) for run in runs))
    return PLACEHOLDER.sub(lambda place: raw[int(place[1])], html)


def placeholder(raw: list[str], markdown: str) -> Run:
    raw.append(markdown)
    return Run(f"\ue000{len(raw) - 1}\ue001")


def linked(address: str) -> str | None:
    """Where a link leads, if it leads anywhere from here."""
    if redirect := REDIRECT.match(address):
        address = unquote(redirect[1])
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return None
    return address if scheme in LINKED else None


def fence(code: str, language: str) -> str:
    ticks = "`" * max([2, *(len(run) for run in re.findall("`+", code))])
    return f"{ticks}`{language}\n{code}\n{ticks}`"


def prefixed(text: str, prefix: str, *, first: str | None = None) -> str:
    lines = text.split("\n")
    start = prefix if first is None else first
    return "\n".join([f"{start}{lines[0]}".rstrip(), *(f"{prefix}{line}".rstrip() for line in lines[1:])])
