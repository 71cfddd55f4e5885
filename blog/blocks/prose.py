"""Rich text, and the containers for quotes and callouts."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.rich_text import RichText

from blog.blocks.paragraphs import with_keys
from blog.blocks.rich_text import PostRichText, searchable

from .text_struct import TextStructBlock

# Features may be added but not removed, because stored text uses them.
INLINE_FEATURES = [
    "bold",
    "italic",
    "code",
    "strikethrough",
    "superscript",
    "subscript",
    "link",
    "document-link",
    "inline-math",
    "footnote",
]
PROSE_FEATURES = ["h2", "h3", "h4", *INLINE_FEATURES, "ol", "ul", "blockquote"]


class PostRichTextBlock(blocks.RichTextBlock):
    """Rich text with formulas and footnotes; the other blocks of a post use it too."""

    def __init__(self, features: list[str], **kwargs: object) -> None:
        super().__init__(features=features, **kwargs)

    def normalize(self, value: RichText | str | None) -> PostRichText:
        return PostRichText(value.source if isinstance(value, RichText) else value and str(value))

    to_python = value_from_form = normalize

    def get_searchable_content(self, value: RichText) -> list[str]:
        return [searchable(value.source)]


class TextBlock(PostRichTextBlock):
    def __init__(self, **kwargs: object) -> None:
        # Not required: the stream drops text blocks without text.
        super().__init__(PROSE_FEATURES, required=False, **kwargs)

    def value_for_form(self, value: RichText) -> str:
        # Otherwise the editor would assign random keys, and comments could not refer to a paragraph.
        return with_keys(super().value_for_form(value))

    class Meta:
        icon = "pilcrow"
        label = _("Text")
        template = "blog/blocks/text_block.html"
        description = _("Paragraphs, headings, lists and short quotations")
        preview_value = "<h2>A heading</h2><p>Words with a <b>strong</b> point and <code>code</code>.</p>"


class InlineTextBlock(PostRichTextBlock):
    """A caption or table cell: one line of rich text, optional by default."""

    def __init__(self, required: bool = False, **kwargs: object) -> None:
        super().__init__(INLINE_FEATURES, required=required, **kwargs)


class QuoteBlock(TextStructBlock):
    """A quotation of any length; ``content`` is the stream of its nested blocks."""

    text_fields = ("content", "source")

    def __init__(self, content: blocks.StreamBlock, **kwargs: object) -> None:
        fields = [
            ("content", content),
            ("source", blocks.CharBlock(required=False, help_text=_("The author or the work"))),
            ("source_url", blocks.URLBlock(required=False, label=_("Address of the source"))),
        ]
        super().__init__(fields, **kwargs)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "blog/blocks/quote_block.html"
        description = _("A quotation with its source")
        preview_value = {
            "content": [{"type": "text", "value": "<p>Premature optimization is the root of all evil.</p>"}],
            "source": "Donald Knuth",
            "source_url": "",
        }


class CalloutKind(models.TextChoices):
    NOTE = "note", _("Note")
    TIP = "tip", _("Tip")
    IMPORTANT = "important", _("Important")
    WARNING = "warning", _("Warning")
    CAUTION = "caution", _("Caution")


class CalloutValue(blocks.StructValue):
    @property
    def label(self) -> str:
        return CalloutKind(self["kind"]).label if self["kind"] in CalloutKind else CalloutKind.NOTE.label


class CalloutBlock(TextStructBlock):
    text_fields = ("content",)

    def __init__(self, content: blocks.StreamBlock, **kwargs: object) -> None:
        kind = blocks.ChoiceBlock(choices=CalloutKind.choices, default=CalloutKind.NOTE)
        super().__init__([("kind", kind), ("content", content)], **kwargs)

    class Meta:
        icon = "info-circle"
        label = _("Callout")
        template = "blog/blocks/callout_block.html"
        description = _("A short note that stands out from the text")
        value_class = CalloutValue
        preview_value = {
            "kind": "tip",
            "content": [{"type": "text", "value": "<p>Bring your own cup.</p>"}],
        }
