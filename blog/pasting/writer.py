"""Writes tidied HTML as Markdown, block by block."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import chain

from bs4 import NavigableString, Tag
from bs4.element import PageElement

from blog.markdown.images import video_address
from blog.markdown.runs import Run, plain_text

from .code import code_of, lines_of
from .flow import Flow
from .losses import Loss, Lost
from .pictures import figure_parts, picture
from .styles import marks_on
from .tables import table
from .tree import CELLS, MAX_PASTED_DEPTH, TOO_DEEP_LOSS, is_block
from .words import EDGE, PLACEHOLDER, fence, in_place, inline, linked, placeholder, prefixed, single_line

PASTED_LANGUAGE_CLASS = re.compile(r"(?:language|lang)-(?P<name>\S+)")
NAME_OF_LANGUAGE = re.compile(r"[\w+#.-]{1,30}")
LIST_START = re.compile(r"\d{1,9}", re.ASCII)
LIST_PART = re.compile(r"(?:(?P<bullet>[-*])|\d+(?P<end>[.)]))(?: |$)")


class Writer:
    """Writes the trees in `roots`."""

    def __init__(self, roots: Iterable[Tag], lost: list[Loss], language: str = "") -> None:
        self.lost = lost
        self.with_blocks = {id(tag) for root in roots for tag in around_blocks(root)}
        self.language = language if NAME_OF_LANGUAGE.fullmatch(language) else ""
        # Raw Markdown within a paragraph: footnote references and formulas.
        self.raw: list[str] = []
        self.readers: dict[str, Callable[[Tag, Flow, int], list[str]]] = {
            **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), self.heading),
            **dict.fromkeys(("ul", "ol"), self.listing),
            "dt": lambda tag, flow, depth: self.paragraph(tag, marks=frozenset({"b"})),
            "pre": lambda tag, flow, depth: [fence(code_of(tag), self.language_of(tag)), *self.pictures_in(tag)],
            "blockquote": self.quote,
            "aside": self.quote,
            "hr": lambda tag, flow, depth: ["---"],
            "figure": lambda tag, flow, depth: figure_parts(self, tag, depth),
            "table": lambda tag, flow, depth: table(self, tag, depth),
            "iframe": lambda tag, flow, depth: self.frame(tag),
            "details": self.details,
            "data": lambda tag, flow, depth: [f"$$\n{tag['data-tex']}\n$$"],
        }

    def blocks(self, parent: Tag, depth: int = 0) -> list[str]:
        flow = Flow(self.raw)
        if depth > MAX_PASTED_DEPTH:
            self.lost.append(TOO_DEEP_LOSS)
            flow.add(Run(parent.get_text(" ")))
            flow.end_paragraph()
            return flow.parts
        for child in parent.children:
            if isinstance(child, Tag) and id(child) in self.with_blocks:
                flow.end_paragraph()
                read = self.readers.get(child.name)
                flow.parts.extend(read(child, flow, depth) if read else self.blocks(child, depth + 1))
            else:
                for run in self.runs(child, flow.pictures):
                    flow.add(run)
        flow.end_paragraph()
        return flow.parts

    def runs(
        self,
        node: PageElement,
        pictures: list[str],
        marks: frozenset[str] = frozenset(),
        link: str | None = None,
        depth: int = 0,
    ) -> Iterator[Run]:
        """The runs of an inline element. Its pictures are appended to `pictures`."""
        if isinstance(node, NavigableString) or depth > MAX_PASTED_DEPTH:
            text = str(node) if isinstance(node, NavigableString) else node.get_text()
            yield Run(re.sub(r"[ \t\r\n\f]+", " ", text), marks, link)
        elif isinstance(node, Tag):
            yield from self.runs_in(node, pictures, marks, link, depth)

    def runs_in(
        self, tag: Tag, pictures: list[str], marks: frozenset[str], link: str | None, depth: int
    ) -> Iterator[Run]:
        if tag.name == "br":
            yield Run("\n", marks, link)
        elif tag.name == "img":
            found = picture(tag, self.lost, link)
            if found.startswith(("![", "[![")):
                pictures.append(found)
                found = " "
            if found:
                yield Run(found, marks, link)
        elif label := tag.get("data-note"):
            yield placeholder(self.raw, f"[^{label}]")
        elif tag.name == "iframe":
            pictures.extend(self.frame(tag))
        elif tex := tag.get("data-tex"):
            yield placeholder(self.raw, f"${' '.join(str(tex).split())}$")
        else:
            link = linked(str(tag.get("href") or "")) or link if tag.name == "a" else link
            yield from self.runs_within(tag, pictures, marks_on(tag, marks), link, depth)

    def runs_within(
        self, tag: Tag, pictures: list[str], marks: frozenset[str], link: str | None, depth: int
    ) -> Iterator[Run]:
        edges = [Run(" ")] if tag.name in CELLS else [EDGE] if is_block(tag) else []
        yield from edges
        for part in lines_of(tag) if tag.name == "pre" else tag.children:
            yield from self.runs(part, pictures, marks, link, depth + 1)
        yield from edges

    def paragraph(self, tag: Tag, *, marks: frozenset[str] = frozenset()) -> list[str]:
        pictures: list[str] = []
        runs = [run for child in tag.children for run in self.runs(child, pictures, marks)]
        words = inline(runs, self.raw)
        return [*([words] if words else []), *pictures]

    def pictures_in(self, tag: Tag) -> list[str]:
        return [found for image in tag.find_all("img") if (found := picture(image, self.lost)).startswith("!")]

    def plain(self, tag: Tag, pictures: list[str]) -> str:
        """Removes an element that becomes an attribute, and returns its text."""
        tag.replace_with(Tag(name="br"))
        runs = list(self.runs(tag, pictures))
        words = plain_text(runs)
        if PLACEHOLDER.search(words) or any(run.marks or run.link for run in runs):
            self.lost.append(Loss(Lost.FORMATTING))
        return in_place(" ".join(words.split()), self.raw).replace('"', "”")

    def heading(self, tag: Tag, flow: Flow, depth: int) -> list[str]:
        pictures: list[str] = []
        runs = [run for child in tag.children for run in self.runs(child, pictures)]
        words = inline(single_line(runs), self.raw)
        return [*([f"{'#' * int(tag.name[1])} {words}"] if words else []), *pictures]

    def listing(self, tag: Tag, flow: Flow, depth: int) -> list[str]:
        before = LIST_PART.match(flow.parts[-1]) if flow.parts else None
        number = int(start) if LIST_START.fullmatch(start := str(tag.get("start"))) else 1
        items = []
        for place, item in enumerate(tag.find_all("li", recursive=False)):
            if tag.name == "ol":
                sign = f"{number + place}{')' if before and before['end'] == '.' else '.'} "
            else:
                sign = "* " if before and before["bullet"] == "-" else "- "
            if words := self.item(item, depth):
                items.append(prefixed(words, " " * len(sign), first=sign))
        return ["\n".join(items)] if items else []

    def item(self, tag: Tag, depth: int) -> str:
        box = tag.find("input", type="checkbox")
        task = "" if box is None else f"[{'x' if box.has_attr('checked') else ' '}] "
        first, *rest = self.blocks(tag, depth + 1) or [""]
        is_tight = all(LIST_PART.match(part) for part in rest)
        return task + ("\n" if is_tight else "\n\n").join([first, *rest])

    def quote(self, tag: Tag, flow: Flow, depth: int) -> list[str]:
        parts = self.blocks(tag, depth + 1)
        kind = tag.get("data-callout")
        if tag.name == "aside" and not kind:
            return parts
        text = "\n\n".join(parts)
        return [prefixed(f"[!{kind}]\n{text}" if kind else text, "> ")] if text else []

    def details(self, tag: Tag, flow: Flow, depth: int) -> list[str]:
        summary = tag.find("summary", recursive=False)
        pictures: list[str] = []
        words = self.plain(summary, pictures) if summary else ""
        return [f':::details summary="{words}"', *pictures, *self.blocks(tag, depth + 1), ":::"]

    def frame(self, tag: Tag) -> list[str]:
        address = str(tag.get("src") or "")
        if video := video_address(address):
            return [f'::embed url="{video}"']
        self.lost.append(Loss(Lost.EMBEDDED_PAGE, address))
        return []

    def note(self, label: str, tag: Tag) -> str:
        return prefixed("\n\n".join(self.blocks(tag)), "    ", first=f"[^{label}]: ")

    def language_of(self, tag: Tag) -> str:
        inner = tag.find("code")
        tags = [part for part in (tag, inner, tag.parent) if isinstance(part, Tag)]
        named = [str(part.get("data-language") or part.get("data-lang") or "") for part in tags]
        classes = [name for part in tags for name in part.get("class") or []]
        named += [match["name"] for name in classes if (match := PASTED_LANGUAGE_CLASS.fullmatch(name))]
        found = next(filter(None, named), self.language)
        return found if NAME_OF_LANGUAGE.fullmatch(found) else ""


def around_blocks(root: Tag) -> Iterator[Tag]:
    """All blocks, and all elements that contain a block."""
    seen: set[int] = set()
    for block in root.find_all(is_block):
        for tag in chain([block], block.parents):
            if id(tag) in seen:
                break
            seen.add(id(tag))
            yield tag
