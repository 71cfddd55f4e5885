"""Link handlers that render links to pages and documents in rich text."""

from collections.abc import Iterator, Mapping

from django.db.models import Model
from wagtail.documents.rich_text import DocumentLinkHandler
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from blog.blocks.mending import stored_id
from blog.body.prefetch import pages_to_link, prefetched_pages


class OwnLinkHandler:
    """Mixin for link handlers: a link with an invalid id becomes plain text."""

    @classmethod
    def get_many(cls, attrs_list: list[dict]) -> list[Model]:
        ids = [stored_id(attrs.get("id")) for attrs in attrs_list]
        found = cls.in_bulk({pk for pk in ids if pk is not None})
        return [found.get(pk) for pk in ids]

    @classmethod
    def in_bulk(cls, ids: set[int]) -> Mapping[int, Model]:
        return cls.get_model().objects.in_bulk(ids)

    @classmethod
    def extract_references(cls, attrs: dict) -> Iterator[tuple]:
        if stored_id(attrs.get("id")) is not None:
            yield cls.get_model(), attrs["id"], "", ""


class OwnDocumentLinkHandler(OwnLinkHandler, DocumentLinkHandler):
    pass


class ReadablePageLinkHandler(OwnLinkHandler, PageLinkHandler):
    """Renders a link to a page that readers may not see as plain text, so that its URL is not revealed."""

    @classmethod
    def in_bulk(cls, ids: set[int]) -> dict[int, Page]:
        known = prefetched_pages.get()
        return pages_to_link(ids) if known is None else known
