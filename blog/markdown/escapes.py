"""Backslashes in front of whatever would be read as markup: as few as keep the text what it is.

Rules of CommonMark 0.31 (https://spec.commonmark.org/0.31.2/), of GFM's extensions and of our own constructs.
"""

import re

PUNCTUATION = re.escape("!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
WITHIN = re.compile(
    # Between spaces nothing is stressed, within a word an underscore stresses nothing.
    r"(?P<kept>(?<=[ ])[*_~](?=[ ])|(?<=[A-Za-z0-9])_(?=[A-Za-z0-9]))"
    # Not at the start of a line, where it could be a task or a definition, nor behind a caret, where it is a note.
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
    """The text of one run. `keeps_words` leaves [1] as it is, for where no definition can make it a link."""

    def escaped(match: re.Match[str]) -> str:
        if match["kept"] or (match["word"] and keeps_words):
            return match[0]
        return BRACKETS.sub(r"\\\g<0>", match[0]) if match["word"] else f"\\{match[0]}"

    return WITHIN.sub(escaped, text)


def escape_line_start(line: str) -> str:
    """A line of a paragraph, already escaped within, that starts no block of another kind."""
    if match := LINE_START.match(line):
        return f"{match[0]}\\{line[match.end() :]}"
    return f"\\{line}" if DELIMITER_ROW.fullmatch(line) else line


# Between the quotes of a title.
IN_TITLE = re.compile(r'["\\]')
# In titles and addresses: cmark, and so GitHub, reads an entity before it sees a backslash in front of it.
ENTITY = re.compile(r"&(?=#?\w{1,32};)")


def escape_entities(text: str) -> str:
    return ENTITY.sub("&amp;", text)
