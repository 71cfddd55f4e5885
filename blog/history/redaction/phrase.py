"""A phrase or name, found in texts however they are written, and replaced. Needs no database."""

import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from html import escape
from secrets import token_hex
from typing import Any

from blog.blocks.paragraphs import KEY, KEY_SIZE, parted

REDACTED = "█████"
# In addresses, which have no other signs.
REDACTED_IN_ADDRESS = "redacted"
MIN_PHRASE_LENGTH = 2
MAX_PHRASE_LENGTH = 200
EXCERPT_CHARACTERS = 50
# Tags, marks of Markdown and invisible signs, which may stand anywhere in a phrase. They are preserved.
MARK = r"<[^<>]{0,500}>|[*_~`\\]|\u00ad|\u200b|&shy;"
# What may stand between two words, as in addresses of mail and pages.
SPACE = r"\s|&nbsp;|&\#160;|%20|[-+.]"
SPACE_WITHOUT_MARKS = re.compile(rf"(?:{SPACE})+")
APOSTROPHES = "'’ʼ`"
# Tags in an excerpt, also those that it cuts.
TAGS = re.compile(r"<[^<>]*>|^[^<>]*>|<[^<>]*$")
# Members of blocks that say what they are.
STRUCTURE = {"type", "id", "uuid", "translation_key", "licence", "declaration", "width"}
# Ids, also in keys such as `image:<uuid>` and in tags, and times as JSON has them. A date in a sentence is words.
ID = re.compile(
    r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|\s(?:data-block-key|linktype|id)=\"[^\"]{0,100}\"", re.IGNORECASE
)
TIME = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?")
# Members of drafts and versions that are parts of an address.
ADDRESSES = {"slug", "url_path", "address", "canonical_url", "tags"}


@dataclass(frozen=True)
class Excerpt:
    before: str
    found: str
    after: str


class Phrase:
    """Capitals do not matter, and neither do marks such as bold or a link in the middle of the phrase.

    Texts may be plain, HTML, Markdown, addresses, or JSON of these.
    """

    def __init__(self, words: str, *, whole_words: bool = False) -> None:
        self.words, self.whole_words = words.split(), whole_words

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        words = (rf"(?:{MARK}){{0,8}}".join(map(written_forms, word)) for word in self.words)
        pattern = rf"(?:{SPACE}|{MARK}){{1,30}}".join(words)
        return re.compile(rf"(?<!\w){pattern}(?!\w)" if self.whole_words else pattern, re.IGNORECASE)

    def is_in(self, value: Any) -> bool:
        return any(True for text in texts_in(value) for _found in self.found_in(text))

    def found_in(self, text: str) -> Iterator[re.Match[str]]:
        """The matches that are words, not parts of an id or a time."""
        matches = list(self.pattern.finditer(text))
        if not matches or TIME.fullmatch(text):
            return
        ids, at = [one.span() for one in ID.finditer(text)], 0
        for found in matches:
            while at < len(ids) and ids[at][1] < found.end():
                at += 1
            if at == len(ids) or found.start() < ids[at][0]:
                yield found

    def excerpts(self, value: Any) -> Iterator[Excerpt]:
        for text in texts_in(value):
            for found in self.found_in(text):
                before = text[max(0, found.start() - EXCERPT_CHARACTERS) : found.start()]
                after = text[found.end() : found.end() + EXCERPT_CHARACTERS]
                yield Excerpt(TAGS.sub(" ", before), TAGS.sub("", found[0]), TAGS.sub(" ", after))

    def removed_from(self, value: Any, *, name: str = "", suffix: str = "") -> Any:
        """The value of a field or member without the phrase. It gets a mark of the same length for every phrase."""

        def remove(text: str, name: str) -> str:
            mark = (REDACTED_IN_ADDRESS if name in ADDRESSES else REDACTED) + suffix
            parts, at = [], 0
            for found in self.found_in(text):
                parts += [text[at : found.start()], without_words(found[0], mark)]
                at = found.end()
            return with_new_keys(text, "".join([*parts, text[at:]])) if parts else text

        return changed_texts(value, remove, name)


def written_forms(sign: str) -> str:
    """A pattern for one character as texts, HTML and Markdown write it."""
    forms = {re.escape(form) for form in (unicodedata.normalize(way, sign) for way in ("NFC", "NFD"))}
    if sign in APOSTROPHES:
        forms |= {f"[{APOSTROPHES}]", "&\\#39;", "&\\#x27;"}
    elif (escaped := escape(sign)) != sign:
        forms.add(re.escape(escaped))
    return f"(?:{'|'.join(sorted(forms))})"


def without_words(found: str, mark: str) -> str:
    """The mark, and every tag that stood in the phrase, with a mark for each of the parts that it divides."""
    parts = re.split(f"((?:{MARK})+)", found)
    return "".join(part if place % 2 else replaced_part(part, mark) for place, part in enumerate(parts))


def replaced_part(part: str, mark: str) -> str:
    """The mark in place of the words. An empty line stays, because passages are counted."""
    words = part.strip()
    if not words or SPACE_WITHOUT_MARKS.fullmatch(words):
        return part
    return part.replace(words, "\n\n".join([mark] * len(words.split("\n\n"))))


def with_new_keys(old: str, new: str) -> str:
    """With other keys of the changed paragraphs: a key may be a hash of the paragraph."""
    changed = {key[1] for start, markup in parted(old) if (key := KEY.search(start[2])) and markup not in new}
    for key in changed:
        new = new.replace(f'data-block-key="{key}"', f'data-block-key="{token_hex(KEY_SIZE)}"')
    return new


def texts_in(value: Any) -> Iterator[str]:
    found: list[str] = []
    changed_texts(value, lambda text, _name: found.append(text) or text)
    return iter(found)


def changed_texts(value: Any, change: Callable[[str, str], str], name: str = "") -> Any:
    """The value with every text in it changed, also in JSON that is a text itself, such as a body in a revision.

    ``change`` gets the text and the name of the member that has it.
    """
    if isinstance(value, dict):
        return {key: inner if key in STRUCTURE else changed_texts(inner, change, key) for key, inner in value.items()}
    if isinstance(value, list):
        return [changed_texts(inner, change, name) for inner in value]
    if not isinstance(value, str):
        return value
    if value[:1] in ("[", "{"):
        try:
            inner = json.loads(value)
        except ValueError:
            return change(value, name)
        other = changed_texts(inner, change, name)
        return value if other == inner else json.dumps(other)
    return change(value, name)
