"""The places of a text that can be edited one by one. Pure: no database and no Django."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import groupby
from typing import NamedTuple

from blog.history.diff.pieces import LIST_SIGN
from blog.history.diff.units import Holder, Node, unit_with_node, units_of
from blog.history.merge.blocks import blocks_of
from blog.markdown.addresses import linkable
from blog.markdown.body import Block, Body, NoBlock
from blog.markdown.normal import FOOTNOTE_HTML, notes_in
from blog.markdown.prose import Paragraph
from blog.markdown.raw_markdown import CODE_IN_MARKDOWN, map_link_addresses
from blog.markdown.read import read
from blog.markdown.walk import with_contents, with_rich_text
from blog.markdown.write import write
from blog.markdown.write_inline import destination
from blog.markdown.write_parts import indented

# Skips code and escaped characters. Finds the addresses of links and pictures, bare addresses, and other stable keys.
# In a caption, two backslashes escape a parenthesis.
LINK_OR_KEY = re.compile(
    r"(?P<ticks>`++).*?(?<!`)(?P=ticks)(?!`)|`++|\\."
    r"|\]\((?P<address>(?:[^\s()\\]|\\\\[()]|\\.|\([^\s()]*\))+)(?=[\s)])"
    r"|<(?P<bare>[a-z][-+.a-z0-9]*:[^\s<>]*)>"
    r"|(?P<key>\b(?:post|page|document|image):(?:[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}|\d+))",
    re.DOTALL | re.IGNORECASE,
)
STABLE_KEY_SIGN = re.compile(r"(?:post|page|document|image):", re.IGNORECASE)
ESCAPED_SIGN = re.compile(r"\\.")
NOTE_CITED = re.compile(r"\[\^([^\[\]\s]+)\](?!:)")
NOTE_DEFINED = re.compile(r"^\[\^([^\[\]\s]+)\]:", re.MULTILINE)


class UnsafeAddress(ValueError):  # noqa: N818 - the name is what happened
    """The only argument is the address."""


@dataclass(frozen=True, slots=True)
class Place:
    """A paragraph, a heading, an item of a list, or another block, with the footnotes that it cites.

    ``text`` is Markdown in which ``[words](2)`` is the second of ``links``, and ``image:1`` the first of ``keys``. The
    links are addresses as Markdown writes them. ``id`` is valid for this text only. ``kind`` is paragraph, heading,
    item, or that of a block.
    """

    id: str
    kind: str
    text: str
    links: tuple[str, ...] = ()
    keys: tuple[str, ...] = ()

    @property
    def link_ids(self) -> list[str]:
        return [f"{self.id}.link{number}" for number in range(1, len(self.links) + 1)]


class Passage(NamedTuple):
    place: Place
    node: Node


def places(text: str) -> list[Place]:
    """Returns the places of a canonical text, in order."""
    return [passage.place for passages in passages_by_unit(read(text).blocks) for passage in passages]


def replace_places(text: str, edits: Mapping[str, str]) -> str:
    """Returns the canonical text with other Markdown in the places whose ids are the keys of ``edits``.

    ``3.link2`` is the second link of place 3. A place may become several or none. Raises ValueError for an unknown
    place, and UnsafeAddress for a new address that an editor could not enter.
    """
    blocks = read(text).blocks
    units = passages_by_unit(blocks)
    known = {name for passages in units for place, _node in passages for name in (place.id, *place.link_ids)}
    if unknown := edits.keys() - known:
        message = f"The text has no places {sorted(unknown)}."
        raise ValueError(message)
    notes = dict(notes_in(blocks))
    nodes = [node for passages in units for node in joined_items(edited_nodes(passages, edits, notes))]
    edited = blocks_of([unit_with_node("", node) for node in nodes])
    # A footnote that several places cite may have been edited in one of them.
    new_notes = {label: words for label, words in notes_in(edited) if notes.get(label, words) != words}
    return write(Body(with_notes(edited, new_notes) if new_notes else edited))


def passages_by_unit(blocks: list[Block]) -> list[list[Passage]]:
    return [list(passages_of(unit.node, str(number))) for number, unit in enumerate(units_of(blocks))]


def passages_of(node: Node, name: str) -> Iterator[Passage]:
    """Yields the items of a list one by one, each as a list of its own."""
    if not (isinstance(node, Holder) and node.kind == "list"):
        yield Passage(place_of(name, kind_of(node), node), node)
        return
    start = node.fields["start"]
    first = start if isinstance(start, int) else 1
    for at, item in enumerate(node.units):
        number = first + at if node.fields["ordered"] else None
        alone = Holder("list", [item], {**node.fields, "start": number})
        yield Passage(place_of(f"{name}.{at}", "item", alone), alone)


def joined_items(nodes: list[Node]) -> Iterator[Node]:
    """Makes one list of adjacent items. Anything else divides the list."""

    def list_kind(node: Node) -> object:
        return node.fields["ordered"] if isinstance(node, Holder) and node.kind == "list" else None

    for kind, group in groupby(nodes, key=list_kind):
        same = list(group)
        lists = [node for node in same if isinstance(node, Holder)] if kind is not None else []
        yield from [Holder("list", [item for one in lists for item in one.units], lists[0].fields)] if lists else same


def kind_of(node: Node) -> str:
    if isinstance(node, Paragraph):
        return "heading" if node.tag in ("h2", "h3", "h4") else "paragraph"
    return node.kind


def place_of(name: str, kind: str, node: Node) -> Place:
    links: dict[str, int] = {}
    keys: dict[str, int] = {}

    def number(address: str) -> str:
        return str(links.setdefault(address, len(links) + 1))

    def short_key(key: str) -> str:
        return f"{key.partition(':')[0]}:{keys.setdefault(key, len(keys) + 1)}"

    text = map_addresses(write(Body(blocks_of([unit_with_node("", node)]))).removesuffix("\n"), number, short_key)
    return Place(name, kind, text, tuple(links), tuple(keys))


def map_addresses(text: str, link: Callable[[str], str], key: Callable[[str], str]) -> str:
    def changed(match: re.Match[str]) -> str:
        if address := match["address"]:
            return f"]({key(address) if address.lower().startswith('image:') else link(address)}"
        return key(match["key"]) if match["key"] else match[0]

    return LINK_OR_KEY.sub(changed, text)


def edited_nodes(passages: list[Passage], edits: Mapping[str, str], notes: Mapping[str, str]) -> list[Node]:
    nodes = []
    for place, node in passages:
        values = {place.id: place.text, **dict(zip(place.link_ids, place.links, strict=True))}
        is_edited = any(edits.get(name, value) != value for name, value in values.items())
        nodes += nodes_in(edited_source(place, edits), notes) if is_edited else [node]
    return nodes


def edited_source(place: Place, edits: Mapping[str, str]) -> str:
    links = [edited_link(link, edits.get(name)) for name, link in zip(place.link_ids, place.links, strict=True)]
    text = edits.get(place.id, place.text)
    sign = LIST_SIGN.match(place.text)
    if place.kind == "item" and sign and text.strip() and not LIST_SIGN.match(text.lstrip()):
        # An item whose sign was removed by mistake.
        text = indented(text, " " * len(sign[0]), first=sign[0])
    source = with_addresses(text, links, place.keys)
    check_addresses(with_addresses(place.text, place.links, place.keys), source)
    return source


def nodes_in(source: str, notes: Mapping[str, str]) -> list[Node]:
    """Reads a place. It may cite footnotes that are defined elsewhere in the text."""
    words = ESCAPED_SIGN.sub("", CODE_IN_MARKDOWN.sub("", NOTE_DEFINED.split(source, maxsplit=1)[0]))
    missing = set(NOTE_CITED.findall(words)) - set(NOTE_DEFINED.findall(source))
    definitions = [f"[^{label}]: {text}" for label, text in notes.items() if label in missing]
    return [unit.node for unit in units_of(read("\n\n".join([source, *definitions])).blocks)]


def edited_link(link: str, written: str | None) -> str:
    if written is None or written == link:
        return link
    if not is_linkable(written):
        raise UnsafeAddress(written)
    return destination(linkable(written))


def with_addresses(text: str, links: Sequence[str], keys: Sequence[str]) -> str:
    return map_addresses(
        text, lambda number: nth(links, number) or number, lambda key: nth(keys, key.partition(":")[2]) or key
    )


def nth(values: Sequence[str], number: str) -> str | None:
    numbers = map(str, range(1, len(values) + 1))
    return dict(zip(numbers, values, strict=True)).get(number)


def check_addresses(before: str, after: str) -> None:
    """Raises UnsafeAddress for a new address that an editor could not enter, and for the key of anything else."""
    for address in named_addresses(after) - named_addresses(before):
        if STABLE_KEY_SIGN.match(address) or not is_linkable(address):
            raise UnsafeAddress(address)


def named_addresses(source: str) -> set[str]:
    words = CODE_IN_MARKDOWN.sub("", source)
    found = [match["address"] or match["bare"] or match["key"] for match in LINK_OR_KEY.finditer(words)]
    # Those of definitions and of HTML.
    map_link_addresses(ESCAPED_SIGN.sub("", words), found.append)
    return {*filter(None, found)}


def is_linkable(address: str) -> bool:
    try:
        return bool(linkable(unescape(address)))
    except NoBlock:
        return False


def with_notes(blocks: list[Block], notes: Mapping[str, str]) -> list[Block]:
    def changed(match: re.Match[str]) -> str:
        words = notes.get(unescape(match[1]))
        return match[0] if words is None else match[0].replace(match[2], escape(words))

    return [
        with_contents(
            with_rich_text(block, lambda html: FOOTNOTE_HTML.sub(changed, html)), lambda inner: with_notes(inner, notes)
        )
        for block in blocks
    ]
