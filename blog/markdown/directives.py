"""Parses directives (`:::quote source="…"` … `:::`), for blocks that have no Markdown syntax.

Three colons close a directive with three colons, except within a fence. A directive with more colons ends at the next
line with as many, even within a fence, so that a directive with enough colons can contain any text.
"""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

CONTAINER_DIRECTIVES = ("quote", "details", "gallery", "table", "math")
LEAVES = ("embed", "bookmark", "video", "audio")
DIRECTIVE_OPENING = re.compile(r"(?P<colons>:{2,})\s*+(?P<name>[A-Za-z][\w-]*+)\s*+(?P<rest>.*)$")
CLOSING_COLONS = re.compile(r":{3,}\s*$")
LEAST_COLONS = 3
FENCE = re.compile(r"(`{3,}|~{3,})")
# Without this limit, a text that consists of openings would be searched to its end for each of them.
MAX_LINES_SEARCHED = 50_000


def line_text(state: StateBlock, line: int) -> str:
    return state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]


def attribute_text(rest: str) -> str:
    return rest[1:-1] if rest.startswith("{") and rest.endswith("}") else rest


def closing_line(state: StateBlock, start: int, end: int, colons: int) -> int | None:
    depth, fence = 1, ""
    for line in range(start + 1, end):
        if out_of_reach(state, line):
            return None
        text = line_text(state, line).rstrip()
        if colons == LEAST_COLONS and (fence or FENCE.match(text)):
            fence = fence_after(text, fence)
        elif CLOSING_COLONS.match(text) and len(text) >= colons:
            depth -= 1
        elif (opening := DIRECTIVE_OPENING.match(text)) and len(opening["colons"]) >= colons:
            depth += opening["name"] in CONTAINER_DIRECTIVES
        if not depth:
            return line
    return None


def out_of_reach(state: StateBlock, line: int) -> bool:
    state.env["lines_searched"] = state.env.get("lines_searched", 0) + 1
    is_left_of_parent = state.sCount[line] < state.blkIndent and not state.isEmpty(line)
    return is_left_of_parent or state.env["lines_searched"] > MAX_LINES_SEARCHED


def fence_after(text: str, fence: str) -> str:
    """Returns the fence that is open after this line, given the one that is open before it."""
    if not fence:
        mark = FENCE.match(text)
        return mark[1] if mark else ""
    is_closing = text.startswith(fence) and not text.strip(fence[0])
    return "" if is_closing else fence


def directive(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    opening = DIRECTIVE_OPENING.match(line_text(state, start))
    if not opening:
        return False
    if len(opening["colons"]) == 2 and opening["name"] in LEAVES:
        return silent or leaf(state, start, opening)
    if len(opening["colons"]) > 2 and opening["name"] in CONTAINER_DIRECTIVES:
        return container(state, start, end, opening, silent)
    return False


def leaf(state: StateBlock, start: int, opening: re.Match[str]) -> bool:
    token = state.push("directive_leaf", "div", 0)
    token.map = [start, start + 1]
    token.meta = {"name": opening["name"], "attributes": attribute_text(opening["rest"].rstrip())}
    state.line = start + 1
    return True


def container(state: StateBlock, start: int, end: int, opening: re.Match[str], silent: bool) -> bool:
    closing = closing_line(state, start, end, len(opening["colons"]))
    if closing is None or silent:
        return closing is not None
    parent, state.parentType = state.parentType, "directive"
    limit, state.lineMax = state.lineMax, closing
    token = state.push("directive_open", "div", 1)
    token.map = [start, closing + 1]
    token.meta = {"name": opening["name"], "attributes": attribute_text(opening["rest"].rstrip())}
    state.md.block.tokenize(state, start + 1, closing)
    state.push("directive_close", "div", -1)
    state.parentType, state.lineMax = parent, limit
    state.line = closing + 1
    return True


def directive_plugin(markdown: MarkdownIt) -> None:
    alternatives = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    markdown.block.ruler.before("fence", "directive", directive, alternatives)
