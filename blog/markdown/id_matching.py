"""Carries over the ids of an older body, because comments, comparisons and suggestions refer to them."""

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import escape
from typing import Any

from blog.markdown.body import Block
from blog.markdown.normal import normal_form
from blog.markdown.prose import Paragraph, Prose, ProseItem, ProseList, parse_prose
from blog.markdown.runs import to_html
from blog.markdown.walk import HOLDING_CONTENT

# Above this number of pairs, changed blocks are paired by order only.
MAX_BLOCK_COMPARISONS = 2_000
MAX_COMPARED_LETTERS = 2_000
ANY_HTML_TAG = re.compile("<[^<>]*>")


def reuse_ids(old: list[Block], new: list[Block]) -> list[Block]:
    """Returns the new blocks, in normal form, with the ids of the old blocks that they equal or replace.

    A block with the same content as an old block, in any place, is returned as the old block was stored. Old blocks
    with the same id are versions of one block, the newest first. Only one new block gets this id.
    """
    same = unchanged_blocks(old, new)
    taken = {identity(block) for block in same.values()}
    rest = {place: block for place, block in enumerate(new) if place not in same}
    pairs = pair_changed([block for block in old if identity(block) not in taken], rest)
    became = {place: with_id_of(other, new[place]) for place, other in pairs}
    return [same.get(place) or became.get(place) or block for place, block in enumerate(new)]


def identity(block: Block) -> object:
    return block.get("id") or id(block)


def unchanged_blocks(old: list[Block], new: list[Block]) -> dict[int, Block]:
    """Maps places in `new` to the old block with the same content. Newer versions take precedence over older ones."""
    versions: dict[object, list[Block]] = defaultdict(list)
    for block in old:
        versions[identity(block)].append(block)
    prints = [fingerprint([block]) for block in new]
    found: dict[int, Block] = {}
    for age in range(max(map(len, versions.values()), default=0)):
        taken = {identity(block) for block in found.values()}
        free = [blocks[age] for name, blocks in versions.items() if name not in taken and age < len(blocks)]
        pairs = match_by_content(
            [fingerprint(normal_form([block])) for block in free],
            ["" if place in found else content for place, content in enumerate(prints)],
        )
        found |= {place: free[other] for place, other in pairs.items()}
    return found


def fingerprint(blocks: list[Block]) -> str:
    return json.dumps(blocks, sort_keys=True)


def match_by_content(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """Maps places in `new` to the first free place in `old` with the same content."""
    places: dict[str, list[int]] = defaultdict(list)
    for place in reversed(range(len(old))):
        places[old[place]].append(place)
    return {place: places[content].pop() for place, content in enumerate(new) if places[content]}


def pair_changed(old: list[Block], new: dict[int, Block]) -> Iterator[tuple[int, Block]]:
    """Yields the place of each new block that replaces an old one, and the most similar version of the old block."""
    free: dict[str, dict[object, list[Block]]] = defaultdict(dict)
    for block in reversed(old):
        free[block["type"]].setdefault(identity(block), []).append(block)
    compares = len(old) * len(new) <= MAX_BLOCK_COMPARISONS
    for place, block in new.items():
        candidates = free[block["type"]]
        if not candidates:
            continue
        if compares:
            versions = (version for versions in reversed(candidates.values()) for version in reversed(versions))
            found = max(versions, key=lambda version: similarity(version, block))
            del candidates[identity(found)]
        else:
            found = candidates.popitem()[1][-1]
        yield place, found


def similarity(old: Block, new: Block) -> float:
    texts = [json.dumps(block["value"], ensure_ascii=False)[:MAX_COMPARED_LETTERS] for block in (old, new)]
    words = [ANY_HTML_TAG.sub(" ", text).split() for text in texts]
    return SequenceMatcher(a=words[0], b=words[1], autojunk=False).ratio()


def with_id_of(old: Block, new: Block) -> Block:
    value: Any = new["value"]
    if new["type"] == "text":
        value = reuse_paragraph_keys(old["value"], value)
    elif new["type"] in HOLDING_CONTENT:
        value = {**value, "content": reuse_ids(old["value"].get("content") or [], value["content"])}
    elif new["type"] == "list":
        value = {**value, "items": reuse_item_ids(old["value"].get("items") or [], value["items"])}
    return {**new, "value": value, **({"id": old["id"]} if old.get("id") else {})}


def reuse_item_ids(old: list[Block], new: list[Block]) -> list[Block]:
    """Matches items by content where it is equal, and the others by order."""

    def content(item: Block) -> list[Block]:
        return item["value"].get("content") or []

    pairs = match_by_content(
        [fingerprint(normal_form(content(item))) for item in old], [fingerprint(content(item)) for item in new]
    )
    taken = set(pairs.values())
    free = iter([place for place in range(len(old)) if place not in taken])
    out = []
    for place, item in enumerate(new):
        other = pairs.get(place, next(free, None) if place not in pairs else None)
        if other is None:
            out.append(item)
            continue
        inside = reuse_ids(content(old[other]), content(item))
        value = {**item["value"], "content": inside}
        out.append({**item, "value": value, **({"id": old[other]["id"]} if old[other].get("id") else {})})
    return out


def reuse_paragraph_keys(old: str, new: str) -> str:
    """Returns the new rich text with the editor's keys of all paragraphs that the old one contains, too."""
    nodes = parse_prose(new)
    before, after = list(lines_in(parse_prose(old))), list(lines_in(nodes))
    for place, other in match_by_content(
        [content_of(line) for line in before], [content_of(line) for line in after]
    ).items():
        after[place].key = before[other].key
    return "".join(html_with_keys(node) for node in nodes)


def lines_in(nodes: Sequence[Prose]) -> Iterator[Paragraph | ProseItem]:
    for node in nodes:
        if isinstance(node, Paragraph):
            yield node
            continue
        for item in node.items:
            yield item
            yield from lines_in(item.lists)


def content_of(line: Paragraph | ProseItem) -> str:
    return f"{getattr(line, 'tag', 'li')} {to_html(line.runs)}"


def html_with_keys(node: Prose) -> str:
    if isinstance(node, ProseList):
        items = "".join(
            f"<li{key_attribute(item)}>{to_html(item.runs)}{''.join(map(html_with_keys, item.lists))}</li>"
            for item in node.items
        )
        return f"<{node.tag}>{items}</{node.tag}>"
    return f"<{node.tag}{key_attribute(node)}>{to_html(node.runs)}</{node.tag}>"


def key_attribute(line: Paragraph | ProseItem) -> str:
    return f' data-block-key="{escape(line.key)}"' if line.key else ""
