"""The paragraphs of rich text, by the keys under which Wagtail's editor knows them."""

import re
from collections.abc import Iterator
from itertools import count

STARTS = r"<(p|h[2-6]|li|blockquote)\b([^>]*)>"
WHOLE = re.compile(rf"{STARTS}(.*?)</\1>", re.DOTALL)
KEY = re.compile(r'\bdata-block-key="([\w-]+)"')
WITHOUT_KEY = re.compile(STARTS.replace("([^>]*)", "((?:(?!data-block-key)[^>])*)"))


def with_keys(source: str) -> str:
    """The source with a key on each paragraph that had none: the same ones for the same source.

    Paragraphs of one key would become one in the editor.
    """
    taken = set(KEY.findall(source))
    free = (key for key in map("p{:04}".format, count()) if key not in taken)
    return WITHOUT_KEY.sub(lambda start: f'<{start[1]}{start[2]} data-block-key="{next(free)}">', source)


def paragraphs(source: str) -> Iterator[tuple[str, str]]:
    """Each paragraph of a source whose paragraphs have keys: its key, and the HTML in it."""
    for _name, attributes, markup in WHOLE.findall(source):
        if key := KEY.search(attributes):
            yield key[1], markup
