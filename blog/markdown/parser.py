"""The parser that reading and rendering share."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.rules_block import StateBlock, fence, table
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from mdit_py_plugins.footnote import footnote_plugin

from blog.markdown.bare_addresses import bare_address_plugin
from blog.markdown.body import TextTooLong
from blog.markdown.directives import directive, directive_plugin
from blog.markdown.dollar_math import math_plugin
from blog.markdown.liquid import liquid_plugin

MAX_CHARACTERS = 1_000_000
# Deeper containers are kept as text, because the parser itself would drop them silently.
MAX_NESTING = 24
# The maximum sum of `inline_cost`. Each character that may be markup can make the inline parser search its whole
# paragraph.
INLINE_BUDGET = 600_000_000
MARKUP_CHARACTER = re.compile(r"[^\w\s.,;'\"()?/-]")
# Shorter paragraphs are not counted, because a text of any length is parsed quickly if it has only these.
LONG_PARAGRAPH = 1_000
# A picture within its address (a data URL) also contains such characters, but is one word.
LONG_WORD = re.compile(r"[A-Za-z0-9+/=%]{200,}")


class SourceKeepingBlockParser(ParserBlock):
    """Keeps the lines within each container, without its `>` and indentation."""

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:  # noqa: N803
        first_inside = len(state.tokens)
        if state.level >= MAX_NESTING:
            self._as_text(state, startLine, endLine)
            return
        super().tokenize(state, startLine, endLine)
        if state.level and first_inside:
            inside = state.getLines(startLine, state.line, state.blkIndent, False)
            state.tokens[first_inside - 1].meta["inside"] = (startLine, inside.split("\n"))

    def _as_text(self, state: StateBlock, start: int, end: int) -> None:
        token = state.push("too_deep", "p", 0)
        token.block = True
        token.map = [start, end]
        token.content = state.getLines(start, end, state.blkIndent, False)
        state.line = end


def parse_inline_within_budget(state: StateCore) -> None:
    """The core rule `inline`, except that paragraphs stay unparsed once hostile text has spent the budget."""
    spent = state.env.get("inline_spent", 0)
    for token in state.tokens:
        if token.type != "inline":
            continue
        token.children = []
        cost = inline_cost(token.content)
        spent += cost
        if cost and spent > INLINE_BUDGET:
            token.children.append(Token("unparsed", "", 0, content=token.content))
        else:
            state.md.inline.parse(token.content, state.md, state.env, token.children)
    state.env["inline_spent"] = spent


def inline_cost(text: str) -> int:
    """Returns how many characters the inline parser looks at in the worst case."""
    if len(text) <= LONG_PARAGRAPH:
        return 0
    words = LONG_WORD.sub("", text)
    return len(MARKUP_CHARACTER.findall(words)) * len(words)


def careful_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """Parses a table, but no fence or directive with a vertical line, which begins first in cmark."""
    is_table = table(state, start, end, True)
    is_other = is_table and any(rule(state, start, end, True) for rule in (fence, directive))
    return is_table and not is_other and (silent or table(state, start, end, silent))


def build_parser(*, footnotes_at_end: bool) -> MarkdownIt:
    options = {
        "html": True,
        "tasklists": True,
        "alerts": True,
        "strikethrough_single_tilde": True,
        "store_labels": True,
        "maxNesting": MAX_NESTING + 20,
        "xhtmlOut": False,
    }
    markdown = MarkdownIt("commonmark", options).enable(["table", "strikethrough"])
    block_parser = SourceKeepingBlockParser()
    block_parser.ruler = markdown.block.ruler
    markdown.block = block_parser
    markdown.core.ruler.at("inline", parse_inline_within_budget)
    markdown.block.ruler.at("table", careful_table, {"alt": ["paragraph", "reference"]})
    markdown.use(bare_address_plugin)
    markdown.use(footnote_plugin, move_to_end=footnotes_at_end)
    markdown.use(math_plugin).use(directive_plugin).use(liquid_plugin)
    return markdown


@cache
def reading_parser() -> MarkdownIt:
    return build_parser(footnotes_at_end=False)


def refuse_long(text: str) -> None:
    if len(text) > MAX_CHARACTERS:
        message = (
            f"This text has {len(text):,} characters; at most {MAX_CHARACTERS:,} are read at once."
            " Split it into several posts."
        )
        raise TextTooLong(message)
