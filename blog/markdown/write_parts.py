"""Writes the parts of canonical Markdown: indented and quoted lines, fences, table rows and directives."""

import re
from typing import Any

from blog.markdown.escapes import IN_TITLE, escape_entities
from blog.markdown.write_inline import BACKTICKS

COLONS = re.compile(r"^[ \t>]*+(?:[-*+]|\d+[.)])?[ \t]*(:{3,})", re.MULTILINE)
FENCES = re.compile(r"```|~~~")
TILDES = re.compile(r"~+")


def indented(text: str, by: str, *, first: str) -> str:
    lines = text.split("\n")
    return "\n".join([f"{first}{lines[0]}", *(f"{by}{line}" if line else "" for line in lines[1:])])


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def fenced(code: str, info: str) -> str:
    letter, runs = ("~", TILDES) if "`" in info else ("`", BACKTICKS)
    fence = letter * (max([2, *(len(run) for run in runs.findall(code))]) + 1)
    return f"{fence}{info}\n{code}\n{fence}" if code else f"{fence}{info}\n{fence}"


def row_of(cells: list[str]) -> str:
    return f"| {' | '.join(cell.replace('|', '\\|') for cell in cells)} |"


def in_title(text: str) -> str:
    return escape_entities(IN_TITLE.sub(r"\\\g<0>", text))


def attributes(named: dict[str, str | None]) -> str:
    shown = ((name, value.replace("\\", "\\\\").replace('"', '\\"')) for name, value in named.items() if value)
    return " ".join(f'{name}="{value}"' for name, value in shown)


def code_attributes(value: dict[str, Any]) -> str:
    lines = "on" if value["line_numbers"] else ""
    named = {"file": value["file_name"], "marked": value["marked_lines"], "lines": lines, "caption": value["caption"]}
    return attributes(named).replace("&", "&amp;")


def directive(name: str, named: dict[str, str | None], content: str, *words: str) -> str:
    """Writes a directive with more colons than any line in it, and with four if a fence in it could hide the end."""
    inner = [len(colons) for colons in COLONS.findall(content)]
    least = 4 if FENCES.search(content) else 3
    colons = ":" * max([least, *(length + 1 for length in inner)])
    head = " ".join(filter(None, [f"{colons}{name}", attributes(named), *words]))
    return "\n".join(filter(None, [head, content, colons]))
