"""Formatting in inline styles."""

import re

from bs4 import Tag

from blog.markdown.tags import INLINE_MARKS

DECLARATION = re.compile(r"(?<![\w-])([\w-]+)\s*:\s*([^;]+)")
FIXED_WIDTH = re.compile(r"mono|courier|consolas|menlo|source code|fira code", re.IGNORECASE)


def declarations(style: str) -> dict[str, str]:
    return {name.lower(): value.strip().lower() for name, value in DECLARATION.findall(style)}


def style_of(tag: Tag) -> dict[str, str]:
    return declarations(str(tag.get("style") or ""))


def marks_on(tag: Tag, marks: frozenset[str]) -> frozenset[str]:
    """The marks of the text in this element; `marks` are those of its parent."""
    if mark := INLINE_MARKS.get(tag.name):
        marks |= {mark}
    style = style_of(tag)
    weight = style.get("font-weight", "")
    if weight:
        marks = marks | {"b"} if is_bold(weight) else marks - {"b"}
    if slant := style.get("font-style"):
        marks = marks | {"i"} if slant in ("italic", "oblique") else marks - {"i"}
    if "line-through" in style.get("text-decoration", "") + style.get("text-decoration-line", ""):
        marks |= {"s"}
    if raised := {"super": "sup", "sub": "sub"}.get(style.get("vertical-align", "")):
        marks |= {raised}
    if tag.name == "span" and FIXED_WIDTH.search(style.get("font-family", "")):
        marks |= {"code"}
    return marks


def is_bold(weight: str) -> bool:
    return weight in ("bold", "bolder") or (weight.isdecimal() and int(weight) >= 600)


def is_fixed_width(tag: Tag) -> bool:
    return bool(FIXED_WIDTH.search(style_of(tag).get("font-family", "")))
