"""Escapes text that would be parsed as markup, with as few backslashes as possible.

The rules are those of CommonMark 0.31 (https://spec.commonmark.org/0.31.2/), of the GFM extensions and of the site's
own constructs.
"""

import re

PUNCTUATION = re.escape("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
WITHIN = re.compile(
    # No delimiters: `*`, `_` and `~` between spaces, and an underscore within a word.
    r"(?P<kept>(?<=[ ])[*_~](?=[ ])|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))"
    # Not at the start of a line, where it could be a task or definition, and not after a caret (an inline footnote).
    r"|(?P<word>(?<=[^^\n])\[[\w., -]*\](?![(\[:]|\Z))"
    rf"|\\(?=[{PUNCTUATION}\n]|\Z)"
    r"|[`*_~\[\]]"
    r"|<(?=[A-Za-z/!?])"
    r"|&(?=\#?\w{1,32};)"
    r"|\{(?=[%#])"
    r"|(?<=http):(?=//)|(?<=https):(?=//)|(?<=mailto):|(?<=xmpp):|(?<=www)\."
    r"|(?<=[\w.+-])@(?=[\w-]+\.\w)"
)
LINE_START = re.compile(
    r"\d{1,9}(?=[.)](?:\s|\Z))|\[\^[^\]\s]+\](?=:)|(?=#{1,6}(?:\s|\Z)|>|[-+](?:\s|-|\Z)|=+\s*\Z|::)"
)
DELIMITER_ROW = re.compile(r"[-:| \t]+")
BRACKETS = re.compile(r"[\[\]]")


def escape_text(text: str, *, keeps_words: bool = True) -> str:
    """Escapes the text of one run. `keeps_words` leaves [1] unescaped, if no definition can make it a link."""

    def escaped(match: re.Match[str]) -> str:
        if match["kept"] or (match["word"] and keeps_words):
            return match[0]
        return BRACKETS.sub(r"\\\g<0>", match[0]) if match["word"] else f"\\{match[0]}"

    return WITHIN.sub(escaped, text)


def escape_line_start(line: str) -> str:
    """Escapes the start of a paragraph line, already escaped within, so that it starts no block of another kind."""
    if match := LINE_START.match(line):
        return f"{match[0]}\\{line[match.end() :]}"
    return f"\\{line}" if DELIMITER_ROW.fullmatch(line) else line


# The characters that are escaped between the quotes of a title.
IN_TITLE = re.compile(r'["\\]')
# In titles and addresses, cmark (and therefore GitHub) decodes an entity even if a backslash precedes it.
ENTITY = re.compile(r"&(?=#?\w{1,32};)")


def escape_entities(text: str) -> str:
    return ENTITY.sub("&amp;", text)
