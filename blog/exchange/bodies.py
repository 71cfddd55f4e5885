"""Reads the body of an imported post, then resolves its links and pictures."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from blog.exchange.addresses import LinkTargets, is_local
from blog.exchange.fingerprint import count_words
from blog.exchange.imported_post import ImportedPost, Unreadable
from blog.exchange.pictures import PictureImporter, PictureRefused, SourcePicture
from blog.markdown.body import Block, Body, TextTooLong
from blog.markdown.images import embed_value
from blog.markdown.normal_values import DOCUMENT_KEY
from blog.markdown.raw_markdown import ChangeAddress, map_link_addresses, map_raw_markdown
from blog.markdown.read import read
from blog.markdown.resolve import resolve
from blog.markdown.walk import with_contents
from blog.models import BlogImage, PostPage

# Fields that recordings and embeds share.
SHARED_RECORDING_FIELDS = ("title", "caption", "poster")


@dataclass(slots=True)
class ReadBody:
    """`links` are the posts that it leads to and `pictures` the files that it shows, both by their address.

    `linked` are those that stand among words, where a picture is a link.
    """

    body: Body
    words: int
    raw_words: int
    links: dict[str, str] = field(default_factory=dict)
    pictures: dict[str, SourcePicture] = field(default_factory=dict)
    lost: dict[str, PictureRefused] = field(default_factory=dict)
    linked: set[str] = field(default_factory=set)
    hrefs: dict[str, str] = field(default_factory=dict)
    alts: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class BodyReader:
    targets: LinkTargets
    pictures: PictureImporter

    def read(self, post: ImportedPost) -> ReadBody:
        """Raises Unreadable. Raw Markdown, dead links and missing pictures become findings."""
        try:
            body = read(post.text)
        except TextTooLong as error:
            raise Unreadable("size", str(error)) from error
        body.blocks = self._recordings_linked(body.blocks, post)
        for note in body.notes:
            line = post.first_line + note.line - 1
            post.find(note.construct, note.detail, line=line, words=note.words)
        everything, raw = count_words(body.blocks)
        if definitions := raw - sum(note.words for note in body.notes):
            detail = "footnotes and link targets repeated in the Markdown that needs them"
            post.find("definition", detail, line=post.first_line, words=definitions)
        found = ReadBody(body, everything, raw, alts=alts_in(body.blocks))
        link, image = self._links_into(found, post), self._pictures_into(found, post)
        resolve(body, link=link, image=image)

        def picture(address: str) -> str:
            found.linked.add(address)
            image(address)
            return "image:"

        map_addresses(body.blocks, link=link, picture=picture)
        return found

    def _recordings_linked(self, blocks: list[Block], post: ImportedPost) -> list[Block]:
        """Video and audio files are not imported. Each becomes an embed with a link to its file."""
        own = post.old_addresses[0] if post.old_addresses else ""

        def linked(block: Block) -> Block:
            value = block["value"]
            if block["type"] not in ("video", "audio"):
                return with_contents(block, lambda inner: [linked(each) for each in inner])
            address = value["file"]
            post.find("recording", f"{address} is not imported; upload it", line=post.line_of(address))
            if address.startswith(DOCUMENT_KEY):
                return block
            url = self.targets.absolute(address, own) or address
            same = {name: value[name] for name in SHARED_RECORDING_FIELDS if name in value}
            return {**block, "type": "embed", "value": embed_value(url) | same}

        return [linked(block) for block in blocks]

    def _links_into(self, found: ReadBody, post: ImportedPost) -> Callable[[str], None]:
        own = post.old_addresses[0] if post.old_addresses else ""

        def collect(address: str) -> None:
            if address in found.links or address in found.hrefs:
                return
            target = self.targets.find(address, source_id=post.source_id, own_address=own)
            if target in self.targets.drafts and not post.is_draft:
                detail = f"{address} leads to {target}, which is a draft here; the link keeps its old address"
                post.find("link", detail, line=post.line_of(address))
                found.hrefs[address] = self.targets.absolute(address, own) or address
            elif target:
                found.links[address] = target
                if "#" in address:
                    post.find("link fragment", address, line=post.line_of(address))
            elif href := self.targets.absolute(address, own):
                found.hrefs[address] = href
            elif is_local(address) and not address.startswith("#"):
                post.find("link", f"{address} belongs to the old site; give --base-url", line=post.line_of(address))

        return collect

    def _pictures_into(self, found: ReadBody, post: ImportedPost) -> Callable[[str], int]:
        def collect(address: str) -> int:
            try:
                found.pictures[address] = self.pictures.find(address, post)
            except PictureRefused as reason:
                found.lost[address] = reason
            return 0

        return collect

    def resolved(
        self, found: ReadBody, post: ImportedPost, *, pages: dict[str, int], image: Callable[[str], int | None]
    ) -> list[dict[str, Any]]:
        """The blocks to store. `pages` holds page ids by source id; other links keep their address."""

        own = post.old_addresses[0] if post.old_addresses else ""

        def page(address: str) -> int | None:
            return pages.get(found.links.get(address, ""))

        def href(address: str) -> str:
            return found.hrefs.get(address) or self.targets.absolute(address, own)

        def link(address: str) -> dict[str, str] | None:
            if pk := page(address):
                return {"linktype": "page", "id": str(pk)}
            return {"href": href(address)} if href(address) else None

        def link_in_markdown(address: str) -> str | None:
            return stable_key(PostPage, "post", page(address)) or href(address)

        def picture_in_markdown(address: str) -> str | None:
            return stable_key(BlogImage, "image", image(address)) or href(address)

        blocks = resolve(found.body, link=link, image=image).blocks
        return map_addresses(blocks, link=link_in_markdown, picture=picture_in_markdown)


def map_addresses(blocks: list[Block], *, link: ChangeAddress, picture: ChangeAddress) -> list[Block]:
    """Changes the addresses in raw Markdown, pictures first."""
    return map_raw_markdown(
        blocks, lambda text: map_link_addresses(map_link_addresses(text, picture, pictures=True), link)
    )


def stable_key(model: type[PostPage | BlogImage], kind: str, pk: int | None) -> str | None:
    return f"{kind}:{model.objects.values_list('uuid', flat=True).get(pk=pk)}" if pk else None


def alts_in(value: Any) -> dict[str, str]:
    """The alternative text of each picture by its address."""
    if isinstance(value, list):
        return {address: alt for inner in value for address, alt in alts_in(inner).items()}
    if not isinstance(value, dict):
        return {}
    if value.get("type") == "image":
        picture = value["value"]["image"]
        return {picture["image"]: picture["alt_text"]}
    return alts_in(list(value.values()))
