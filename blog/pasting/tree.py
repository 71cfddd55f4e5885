"""The tree of a pasted document, with limits on the number of elements and on their depth."""

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
# Elements with code, in which whitespace is significant.
KEEPING_SPACES = {"pre", "textarea", "div", "span"}


class PastedTooLong(ValueError):  # noqa: N818 - the name describes what happened
    """The HTML is too long. The arguments are its number of characters and the limit."""


class TooManyElements(PastedTooLong):
    """The HTML has too many elements. The argument is the limit."""


class Tree(BeautifulSoup):
    """A tree in which elements below the maximum depth become siblings of their parent. Raises PastedTooLong.

    `elements` is the number of opened elements. `ended_early` counts, by name, elements that were closed at that depth.
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
        # The first element on the stack is the tree itself.
        if len(self.tagStack) > MAX_PASTED_DEPTH:
            self.end_early()
        tag = super().handle_starttag(name, *args, **kwargs)
        if tag is None or not tag.is_empty_element:
            return tag
        # The parser searches the list of elements that it closed itself at each end tag, which takes quadratic time.
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
