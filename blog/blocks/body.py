"""The StreamField of a post's body: all block types by their permanent keys."""

from django.core.checks import CheckMessage
from django.forms import Field
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.fields import StreamField

from blog.markdown.body import MAX_CONTAINERS
from blog.markdown.walk import HOLDING_CONTENT
from blog.rendering.characters import without_forbidden

from .code import CodeBlock
from .details import DetailsBlock
from .gallery import GalleryBlock
from .links import BookmarkBlock, EmbedBlock
from .lists import ListBlock
from .math import MathBlock
from .media import ImageBlock
from .mending import as_code
from .plain import DividerBlock, MarkdownBlock
from .prose import CalloutBlock, QuoteBlock, TextBlock
from .recordings import AudioBlock, VideoBlock
from .streams import BodyStreamBlock
from .table import TableBlock
from .widget import BodyWidget

CONTAINER_BLOCKS = (*HOLDING_CONTENT, "list")

MORE = _("More")


def container_blocks(content: blocks.StreamBlock) -> list[tuple[str, blocks.Block]]:
    """All block types, in the order of the picker. Containers contain ``content``."""
    return [
        ("text", TextBlock()),
        ("image", ImageBlock()),
        ("code", CodeBlock()),
        ("quote", QuoteBlock(content)),
        ("callout", CalloutBlock(content)),
        ("table", TableBlock()),
        ("list", ListBlock(content)),
        ("embed", EmbedBlock()),
        ("gallery", GalleryBlock(group=MORE)),
        ("details", DetailsBlock(content, group=MORE)),
        ("math", MathBlock(group=MORE)),
        ("bookmark", BookmarkBlock(group=MORE)),
        ("video", VideoBlock(group=MORE)),
        ("audio", AudioBlock(group=MORE)),
        ("divider", DividerBlock(group=MORE)),
        ("markdown", MarkdownBlock(group=MORE)),
    ]


def leaf_blocks() -> list[tuple[str, blocks.Block]]:
    nothing = blocks.StreamBlock([], required=False)
    return [(key, block) for key, block in container_blocks(nothing) if key not in CONTAINER_BLOCKS]


def nested_body(levels: int) -> blocks.StreamBlock:
    """The stream inside a container, in which ``levels`` more containers may be nested."""
    kinds = container_blocks(nested_body(levels - 1)) if levels else leaf_blocks()
    return ContentBlock(kinds, required=False, level=levels)


class ContentBlock(BodyStreamBlock):
    """The stream inside a container."""

    def check(self, **_kwargs: object) -> list[CheckMessage]:
        """Returns nothing: PostBodyBlock checks the same block types, and nested checks would repeat them often."""
        return []


class PostBodyBlock(BodyStreamBlock):
    def __init__(self, **kwargs: object) -> None:
        super().__init__(container_blocks(nested_body(MAX_CONTAINERS - 1)), **kwargs)

    class Meta:
        level = MAX_CONTAINERS


class BodyField(StreamField):
    """A StreamField of PostBodyBlock whose block definitions are not in migrations.

    Keys are permanent and the column is JSON, so that a changed label or help text needs no migration. The blocks are
    created when a body is first read or written, because migrations copy the field hundreds of times without them.
    """

    def __init__(self, *_args: object, **kwargs: object) -> None:
        kwargs.pop("block_lookup", None)
        super().__init__(PostBodyBlock, **kwargs)

    def get_prep_value(self, value: object) -> object:
        """The value for the column and for the JSON of a revision, without forbidden characters."""
        return without_forbidden(super().get_prep_value(value))

    def from_db_value(self, value: str | None, expression: object, connection: object) -> blocks.StreamValue:
        """Shows a body that Python cannot parse, because of a long number or deep nesting, as a code block."""
        try:
            return super().from_db_value(value, expression, connection)
        except (ValueError, RecursionError):
            return self.to_python([as_code(value)])

    def formfield(self, **kwargs: object) -> Field:
        return super().formfield(**{"widget": self.widget, **kwargs})

    @cached_property
    def widget(self) -> BodyWidget:
        return BodyWidget(self.stream_block)

    def deconstruct(self) -> tuple[str, str, list, dict]:
        # Skips StreamField.deconstruct, which includes the block definitions.
        return super(StreamField, self).deconstruct()
