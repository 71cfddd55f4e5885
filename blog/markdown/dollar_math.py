"""Math between dollars, recognised only where prices and shell variables cannot be meant."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.dollarmath.index import math_inline_dollar

LOOKS_LIKE_MATH = re.compile(r"[\\^_=+<>≤≥≠·×∈∑√]|\A\w\Z|\A\w+\([\w ,]+\)\Z")

dollars = math_inline_dollar(allow_space=False, allow_digits=False)


def careful_math(state: StateInline, silent: bool) -> bool:
    start = state.pos
    if state.src[start] != "$" or not dollars(state, True):
        return False
    end, state.pos = state.pos, start
    before, after = state.src[start - 1 : start], state.src[end : end + 1]
    between = state.src[start + 1 : end - 1]
    if before.isalnum() or after.isalnum() or after in ("{", "$"):
        return False
    if "\n" in between or "`" in between or not LOOKS_LIKE_MATH.search(between):
        return False
    return dollars(state, silent)


def math_plugin(markdown: MarkdownIt) -> None:
    markdown.use(dollarmath_plugin, allow_labels=False, allow_blank_lines=False)
    markdown.inline.ruler.at("math_inline", careful_math)
