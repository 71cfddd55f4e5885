"""Ids carried over from an older body: comments, differences and suggestions hang on them."""

import json
from collections import defaultdict, deque
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from html import escape
from typing import Any

from blog.markdown.body import Block
from blog.markdown.normal import normal_form
from blog.markdown.prose import Paragraph, Prose, ProseItem, ProseList, parse_prose
from blog.markdown.runs import to_html
from blog.markdown.walk import HOLDING_CONTENT

# Above so many pairs, changed blocks are paired by their order alone.
MAX_COMPARISONS = 2_000
LETTERS_COMPARED = 2_000


def with_ids_of(old: list[Block], new: list[Block]) -> list[Block]:
    """The new blocks, in normal form, with the ids of the old blocks that say the same or became them.

    A block that says the same, wherever it stands now, is the old one as it was stored.
    """
    prints = [fingerprint(normal_form([block])) for block in old]
    pairs = matched(prints, [fingerprint([block]) for block in new])
    out: list[Block] = []
    for place, other in pairs_with_changed(old, new, pairs):
        block = new[place]
        if other is None:
            out.append(block)
        elif place in pairs:
            out.append(old[other])
        else:
            out.append(changed(old[other], block))
    return out


def fingerprint(blocks: list[Block]) -> str:
    return json.dumps(blocks, sort_keys=True)


def matched(old: Sequence[str], new: Sequence[str]) -> dict[int, int]:
    """The place in `old` for each place in `new` with the same content; of several the first that is free."""
    places: dict[str, list[int]] = defaultdict(list)
    for place in reversed(range(len(old))):
        places[old[place]].append(place)
    return {place: places[content].pop() for place, content in enumerate(new) if places[content]}


def pairs_with_changed(old: list[Block], new: list[Block], same: dict[int, int]) -> Iterator[tuple[int, int | None]]:
    """Each place in `new` with the place in `old` of the block that it is, or that it was made from."""
    taken = set(same.values())
    free: dict[str, deque[int]] = defaultdict(deque)
    for place, block in enumerate(old):
        if place not in taken:
            free[block["type"]].append(place)
    compares = (len(old) - len(taken)) * (len(new) - len(same)) <= MAX_COMPARISONS
    for place, block in enumerate(new):
        candidates = free[block["type"]]
        if place in same:
            yield place, same[place]
        elif not candidates:
            yield place, None
        elif compares:
            found = max(candidates, key=lambda other: likeness(old[other], block))
            candidates.remove(found)
            yield place, found
        else:
            yield place, candidates.popleft()


def likeness(old: Block, new: Block) -> float:
    words = [json.dumps(block["value"], ensure_ascii=False)[:LETTERS_COMPARED].split() for block in (old, new)]
    return SequenceMatcher(a=words[0], b=words[1], autojunk=False).ratio()


def changed(old: Block, new: Block) -> Block:
    value: Any = new["value"]
    if new["type"] == "text":
        value = with_keys_of(old["value"], value)
    elif new["type"] in HOLDING_CONTENT:
        value = {**value, "content": with_ids_of(old["value"].get("content") or [], value["content"])}
    elif new["type"] == "list":
        value = {**value, "items": items_like(old["value"].get("items") or [], value["items"])}
    return {**new, "value": value, **({"id": old["id"]} if old.get("id") else {})}


def items_like(old: list[Block], new: list[Block]) -> list[Block]:
    """Items by their words where they are the same, by their order where they are not."""

    def content(item: Block) -> list[Block]:
        return item["value"].get("content") or []

    pairs = matched(
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
        inside = with_ids_of(content(old[other]), content(item))
        value = {**item["value"], "content": inside}
        out.append({**item, "value": value, **({"id": old[other]["id"]} if old[other].get("id") else {})})
    return out


def with_keys_of(old: str, new: str) -> str:
    """The rich text with the editor's keys of the paragraphs that stand in the old one too."""
    nodes = parse_prose(new)
    before, after = list(lines_in(parse_prose(old))), list(lines_in(nodes))
    for place, other in matched([content_of(line) for line in before], [content_of(line) for line in after]).items():
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
            f"<li{key_of(item)}>{to_html(item.runs)}{''.join(map(html_with_keys, item.lists))}</li>"
            for item in node.items
        )
        return f"<{node.tag}>{items}</{node.tag}>"
    return f"<{node.tag}{key_of(node)}>{to_html(node.runs)}</{node.tag}>"


def key_of(line: Paragraph | ProseItem) -> str:
    return f' data-block-key="{escape(line.key)}"' if line.key else ""
