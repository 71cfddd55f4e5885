"""Which posts show a picture or lead to a document, drafts included: Wagtail counts only what was published."""

import json
import re

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from wagtail.models import ReferenceIndex, Revision

from blog.body.prefetch import references
from blog.media.models import BlogDocument, BlogImage
from blog.pages.post import PostPage


def posts_with(medium: BlogImage | BlogDocument) -> list[PostPage]:
    """By title; those that only their newest draft ties to it, too."""
    stored = ReferenceIndex.get_references_to(medium).filter(
        content_type=ContentType.objects.get_for_model(PostPage, for_concrete_model=False)
    )
    published = [int(pk) for pk in stored.values_list("object_id", flat=True)]
    fields = ("pk", "title", "draft_title", "live", "has_unpublished_changes", "owner", "path", "depth", "url_path")
    return list(PostPage.objects.filter(Q(pk__in=published) | Q(pk__in=drafts_with(medium))).only(*fields))


def drafts_with(medium: BlogImage | BlogDocument) -> list[int]:
    changed = PostPage.objects.filter(has_unpublished_changes=True).order_by()
    drafts = Revision.page_revisions.filter(pk__in=changed.values("latest_revision"))
    rows = drafts.values_list("object_id", "content__body", "content__cover")
    return [int(post) for post, body, cover in rows if names(medium, blocks_of(body), cover)]


def blocks_of(body: str | list | None) -> list:
    """A revision holds a body as text in its JSON, which SQLite's driver reads a second time by itself."""
    if isinstance(body, list):
        return body
    try:
        return json.loads(body or "[]")
    except ValueError:
        return []


def names(medium: BlogImage | BlogDocument, blocks: list, cover: int | None) -> bool:
    """Whether a draft's body or its cover is this picture or document."""
    found = set(references(blocks))
    if isinstance(medium, BlogImage):
        return cover == medium.pk or ("image", medium.pk) in found
    link = re.compile(rf'<a\b(?=[^>]*\blinktype=\\"document\\")[^>]*\bid=\\"{medium.pk}\\"')
    return ("document", medium.pk) in found or bool(link.search(json.dumps(blocks)))
