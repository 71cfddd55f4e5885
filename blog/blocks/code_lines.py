"""Splits highlighted code into lines that can be numbered, marked or coloured as a diff."""

import re

LAST_MARKABLE_LINE = 10_000
RANGE = re.compile(r"(\d{1,6})(?:\s*-\s*(\d{1,6}))?")
LINE = re.compile(r"[^\n]*\n|[^\n]+")
HIGHLIGHT_TAG = re.compile(r"<[^<>]*>")
# Prefixes of the lines of a diff, longer ones first.
DIFF_SIGNS = {"+++": "line--place", "---": "line--place", "@@": "line--place", "+": "line--added", "-": "line--removed"}


MAX_LINE_RANGES = 500


def line_numbers(ranges: str) -> frozenset[int]:
    """The line numbers in a text like "2,4-6". Anything that is not a range is ignored."""
    numbers: set[int] = set()
    for first, last in RANGE.findall(ranges)[:MAX_LINE_RANGES]:
        end = min(int(last or first), LAST_MARKABLE_LINE)
        numbers.update(range(int(first), end + 1))
    return frozenset(numbers)


def in_lines(html: str, *, marked: frozenset[int], is_diff: bool = False, is_numbered: bool = False) -> str:
    """Highlighted code with each line, newline included, in a ``line`` span; unchanged if no option needs lines.

    A span that crosses a newline is closed and reopened.
    """
    if not (marked or is_diff or is_numbered):
        return html
    lines, carried = [], ""
    for number, text in enumerate(LINE.findall(html), start=1):
        line = carried + text
        opened = line.rfind("<span")
        carried = line[opened : line.index(">", opened) + 1] if opened > line.rfind("</span>") else ""
        line += "</span>" if carried else ""
        names = ("line", "hll" if number in marked else "", diff_class(text) if is_diff else "")
        lines.append(f'<span class="{" ".join(filter(None, names))}">{line}</span>')
    return "".join(lines)


def diff_class(html: str) -> str:
    words = HIGHLIGHT_TAG.sub("", html)
    return next((name for sign, name in DIFF_SIGNS.items() if words.startswith(sign)), "")
