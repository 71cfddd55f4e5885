"""Embeds, which load a player on click, and bookmarks, which show a card."""

import re
from urllib.parse import SplitResult, parse_qs, urlsplit

from django import forms
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.admin.staticfiles import versioned_static
from wagtail.admin.telepath import register
from wagtail.blocks.struct_block import StructBlockAdapter

from .prefetched_choosers import PrefetchedImageChooserBlock
from .text_struct import TextStructBlock


class LinkValue(blocks.StructValue):
    @property
    def parts(self) -> SplitResult:
        try:
            return urlsplit(self["url"] or "")
        except ValueError:
            return urlsplit("")

    @property
    def host(self) -> str:
        return (self.parts.hostname or "").removeprefix("www.")

    @property
    def name(self) -> str:
        """The title of the link, or else its host or address."""
        return self["title"] or self.host or self["url"]


class EmbedValue(LinkValue):
    @property
    def player_url(self) -> str:
        """The address of the player to load on click, or "" if there is none for this site."""
        parts = self.parts
        if self.host in {"youtube.com", "m.youtube.com", "youtube-nocookie.com"}:
            video = parse_qs(parts.query).get("v", [parts.path.rpartition("/")[2]])[0]
        elif self.host == "youtu.be":
            video = parts.path.strip("/")
        elif self.host in {"vimeo.com", "player.vimeo.com"}:
            number = re.search(r"\d+", parts.path)
            return f"https://player.vimeo.com/video/{number[0]}?dnt=1" if number else ""
        else:
            return ""
        known = re.fullmatch(r"[\w-]{6,20}", video)
        return f"https://www.youtube-nocookie.com/embed/{video}" if known else ""


class EmbedBlock(TextStructBlock):
    """Content of another site. Nothing is loaded before the reader clicks."""

    text_fields = ("title", "caption")
    required_field = "url"

    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(required=False, help_text=_("The title of the embedded content"))
    caption = blocks.CharBlock(required=False)
    poster = PrefetchedImageChooserBlock(
        required=False, label=_("Picture"), help_text=_("Shown until a reader starts the player")
    )

    class Meta:
        icon = "globe"
        label = _("Embed")
        template = "blog/blocks/embed_block.html"
        description = _("A video or page of another site, loaded when a reader clicks")
        help_text = _("Readers see a picture and a link. Content of the other site is loaded when they press play.")
        value_class = EmbedValue
        preview_value = {
            "url": "https://www.youtube.com/watch?v=aqz-KE-bpKQ",
            "title": "Big Buck Bunny",
            "caption": "",
            "poster": None,
        }


class BookmarkBlock(TextStructBlock):
    """A link that is shown as a card."""

    text_fields = ("title", "description", "site_name")
    required_field = "url"

    url = blocks.URLBlock(label=_("Address"))
    title = blocks.CharBlock(required=False, help_text=_("The title of the page"))
    description = blocks.TextBlock(required=False, rows=2, help_text=_("Why it is worth reading, in a sentence or two"))
    site_name = blocks.CharBlock(required=False, label=_("Name of the site"))
    poster = PrefetchedImageChooserBlock(required=False, label=_("Picture"))

    class Meta:
        icon = "link"
        label = _("Bookmark")
        template = "blog/blocks/bookmark_block.html"
        description = _("A card with a link to another page, its title and a picture")
        help_text = _("For a link that deserves its own card. Within a sentence, use an ordinary link.")
        value_class = LinkValue
        preview_value = {
            "url": "https://docs.wagtail.org/",
            "title": "Wagtail documentation",
            "description": "How to build a site with Wagtail, from the first page to the last release.",
            "site_name": "docs.wagtail.org",
            "poster": None,
        }


class FetchingAdapter(StructBlockAdapter):
    """Adds the button "Fetch title and picture" to the forms of these blocks."""

    js_constructor = "blog.blocks.FetchingBlock"

    def js_args(self, block: blocks.StructBlock) -> list:
        name, children, meta = super().js_args(block)
        words = {
            "fetch": _("Fetch title and picture"),
            "asking": _("Fetching …"),
            "lost": _("The server did not answer. Try again."),
        }
        return [name, children, meta | {"fetchWords": words}]

    @cached_property
    def media(self) -> forms.Media:
        return super().media + forms.Media(js=[versioned_static("blog/admin/fetching-block.js")])


register(FetchingAdapter(), EmbedBlock)
register(FetchingAdapter(), BookmarkBlock)
