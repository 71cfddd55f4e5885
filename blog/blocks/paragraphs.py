"""The paragraphs of rich text by their ``data-block-key``."""

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
    """The source with a key on each paragraph. The same source always gets the same keys.

    A new key is a hash of the paragraph, so that it does not depend on other paragraphs. Keys are unique, because the
    editor would merge paragraphs with the same key.
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
    """The key and inner HTML of each paragraph, without nested lists. All paragraphs must have keys."""
    for start, markup in parted(source):
        if key := KEY.search(start[2]):
            yield key[1], markup


def parted(source: str) -> Iterator[tuple[re.Match[str], str]]:
    for start, following in pairwise([*STARTS.finditer(source), None]):
        markup = source[start.end() : following.start() if following else None]
        yield start, ENDS.split(markup, maxsplit=1)[0]
