"""What a body holds as Markdown, in `markdown` blocks and footnotes, and the addresses of the links in it."""

import re
from collections.abc import Callable
from html import escape, unescape

from blog.markdown.body import Block
from blog.markdown.walk import with_contents, with_rich_text

NOTE = re.compile(r'(?<= data-text=")[^"]*')
# Fences and spans of code; what looks like a link in them is none.
CODE = re.compile(
    r"(^[ >]*(?P<fence>```+|~~~+).*?(?:^[ >]*(?P=fence)|\Z)|(?P<ticks>`+)(?!`).+?(?<!`)(?P=ticks)(?!`))",
    re.MULTILINE | re.DOTALL,
)
LINK = re.compile(
    r"""(?P<before>
        (?<!!) \[ [^\[\]]* \] \( \s* <?                 # [words](address
        | ^[ >]{0,9} \[ (?!\^) [^\[\]]+ \] : \s* <?     # [label]: address
        | <a \s [^<>]*? \bhref \s* = \s* ["']           # <a href="address
    ) (?P<address> [^\s<>()"']+ )""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)


def with_kept_markdown(blocks: list[Block], change: Callable[[str], str]) -> list[Block]:
    """The blocks with a change made in what they hold as Markdown."""

    def in_notes(html: str) -> str:
        return NOTE.sub(lambda match: escape(change(unescape(match[0]))), html)

    out = []
    for block in blocks:
        inner = with_contents(with_rich_text(block, in_notes), lambda content: with_kept_markdown(content, change))
        out.append({**inner, "value": change(inner["value"])} if inner["type"] == "markdown" else inner)
    return out


def with_link_addresses(text: str, change: Callable[[str], str | None]) -> str:
    """The Markdown with another address for each link for which `change` gives one."""
    parts, done = [], 0
    for code in CODE.finditer(text):
        parts += [changed_links(text[done : code.start()], change), code[0]]
        done = code.end()
    return "".join([*parts, changed_links(text[done:], change)])


def changed_links(text: str, change: Callable[[str], str | None]) -> str:
    return LINK.sub(lambda link: link["before"] + (change(link["address"]) or link["address"]), text)
