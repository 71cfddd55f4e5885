"""Parses the two Liquid tags that enclose text in Jekyll and Eleventy posts: `raw` and `highlight`."""

import re

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

from blog.markdown.directives import line_text, out_of_reach

LIQUID_RAW_TAG = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
HIGHLIGHT = re.compile(r"\{%-?\s*highlight\s+(?P<info>[^%]*?)\s*-?%\}\s*$")
END_HIGHLIGHT = re.compile(r"\{%-?\s*endhighlight\s*-?%\}\s*$")
LEFT_OVER = re.compile(r"\{%(?:(?!\{%).)*?%\}|\{\{(?:(?!\{\{).)*?\}\}")


def raw_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start) or not LIQUID_RAW_TAG.fullmatch(line_text(state, start).rstrip()):
        return False
    if silent:
        return True
    state.push("liquid_raw", "", 0).map = [start, start + 1]
    state.line = start + 1
    return True


def raw_within_words(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "{":
        return False
    match = LIQUID_RAW_TAG.match(state.src, state.pos)
    if not match:
        return False
    if not silent:
        state.push("liquid_raw", "", 0)
    state.pos = match.end()
    return True


def highlight_tag(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parses `{% highlight ruby %}` … `{% endhighlight %}` as a fence."""
    if state.is_code_block(start):
        return False
    opening = HIGHLIGHT.match(line_text(state, start))
    if not opening:
        return False
    if silent:
        return True
    for line in range(start + 1, end):
        if out_of_reach(state, line):
            return False
        if END_HIGHLIGHT.match(line_text(state, line)):
            token = state.push("fence", "code", 0)
            token.info = opening["info"]
            token.content = state.getLines(start + 1, line, state.sCount[start], True)
            token.map = [start, line + 1]
            state.line = line + 1
            return True
    return False


def liquid_plugin(markdown: MarkdownIt) -> None:
    alternatives = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    markdown.block.ruler.before("fence", "liquid_raw", raw_line, alternatives)
    markdown.block.ruler.before("fence", "liquid_highlight", highlight_tag, alternatives)
    markdown.inline.ruler.before("escape", "liquid_raw", raw_within_words)
