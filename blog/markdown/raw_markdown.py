"""The raw Markdown of a body, in `markdown` blocks and footnotes, and the addresses of its links."""

import re
from collections.abc import Callable
from html import escape, unescape

from blog.markdown.body import Block
from blog.markdown.walk import with_contents, with_rich_text

NOTE_TEXT_ATTRIBUTE = re.compile(r'(?<= data-text=")[^"]*')
# Fences and code spans. They contain no links, even if their text looks like one.
CODE_IN_MARKDOWN = re.compile(
    r"(^[ >]*(?P<fence>```+|~~~+).*?(?:^[ >]*(?P=fence)|\Z)"
    r"|(?<!`)(?P<ticks>`+)(?!`)(?:[^\n]|\n(?![ \t>]*\n))+?(?<!`)(?P=ticks)(?!`))",
    re.MULTILINE | re.DOTALL,
)
MARKDOWN_LINK_TARGET = re.compile(
    r"""(?P<before>
        (?<!!) \[ [^\[\]]* \] \( \s* <?                 # [words](address
        | ^[ >]{0,9} \[ (?!\^) [^\[\]]+ \] : \s* <?     # [label]: address
        | <a \s [^<>]*? \bhref \s* = \s* ["']           # <a href="address
    ) (?P<address> [^\s<>()"']+ )""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
PICTURE_TARGET = re.compile(
    r"""(?P<before>
        !\[ (?: [^\[\]] | \[[^\[\]]*\] )* \] \( \s* <?     # ![words](address
        | ^[ >]{0,9} \[ (?!\^) [^\[\]]+ \] : \s* <?          # [label]: address of a picture
          (?= \S+ \. (?: png | jpe?g | gif | webp | avif ) \b )
        | <img \s [^<>]*? \b src \s* = \s* ["']?            # <img src="address"
    ) (?P<address> [^\s<>()"']+ )""",
    re.VERBOSE | re.MULTILINE | re.IGNORECASE,
)
# An unclosed comment is not a comment. It is matched as well, so that each is searched for only once.
HTML_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)

type ChangeAddress = Callable[[str], str | None]


def map_raw_markdown(blocks: list[Block], change: Callable[[str], str]) -> list[Block]:
    """Returns the blocks with a change applied to their raw Markdown."""

    def in_notes(html: str) -> str:
        return NOTE_TEXT_ATTRIBUTE.sub(lambda match: escape(change(unescape(match[0]))), html)

    out = []
    for block in blocks:
        inner = with_contents(with_rich_text(block, in_notes), lambda content: map_raw_markdown(content, change))
        out.append({**inner, "value": change(inner["value"])} if inner["type"] == "markdown" else inner)
    return out


def without_comments(text: str) -> str:
    return HTML_COMMENT.sub(lambda comment: "" if comment[0].endswith("-->") else comment[0], text)


def map_link_addresses(text: str, change: ChangeAddress, *, pictures: bool = False) -> str:
    """Returns the Markdown without comments, and with the address that `change` gives for a link or picture, if any."""
    pattern = PICTURE_TARGET if pictures else MARKDOWN_LINK_TARGET

    def changed(part: str) -> str:
        return pattern.sub(lambda link: link["before"] + (change(link["address"]) or link["address"]), part)

    parts, done = [], 0
    for code in CODE_IN_MARKDOWN.finditer(text):
        parts += [changed(without_comments(text[done : code.start()])), code[0]]
        done = code.end()
    return "".join([*parts, changed(without_comments(text[done:]))])
