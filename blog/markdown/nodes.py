"""Builds a tree from the flat token stream. Each node knows its source lines."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from markdown_it.token import Token

from blog.markdown.parser import reading_parser


@dataclass(slots=True)
class Source:
    """The lines of the text or of the inside of a container. `first` is the number of the first line, from 0."""

    lines: list[str]
    first: int = 0

    def between(self, start: int, end: int) -> str:
        return "\n".join(self.lines[max(start - self.first, 0) : end - self.first]).strip("\n")


@dataclass(slots=True)
class Node:
    token: Token
    source: Source
    children: list["Node"] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return self.token.type.removesuffix("_open")

    @property
    def span(self) -> tuple[int, int]:
        start, end = self.token.map or (self.source.first, self.source.first)
        return start, end

    @property
    def line(self) -> int:
        return self.span[0] + 1

    @property
    def text(self) -> str:
        return self.source.between(*self.span).rstrip()

    @property
    def inline(self) -> list[Token]:
        """The inline tokens of a paragraph, heading or cell."""
        return next((child.token.children or [] for child in self.children if child.kind == "inline"), [])

    @property
    def content(self) -> str:
        return next((child.token.content for child in self.children if child.kind == "inline"), "")

    def walk(self) -> Iterator["Node"]:
        yield self
        for child in self.children:
            yield from child.walk()


def build_tree(tokens: list[Token], source: Source) -> list[Node]:
    root = Node(Token("root", "", 0), source)
    path = [root]
    inside = [source]
    for token in tokens:
        if token.nesting < 0:
            path.pop()
            inside.pop()
            if view := token.meta.get("inside"):
                inside[-1] = Source(view[1], view[0])
            continue
        node = Node(token, inside[-1])
        path[-1].children.append(node)
        if token.nesting > 0:
            path.append(node)
            view = token.meta.get("inside")
            inside.append(Source(view[1], view[0]) if view else inside[-1])
    return root.children


@dataclass(frozen=True, slots=True)
class Document:
    tree: list[Node]
    environment: dict


def parse(text: str) -> Document:
    environment: dict = {}
    tokens = reading_parser().parse(text, environment)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return Document(build_tree(tokens, Source(lines)), environment)


def inline_tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from inline_tokens(token.children or [])
