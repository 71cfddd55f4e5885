"""Converts formatted text to Markdown. All special characters are escaped, and all marks are HTML tags."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote, urlsplit

from blog.markdown.runs import Run, normal_runs, to_html

SIGNS = re.compile(r"[!\"#$%'()*+,\-./:;=?@\[\\\]^_`{|}~]")
PLACEHOLDER = re.compile("\ue000(\\d+)\ue001")
REDIRECT = re.compile(r"https?://www\.google\.com/url\?q=([^&]+)")
# Before and after a block within text. No other run has this text.
EDGE = Run("\f")
PASTED_LINK_SCHEMES = ("http", "https", "mailto", "tel")


def escaped(text: str) -> str:
    return SIGNS.sub(r"\\\g<0>", text)


def plain(text: str) -> str:
    """Text without marks, which is also safe as HTML."""
    words = " ".join(escaped(text).split())
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def inline(runs: Iterable[Run], raw: list[str]) -> str:
    """Markdown of the runs. `raw` are the values of the placeholders."""
    return in_place(to_html(normal_runs(replace(run, text=escaped(run.text)) for run in with_breaks(runs))), raw)


def in_place(text: str, raw: list[str]) -> str:
    return PLACEHOLDER.sub(lambda place: raw[int(place[1])], text)


def with_breaks(runs: Iterable[Run]) -> Iterator[Run]:
    """Adds a line break at the end of a block if there is none."""
    is_at_break = False
    for run in runs:
        if run != EDGE:
            yield run
        elif not is_at_break:
            yield Run("\n")
        is_at_break = run.text in ("\n", EDGE.text) or (is_at_break and run.is_gap)


def single_line(runs: Iterable[Run]) -> list[Run]:
    """The runs of a heading: without bold and line breaks."""
    return [Run(re.sub("[\n\f]", " ", run.text), run.marks - {"b"}, run.link) for run in runs]


def placeholder(raw: list[str], markdown: str) -> Run:
    raw.append(markdown)
    return Run(f"\ue000{len(raw) - 1}\ue001")


def linked(address: str) -> str | None:
    """The address of a link; None if it is useless outside its page."""
    if redirect := REDIRECT.match(address):
        address = unquote(redirect[1])
    try:
        scheme = urlsplit(address).scheme.lower()
    except ValueError:
        return None
    return address if scheme in PASTED_LINK_SCHEMES else None


def fence(code: str, language: str) -> str:
    ticks = "`" * max([2, *(len(run) for run in re.findall("`+", code))])
    return f"{ticks}`{language}\n{code}\n{ticks}`"


def prefixed(text: str, prefix: str, *, first: str | None = None) -> str:
    lines = text.split("\n")
    start = prefix if first is None else first
    return "\n".join([f"{start}{lines[0]}".rstrip(), *(f"{prefix}{line}".rstrip() for line in lines[1:])])
