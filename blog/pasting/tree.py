"""The tree of a pasted document, which bounds all work on it: so many elements, and so many of them in one another."""

from collections import Counter

from bs4 import BeautifulSoup, Tag
from bs4.element import PageElement

from .losses import Loss, Lost

MAX_ELEMENTS = 10_000
MAX_PASTED_DEPTH = 60
TOO_DEEP_LOSS = Loss(Lost.DEPTH, str(MAX_PASTED_DEPTH))
BLOCKS = (
    *("p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "dl", "dt", "dd", "table", "pre", "blockquote", "hr"),
    *("figure", "iframe", "div", "section", "article", "main", "header", "footer", "details", "aside", "center", "nav"),
    *("caption", "figcaption", "summary", "legend", "menu", "hgroup"),
    *("form", "fieldset", "address", "body", "html", "tr", "td", "th", "tbody", "thead", "tfoot"),
)
CELLS = ("td", "th")
# Code comes in all of these, and its spaces mean something.
KEEPING_SPACES = {"pre", "textarea", "div", "span"}


class PastedTooLong(ValueError):  # noqa: N818 - the name is what happened
    """More was pasted than is read at once: how many characters, and how many may be."""


class TooManyElements(PastedTooLong):
    """More elements than are read at once: how many may be."""


class Tree(BeautifulSoup):
    """An element below the deepest level stands beside the one it was in. Raises PastedTooLong.

    `elements` counts what was opened, and `ended_early`, by name, what was closed to make room for what stood in it.
    """

    def __init__(self, html: str) -> None:
        self.is_flattened = False
        super().__init__(html, "html.parser", preserve_whitespace_tags=KEEPING_SPACES)

    def reset(self) -> None:
        super().reset()
        self.elements = 0
        self.ended_early: Counter[str] = Counter()

    def handle_starttag(self, name: str, *args: object, **kwargs: object) -> Tag | None:
        self.elements += 1
        if self.elements > MAX_ELEMENTS:
            raise TooManyElements(MAX_ELEMENTS)
        # The tree itself is the first on the stack.
        if len(self.tagStack) > MAX_PASTED_DEPTH:
            self.end_early()
        tag = super().handle_starttag(name, *args, **kwargs)
        if tag is None or not tag.is_empty_element:
            return tag
        # The parser keeps a list of those it closes itself, and looks through all of it at each end tag.
        super().handle_endtag(name)
        return None

    def end_early(self) -> None:
        self.endData()
        self.ended_early[self.tagStack[-1].name] += 1
        self.popTag()
        self.is_flattened = True

    def handle_endtag(self, name: str, nsprefix: str | None = None) -> None:
        if self.ended_early[name]:
            self.ended_early[name] -= 1
        else:
            super().handle_endtag(name, nsprefix)


def is_block(part: PageElement) -> bool:
    return isinstance(part, Tag) and (
        part.name in BLOCKS or (part.name == "data" and part.get("data-display") is not None)
    )
