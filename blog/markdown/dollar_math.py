"""Parses math between dollar signs, but only where prices and shell variables cannot be meant."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.dollarmath import dollarmath_plugin

LOOKS_LIKE_MATH = re.compile(r"[\\^_=+<>≤≥≠·×∈∑√]|\A\w\Z|\A\w+\([\w ,]+\)\Z")
IN_BACKTICKS = re.compile(r"\$(?P<fence>`+)(?:[ ](?P<padded>[^\n]+?)[ ]|(?P<tex>[^`\n][^\n]*?))(?<!`)(?P=fence)(?!`)\$")

IN_DOLLARS = re.compile(r"\$(?P<tex>(?!\s)(?:\\[^\n`]|[^\\$\n`])+(?<!\s))\$")


def is_read_as_math(tex: str, before: str, behind: str) -> bool:
    """Returns whether `$tex$` between these two characters is certain to be parsed as math."""
    fits_in = not (set(tex) & set("$`\n")) and tex == tex.strip() and not tex.endswith("\\")
    is_apart = not before.isalnum() and not behind.isalnum() and before not in ("\\", "$") and behind not in ("{", "$")
    return fits_in and is_apart and bool(LOOKS_LIKE_MATH.search(tex))


def code_math(state: StateInline, silent: bool) -> bool:
    """Parses math between dollar signs and backticks, as on GitHub. Its content does not matter."""
    match = IN_BACKTICKS.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        token = state.push("math_inline", "math", 0)
        token.content = match["padded"] or match["tex"]
    state.pos = match.end()
    return True


def careful_math(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "$":
        return False
    if code_math(state, silent):
        return True
    match = IN_DOLLARS.match(state.src, state.pos)
    if not match or not LOOKS_LIKE_MATH.search(match["tex"]):
        return False
    before, after = state.src[: state.pos][-1:], state.src[match.end() : match.end() + 1]
    if before.isalnum() or after.isalnum() or after in ("{", "$"):
        return False
    if not silent:
        state.push("math_inline", "math", 0).content = match["tex"]
    state.pos = match.end()
    return True


def math_plugin(markdown: MarkdownIt) -> None:
    markdown.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False)
    markdown.inline.ruler.at("math_inline", careful_math)
