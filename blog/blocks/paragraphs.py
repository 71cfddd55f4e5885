"""The paragraphs of rich text, by the keys under which Wagtail's editor knows them."""

import re
from collections.abc import Iterator
from hashlib import blake2b
from itertools import count, pairwise

STARTS = re.compile(r"<(p|h[2-6]|li|blockquote)\b([^>]*)>")
ENDS = re.compile(r"</(?:p|h[2-6]|li|blockquote|[ou]l)>|<[ou]l\b")
KEY = re.compile(r'\bdata-block-key="([\w-]+)"')
# In bytes.
KEY_SIZE = 3


def with_keys(source: str) -> str:
    """The source with a key on each paragraph that had none: the same ones for the same source.

    A key comes from what the paragraph says, so that others before it change nothing. No two are the same: such
    paragraphs would become one in the editor.
    """
    taken = set(KEY.findall(source))
    found, place = [], 0
    for start, markup in parted(source):
        if not KEY.search(start[2]):
            key = next(key for key in keys_for(markup) if key not in taken)
            taken.add(key)
            found.append(f'{source[place : start.end() - 1]} data-block-key="{key}">')
            place = start.end()
    return "".join([*found, source[place:]])


def keys_for(markup: str) -> Iterator[str]:
    for number in count():
        yield blake2b(f"{number} {markup}".encode("utf-8", "surrogatepass"), digest_size=KEY_SIZE).hexdigest()


def paragraphs(source: str) -> Iterator[tuple[str, str]]:
    """Each paragraph of a source whose paragraphs have keys: its key, and the HTML in it, without a list in it."""
    for start, markup in parted(source):
        if key := KEY.search(start[2]):
            yield key[1], markup


def parted(source: str) -> Iterator[tuple[re.Match[str], str]]:
    for start, following in pairwise([*STARTS.finditer(source), None]):
        markup = source[start.end() : following.start() if following else None]
        yield start, ENDS.split(markup, maxsplit=1)[0]
